// The stage: vis-network holds the places of things, moves the view and drags; our painter draws.
// What was painted is kept as a picture: while the map is pushed, it is shown moved and only the
// strips that come into sight are painted, so that the picture is whole at every moment.
(function (app) {
  const { data } = app;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const stage = app.byId("canvas");
  const NARROW = 600; // pixels
  const SLOW = 30; // milliseconds: what takes longer to paint is stretched while zooming
  app.motion = still ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  app.cursor = null;

  const nodes = new vis.DataSet([]);
  const network = new vis.Network(stage, { nodes, edges: new vis.DataSet([]) }, data.options);
  app.network = network;
  app.vis = { nodes };

  // ---- the kept picture
  const sheet = () => document.createElement("canvas").getContext("2d", { alpha: false });
  let [front, back] = [sheet(), sheet()];
  let kept = null; // the transform under which the front sheet was painted, or null
  let cost = 0;
  let later = 0;

  function paintPart(ctx, view, left, top, right, bottom) {
    if (right <= left || bottom <= top) return;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, right - left, bottom - top);
    ctx.clip();
    ctx.fillStyle = "#ffffff";
    ctx.fillRect(left, top, right - left, bottom - top);
    ctx.setTransform(view.a, 0, 0, view.a, view.e, view.f);
    const area = {
      left: (left - view.e) / view.a, right: (right - view.e) / view.a,
      top: (top - view.f) / view.a, bottom: (bottom - view.f) / view.a,
    };
    app.paint(app.canvasPen(ctx, view.scale), app.scene, area, view.scale);
    ctx.restore();
  }

  function paintAll(view, width, height) {
    for (const ctx of [front, back]) {
      if (ctx.canvas.width !== width || ctx.canvas.height !== height) Object.assign(ctx.canvas, { width, height });
    }
    const start = performance.now();
    paintPart(front, view, 0, 0, width, height);
    cost = performance.now() - start;
    kept = view;
    app.byId("unwritten").hidden = app.scene.names.chosen.length === app.scene.nodes.length;
  }

  function push(view, dx, dy, width, height) {
    back.setTransform(1, 0, 0, 1, 0, 0);
    back.drawImage(front.canvas, dx, dy);
    paintPart(back, view, 0, 0, width, Math.min(dy, height));
    paintPart(back, view, 0, Math.max(height + dy, 0), width, height);
    const [top, bottom] = [Math.max(dy, 0), Math.min(height + dy, height)];
    paintPart(back, view, 0, top, Math.min(dx, width), bottom);
    paintPart(back, view, Math.max(width + dx, 0), top, width, bottom);
    [front, back] = [back, front];
    kept = view;
  }

  function stretch(ctx, view) {
    const by = view.a / kept.a;
    ctx.fillStyle = "#ffffff";
    ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    ctx.setTransform(by, 0, 0, by, view.e - kept.e * by, view.f - kept.f * by);
    ctx.drawImage(front.canvas, 0, 0);
    clearTimeout(later);
    later = setTimeout(() => { kept = null; network.redraw(); }, 90);
  }

  network.on("beforeDrawing", (ctx) => {
    if (!app.scene) return;
    const { a, e, f } = ctx.getTransform();
    const view = { a, e, f, scale: network.getScale() };
    const { width, height } = ctx.canvas;
    if (!width || !height) return;
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    const same = kept && front.canvas.width === width && front.canvas.height === height;
    const scaled = same && Math.abs(kept.a - a) > 1e-9;
    const [dx, dy] = same ? [Math.round(e - kept.e), Math.round(f - kept.f)] : [0, 0];
    const whole = same && Math.abs(e - kept.e - dx) < 0.02 && Math.abs(f - kept.f - dy) < 0.02;
    if (scaled && cost > SLOW) {
      stretch(ctx, view);
      ctx.restore();
      return;
    }
    if (!whole || scaled) paintAll(view, width, height);
    // Added up, the roundings of many small pushes would be seen: each starts from the true place.
    else if (dx || dy) push({ ...view, e: kept.e + dx, f: kept.f + dy }, dx, dy, width, height);
    ctx.drawImage(front.canvas, 0, 0);
    ctx.restore();
  });
  app.repaint = function () {
    kept = null;
    network.redraw();
  };

  // ---- the things that vis-network holds: those that are drawn, if they are few enough to drag
  const NOTHING = { drawNode: () => {}, nodeDimensions: { width: 20, height: 20 } };
  const empty = ({ id }) => {
    const size = app.scene && app.scene.r[id] ? 2 * app.scene.r[id] : 20;
    return { ...NOTHING, nodeDimensions: { width: size, height: size } };
  };
  const held = new Map();
  function hold(scene) {
    const wanted = scene.nodes.length <= app.MANY && !app.startsFolded || scene.mode !== "whole" ? scene.nodes : [];
    const keep = new Set(wanted);
    const gone = [...held.keys()].filter((number) => !keep.has(number));
    for (const number of gone) held.delete(number);
    if (gone.length) nodes.remove(gone);
    const fresh = [];
    for (const id of wanted) {
      const [x, y] = [scene.x[id], scene.y[id]];
      const known = held.get(id);
      if (known && known[0] === x && known[1] === y) continue;
      held.set(id, [x, y]);
      fresh.push({ id, x, y, shape: "custom", ctxRenderer: empty });
    }
    if (fresh.length) nodes.update(fresh);
  }

  // ---- what is looked at
  function freeStage() {
    const box = stage.getBoundingClientRect();
    const panel = app.byId("panel").getBoundingClientRect();
    const beside = panel.width > 0 && panel.left > box.left + 1;
    const below = panel.width > 0 && !beside;
    const bar = app.byId("bar").offsetHeight;
    return {
      bar,
      width: (beside ? panel.left - box.left : box.width) - 24,
      height: Math.max(120, (below ? Math.min(panel.top, box.bottom) - box.top : box.height) - 24 - bar),
    };
  }

  function around(boxes) {
    const found = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const box of boxes) {
      found.left = Math.min(found.left, box.left);
      found.top = Math.min(found.top, box.top);
      found.right = Math.max(found.right, box.right);
      found.bottom = Math.max(found.bottom, box.bottom);
    }
    return found;
  }
  app.extent = (scene) => around(scene.nodes.map((number) => app.boxOf(number)));
  // All that is drawn, or null for nothing. Names that are written larger than planned at the scale
  // that it gets may stick out of what was planned.
  app.bounds = function (scene, scaleOf) {
    const boxes = (letters) => [...scene.nodes.map((number) => app.boxOf(number, letters && letters.get(number))), ...scene.blocks];
    const planned = around(boxes());
    if (!(planned.right > planned.left)) return null;
    return around([planned, ...boxes(app.namesAt(scene, scaleOf(planned)).letters)]);
  };

  const scaleFor = (box, most) => {
    const free = freeStage();
    return Math.min(free.width / (box.right - box.left), free.height / (box.bottom - box.top), most);
  };
  function show(box, most, animation) {
    const free = freeStage();
    const scale = scaleFor(box, most);
    // A stage without room (a page being resized or printed) is filled when it has some.
    if (!(scale > 0 && Number.isFinite(scale))) return;
    // The library centres on the whole stage: aim beside the middle by what panel and bar cover.
    const x = (box.left + box.right) / 2 + (stage.clientWidth - 24 - free.width) / 2 / scale;
    const y = (box.top + box.bottom) / 2 + (stage.clientHeight - 24 - free.height - 2 * free.bar) / 2 / scale;
    network.moveTo({ position: { x, y }, scale, animation });
  }

  let all = true; // whether the reader still looks at the whole of what is drawn
  // first: on a narrow screen a broad picture begins with its middle, half of the stage high, for
  // the whole of it could not be read.
  app.fit = function (animation, first) {
    all = true;
    const box = app.bounds(app.scene, (planned) => scaleFor(planned, 1.4));
    if (!box) return;
    const free = freeStage();
    const high = Math.min(0.6 * free.height / (box.bottom - box.top), 0.9);
    if (!first || stage.clientWidth > NARROW || high <= scaleFor(box, 1.4)) {
      show(box, 1.4, animation);
      return;
    }
    all = false;
    const half = free.width / high / 2;
    const [middle] = app.scene.nodes.includes(data.focus) ? [data.focus] : app.leaders;
    const at = middle === undefined ? box.left : app.scene.x[middle];
    const x = Math.min(Math.max(at, box.left + half), box.right - half);
    show({ ...box, left: x - half, right: x + half }, high, animation);
  };
  app.goTo = function (number) {
    all = false;
    const { lit } = app.scene;
    show(around([...(lit || [number])].filter((one) => app.scene.drawn[one]).map((one) => app.boxOf(one))), 1.1, app.motion);
  };
  // The library scales by the change of size, which goes astray on paper and on turned phones.
  network.on("resize", () => requestAnimationFrame(() => { if (all && app.scene) app.fit(false); }));
  network.on("zoom", () => { all = false; });
  network.on("dragEnd", () => { all = false; });
  // After a click the picture stands still, unless the panel now covers what was clicked.
  app.uncover = function (number) {
    const at = network.canvasToDOM({ x: app.scene.x[number], y: app.scene.y[number] });
    const free = freeStage();
    if (at.x > free.width - 20 || at.y > free.height - 20) app.goTo(number);
  };
  app.zoom = function (factor) {
    all = false;
    const scale = network.getScale() * factor;
    if (scale > 0 && Number.isFinite(scale)) network.moveTo({ scale, animation: app.motion });
  };
  app.pan = function (dx, dy) {
    all = false;
    const { x, y } = network.getViewPosition();
    network.moveTo({ position: { x: x + dx / network.getScale(), y: y + dy / network.getScale() }, animation: false });
  };

  // ---- from the state to the picture
  const viewKey = () => JSON.stringify([app.state.view && (app.state.view.path || [app.state.view.centre, app.state.view.hops, app.state.view.all, [...app.state.view.more]]), [...app.state.turned]]);
  let shown = null;
  app.refresh = function () {
    app.scene = app.makeScene();
    hold(app.scene);
    for (const draw of app.onRefresh) draw();
    const key = viewKey();
    if (shown !== key) app.fit(shown === null ? false : app.motion, shown === null);
    shown = key;
    app.repaint();
  };
  app.onRefresh = [];
})(kgMap);
