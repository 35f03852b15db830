// What is under the pointer: names of things and lines in a note beside it, clicks and drags.
(function (app) {
  const { data, network } = app;
  const stage = app.byId("canvas");
  const tip = app.byId("tip");

  function hitNode(x, y, reach) {
    const { scene } = app;
    const letters = app.namesAt(scene, network.getScale()).letters;
    for (let i = scene.nodes.length - 1; i >= 0; i -= 1) {
      const number = scene.nodes[i];
      if (Math.hypot(scene.x[number] - x, scene.y[number] - y) <= Math.max(scene.r[number], reach)) return number;
    }
    for (const [number, font] of letters) {
      const box = app.boxOf(number, font);
      if (y >= box.nameTop && y <= box.bottom && Math.abs(x - scene.x[number]) <= box.nameHalf) return number;
    }
    return null;
  }

  function apart(x, y, x1, y1, x2, y2) {
    const [dx, dy] = [x2 - x1, y2 - y1];
    const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x1 + along * dx - x, y1 + along * dy - y);
  }

  function hitLine(x, y, reach) {
    const { scene } = app;
    let [best, nearest] = [null, reach];
    for (const line of scene.lines) {
      const [a, b] = [app.lineFrom[line], app.lineTo[line]];
      const [x1, y1, x2, y2] = [scene.x[a], scene.y[a], scene.x[b], scene.y[b]];
      const control = app.bend(line, x1, y1, x2, y2);
      let distance = Infinity;
      if (control) {
        let [px, py] = [x1, y1];
        for (let step = 1; step <= 10; step += 1) {
          const t = step / 10;
          const qx = (1 - t) ** 2 * x1 + 2 * t * (1 - t) * control[0] + t * t * x2;
          const qy = (1 - t) ** 2 * y1 + 2 * t * (1 - t) * control[1] + t * t * y2;
          distance = Math.min(distance, apart(x, y, px, py, qx, qy));
          [px, py] = [qx, qy];
        }
      } else distance = apart(x, y, x1, y1, x2, y2);
      if (distance < nearest) [best, nearest] = [line, distance];
    }
    return best;
  }

  // A folded box anywhere, an open one at its heading.
  function hitBlock(x, y) {
    const found = app.scene.blocks.filter((block) => block.kind !== "chain"
      && x >= block.left && x <= block.right && y >= block.top && y <= (block.open ? Math.min(block.bottom, block.top + 30) : block.bottom));
    return found.length ? found[found.length - 1].number : null;
  }

  app.hit = function ({ x, y }) {
    const reach = 6 / network.getScale();
    const node = hitNode(x, y, reach);
    if (node !== null) return { node };
    const block = hitBlock(x, y);
    if (block !== null) return { block };
    const line = hitLine(x, y, reach);
    return line === null ? {} : { line };
  };

  function describeLine(line) {
    const [from, to] = [app.lineFrom[line], app.lineTo[line]];
    const [, label, , both] = data.relations[app.lineRelation[line]];
    const told = [...app.recordsOn(line)].filter((record) => app.scene.told[record]).map((record) => {
      const { basis, source } = app.record(record);
      return [app.basisWord(basis), source].filter(Boolean).join(" · ");
    });
    return [`${app.name(from)} ${both ? "↔" : "→"} ${app.name(to)}`, app.pick(label), ...told].join("\n");
  }
  function describe({ node, block, line }) {
    if (node !== undefined) return [app.name(node), app.pick(app.kindOf(node)[1]), ...app.roles(node).map(app.pick)].join("\n");
    if (block !== undefined) {
      const shown = app.scene.blocks.find((one) => one.number === block);
      return [app.blockName(block), ...app.blockWords(shown), app.word(app.isOpen(block) ? "firms.click_fold" : "firms.click_open")].join("\n");
    }
    return line === undefined ? "" : describeLine(line);
  }

  function showTip(at, words) {
    tip.textContent = words;
    tip.hidden = !words;
    if (!words) return;
    const box = stage.getBoundingClientRect();
    tip.style.left = `${Math.max(0, Math.min(at.x + 14, box.width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.max(0, Math.min(at.y + 14, box.height - tip.offsetHeight - 4))}px`;
  }

  let waiting = null;
  let dragging = false;
  stage.addEventListener("mousemove", (event) => {
    const box = stage.getBoundingClientRect();
    const first = waiting === null;
    waiting = { x: event.clientX - box.left, y: event.clientY - box.top };
    if (!first) return;
    requestAnimationFrame(() => {
      const at = waiting;
      waiting = null;
      if (dragging || !app.scene) return;
      const found = app.hit(network.DOMtoCanvas(at));
      stage.classList.toggle("over", Object.keys(found).length > 0);
      showTip(at, describe(found));
    });
  });
  stage.addEventListener("mouseleave", () => { waiting = null; tip.hidden = true; });
  network.on("dragStart", () => { dragging = true; tip.hidden = true; });
  network.on("dragging", (event) => {
    for (const [number, { x, y }] of Object.entries(network.getPositions(event.nodes))) app.moveThing(Number(number), x, y);
    if (!event.nodes.length) return;
    app.scene.names = null;
    app.repaint();
  });
  network.on("dragEnd", () => { dragging = false; });
  network.on("zoom", () => { tip.hidden = true; });

  network.on("click", (event) => {
    const { node, block, line } = app.hit(event.pointer.canvas);
    tip.hidden = true;
    app.focusStage();
    if (node !== undefined) app.choose(node, false);
    else if (block !== undefined) app.turnBlock(block);
    else if (line !== undefined) app.chooseLine(line);
    else app.choose(null, false);
  });
  network.on("doubleClick", (event) => {
    const { node } = app.hit(event.pointer.canvas);
    if (node !== undefined) app.lookAround(node, 1);
  });
})(kgMap);
