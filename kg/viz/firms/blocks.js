// Where folded and opened segments stand on a large map: lanes of chains under each other, in each
// its segments from upstream to downstream. Folded ones are small boxes of one size; one that is
// opened takes the room that its things need, and the others make way.
(function (app) {
  const { data } = app;
  const [WIDTH, HEIGHT, GAP, TITLE, BETWEEN] = [128, 62, 10, 118, 40];
  app.LANE_TITLE = TITLE;

  const inside = (outer, x, y) => x >= outer[0] && x <= outer[2] && y >= outer[1] && y <= outer[3];
  const middle = (block) => [(block[0] + block[2]) / 2, (block[1] + block[3]) / 2];
  const lanes = data.blocks.map((block, number) => [block, number]).filter(([block]) => block[5] === "chain");

  function laneOf(block) {
    const found = lanes.find(([lane]) => inside(lane, ...middle(block)));
    return found ? found[1] : -1;
  }
  function columnOf(block) {
    const [x] = middle(block);
    const found = data.columns.findIndex(([left, right]) => x >= left && x <= right);
    return found < 0 ? data.columns.length : found;
  }
  const home = data.blocks.map((block) => [laneOf(block), columnOf(block)]);

  // Boxes one after another in rows of a width.
  function shelve(boxes, room) {
    let [x, y, high, wide] = [0, 0, 0, 0];
    for (const box of boxes) {
      if (x && x + box.width > room) [x, y, high] = [0, y + high + GAP, 0];
      Object.assign(box, { x, y });
      x += box.width + GAP;
      high = Math.max(high, box.height);
      wide = Math.max(wide, x - GAP);
    }
    return { wide, high: y + high };
  }

  function stack(shown, room) {
    let top = 0;
    let right = 0;
    const frames = [];
    for (const lane of [...lanes.map(([, number]) => number), -1]) {
      const own = shown.filter((box) => home[box.number][0] === lane);
      if (!own.length) continue;
      const start = top + GAP;
      let left = lane < 0 ? GAP : TITLE;
      let bottom = start;
      for (let column = 0; column <= data.columns.length; column += 1) {
        const boxes = own.filter((box) => home[box.number][1] === column);
        if (!boxes.length) continue;
        const { wide, high } = shelve(boxes, room);
        for (const box of boxes) Object.assign(box, { x: box.x + left, y: box.y + start });
        left += Math.max(wide, WIDTH) + BETWEEN;
        bottom = Math.max(bottom, start + high);
      }
      frames.push({ lane, left: 0, top, right: left - BETWEEN + GAP, bottom: bottom + GAP });
      right = Math.max(right, left);
      top = bottom + GAP + 12;
    }
    return { frames, right, bottom: top };
  }

  // The things of an opened segment in rows, with room for their names: where each stands from the
  // upper left corner, and how large the frame is.
  function rows(scene, members, head) {
    const PAD = 14;
    const sizes = members.map((number) => [number, app.labelSize(number, scene.r[number])]);
    const area = sizes.reduce((sum, [, size]) => sum + (size.width + GAP) * (size.height + GAP), 0);
    const title = head === null ? { width: 0, height: 0 } : app.labelSize(head, scene.r[head]);
    const room = Math.max(Math.sqrt(area * 2), title.width, WIDTH - 2 * PAD);
    const places = new Map();
    if (head !== null) places.set(head, [PAD + room / 2, PAD + scene.r[head]]);
    let [x, y, high] = [0, PAD + title.height + GAP, 0];
    for (const [number, size] of sizes) {
      if (x && x + size.width > room) [x, y, high] = [0, y + high + GAP, 0];
      places.set(number, [PAD + x + size.width / 2, y + scene.r[number]]);
      x += size.width + GAP;
      high = Math.max(high, size.height);
    }
    return { places, width: room + 2 * PAD, height: y + high + PAD };
  }

  function boxed(scene, block) {
    if (!block.open) return { width: WIDTH, height: HEIGHT };
    const members = scene.inside.get(block.number).filter((number) => scene.drawn[number]);
    members.sort((a, b) => scene.r[b] - scene.r[a] || a - b);
    return rows(scene, members, block.head !== null && scene.drawn[block.head] ? block.head : null);
  }

  // Moves the blocks and the things in them; the scene's blocks and places are changed.
  app.layBlocks = function (scene) {
    const shown = scene.blocks.filter((block) => block.kind !== "chain")
      .map((block) => ({ block, number: block.number, ...boxed(scene, block) }));
    let best = null;
    const widest = Math.max(...shown.map((box) => box.width), WIDTH);
    for (const width of new Set([WIDTH, widest])) {
      for (let across = 1; across <= 8; across += 1) {
        const room = across * (width + GAP);
        const tried = stack(shown, room);
        const small = Math.max(tried.right / 1100, tried.bottom / 660);
        if (!best || small < best.small - 1e-9) best = { small, room };
      }
    }
    const { frames, right, bottom } = stack(shown, best.room);
    for (const { block, x, y, width, height, places } of shown) {
      Object.assign(block, { left: x, top: y, right: x + width, bottom: y + height });
      for (const [number, [dx, dy]] of places || []) {
        scene.x[number] = x + dx;
        scene.y[number] = y + dy;
      }
    }
    const laneFrame = new Map(frames.map((frame) => [frame.lane, frame]));
    scene.blocks = scene.blocks.filter((block) => block.kind !== "chain" || laneFrame.has(block.number));
    for (const block of scene.blocks) {
      const frame = laneFrame.get(block.number);
      if (block.kind === "chain") Object.assign(block, { left: 0, top: frame.top, right, bottom: frame.bottom });
    }
    // What stands in no frame at all follows below.
    let loose = 0;
    for (let i = 0; i < app.count; i += 1) {
      if (!scene.drawn[i] || app.blockOf(i) >= 0) continue;
      scene.x[i] = 70 + (loose % 12) * 140;
      scene.y[i] = bottom + 60 + Math.floor(loose / 12) * 100;
      loose += 1;
    }
  };
})(kgMap);
