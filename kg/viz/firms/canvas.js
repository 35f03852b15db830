// The drawing itself: vis-network with fixed positions, what is hidden, and what is dimmed.
(function (app) {
  const data = app.data;
  const FONT = "Noto Sans SC, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, Segoe UI, Arial, sans-serif";
  const INK = "#1c2733";
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function darker(colour) {
    const parts = [1, 3, 5].map((at) => Math.round(parseInt(colour.slice(at, at + 2), 16) * 0.72));
    return `rgb(${parts.join(",")})`;
  }

  function shades(background, border) {
    return { background, border, highlight: { background, border: INK }, hover: { background, border: INK } };
  }

  const options = JSON.parse(JSON.stringify(data.options));
  options.nodes.font.face = FONT;
  options.edges.font.face = FONT;
  if (data.nodes.length > 2000) {
    options.interaction.hideEdgesOnDrag = true;
    options.interaction.hideEdgesOnZoom = true;
    options.nodes.scaling.label.drawThreshold = 9;
  }

  const label = (number) => app.pick(data.facts[number].wrap || data.facts[number].name);

  // Names of leaders look bold by a stroke of their own ink: the library knows bold only as
  // markup in the name, and makes regular expressions of what stands there.
  function font(number, bright) {
    const color = bright ? INK : "rgba(28,39,51,0.16)";
    const size = app.pick(data.facts[number].fonts);
    if (!app.isLeader(number)) return { size, color, strokeWidth: bright ? 4 : 0, strokeColor: "#ffffff" };
    const background = bright ? "rgba(255,255,255,0.85)" : "rgba(255,255,255,0)";
    return { size, color, strokeWidth: 1.1, strokeColor: color, background };
  }

  function look(number) {
    const [, , shape, colour] = app.kindOf(number);
    const node = {
      ...data.nodes[number], label: label(number), font: font(number, true), shape,
      color: shades(colour, darker(colour)),
    };
    // A node with a group takes the group's colours again at each update.
    delete node.group;
    if (app.isIntended(number)) {
      node.color = shades("#ffffff", colour);
      node.borderWidth = 2;
      node.shapeProperties = { borderDashes: [5, 3] };
    } else if (app.status(number) === "ended") {
      node.color = shades("#dfe4e8", "#8a97a3");
    }
    if (app.isLeader(number)) {
      node.borderWidth = 4;
      node.color = shades(app.isIntended(number) ? "#ffffff" : colour, "#d99a00");
    }
    return node;
  }

  const paint = (edge, opacity) => ({ color: data.relations[edge.rel][2], opacity });
  const nodes = new vis.DataSet(data.nodes.map((_, number) => look(number)));
  const edges = new vis.DataSet(data.edges.map((edge, id) => ({ ...edge, id, color: paint(edge, 0.6) })));
  const stage = app.byId("canvas");
  const network = new vis.Network(stage, { nodes, edges }, options);
  app.network = network;
  app.vis = { nodes, edges };

  const hiddenKinds = new Set();
  const hiddenRelations = new Set();
  let lit = null; // numbers of the nodes that are not dimmed, or null for all

  const isHidden = (number) => hiddenKinds.has(Number(data.nodes[number].group.slice(1)));

  function refreshFilter() {
    nodes.update(data.nodes.map((_, id) => ({ id, hidden: isHidden(id) })));
    edges.update(data.edges.map((edge, id) => ({
      id, hidden: hiddenRelations.has(edge.rel) || isHidden(edge.from) || isHidden(edge.to),
    })));
  }

  app.toggle = function (what, number, shown) {
    const set = what === "kind" ? hiddenKinds : hiddenRelations;
    if (shown) set.delete(number); else set.add(number);
    refreshFilter();
  };

  const bright = (number) => lit === null || lit.has(number);

  function refreshLight(centre) {
    nodes.update(data.nodes.map((node, id) => ({
      id,
      opacity: bright(id) ? 1 : 0.13,
      font: font(id, bright(id)),
    })));
    edges.update(data.edges.map((edge, id) => {
      const near = lit !== null && (edge.from === centre || edge.to === centre);
      const opacity = lit === null ? 0.6 : near ? 1 : 0.06;
      const ink = near || lit === null ? "#52606d" : "rgba(82,96,109,0.1)";
      return {
        id, color: paint(edge, opacity), width: (edge.width || 1.8) * (near ? 1.7 : 1),
        font: { color: ink, strokeWidth: near || lit === null ? 3 : 0 },
      };
    }));
  }

  app.light = function (centre) {
    if (centre === null) {
      if (lit === null) return;
      lit = null;
      network.unselectAll();
    } else {
      lit = new Set([centre]);
      for (const record of app.recordsOf[centre]) {
        lit.add(data.records[record][1]);
        lit.add(data.records[record][2]);
      }
      network.selectNodes([centre], false);
    }
    refreshLight(centre);
  };

  const motion = still ? false : { duration: 350, easingFunction: "easeInOutQuad" };

  // What the panel leaves of the stage; on a narrow screen the panel lies over its lower part.
  function freeStage() {
    const box = stage.getBoundingClientRect();
    const panel = app.byId("panel").getBoundingClientRect();
    const beside = panel.width > 0 && panel.left > box.left + 1;
    const below = panel.width > 0 && !beside;
    return {
      width: (beside ? panel.left - box.left : box.width) - 24,
      height: Math.max(120, (below ? Math.min(panel.top, box.bottom) - box.top : box.height) - 24),
    };
  }

  // These nodes, names included, with a small margin; the library's own fit leaves a tenth of
  // the screen empty.
  function show(numbers, most, animation) {
    const boxes = numbers.filter((id) => !isHidden(id)).map((id) => network.getBoundingBox(id));
    if (!boxes.length) return;
    const edge = (pick, side) => boxes.reduce((best, box) => pick(best, box[side]), boxes[0][side]);
    const [left, right] = [edge(Math.min, "left"), edge(Math.max, "right")];
    const [top, bottom] = [edge(Math.min, "top"), edge(Math.max, "bottom")];
    const free = freeStage();
    const scale = Math.min(free.width / (right - left), free.height / (bottom - top), most);
    // The library centres on the whole stage: aim beside the middle by what the panel covers.
    const x = (left + right) / 2 + (stage.clientWidth - 24 - free.width) / 2 / scale;
    const y = (top + bottom) / 2 + (stage.clientHeight - 24 - free.height) / 2 / scale;
    network.moveTo({ position: { x, y }, scale, animation });
  }

  let whole = true; // whether the reader still looks at the whole map
  app.fit = function (animation) {
    whole = true;
    show(data.nodes.map((_, id) => id), 1.4, animation);
  };
  app.goTo = function (number) {
    whole = false;
    show(lit ? [...lit] : [number], 1.1, motion);
  };
  // The library scales by the change of size, which goes astray on paper and on turned phones.
  network.on("resize", () => requestAnimationFrame(() => { if (whole) app.fit(false); }));
  network.on("zoom", () => { whole = false; });
  network.on("dragEnd", () => { whole = false; });
  // After a click the picture stands still, unless the panel now covers what was clicked.
  app.uncover = function (number) {
    const at = network.canvasToDOM(network.getPosition(number));
    const free = freeStage();
    if (at.x > free.width - 20 || at.y > free.height - 20) app.goTo(number);
  };
  app.zoom = function (factor) {
    whole = false;
    network.moveTo({ scale: network.getScale() * factor, animation: motion });
  };
  app.motion = motion;

  app.relabel = function () {
    nodes.update(data.nodes.map((_, id) => ({ id, label: label(id), font: font(id, bright(id)) })));
  };

  // Stars and counts are painted over the finished picture; names are the library's labels.
  const leaders = [];
  const groups = [];
  data.facts.forEach((fact, number) => {
    if (fact.roles) leaders.push(number);
    if (fact.count) groups.push(number);
  });
  app.leaders = [...leaders].sort((a, b) => data.nodes[b].size - data.nodes[a].size || a - b);

  function paintCaption(ctx) {
    if (data.looseTop === null) return;
    ctx.font = `14px ${FONT}`;
    ctx.fillStyle = "#52606d";
    ctx.textAlign = "left";
    ctx.textBaseline = "bottom";
    ctx.fillText(app.word("loose"), 0, data.looseTop + 40);
    ctx.fillStyle = "#d5dce3";
    ctx.fillRect(0, data.looseTop + 44, 4000, 1);
  }

  network.on("beforeDrawing", paintCaption);
  network.on("afterDrawing", (ctx) => {
    const positions = network.getPositions([...leaders, ...groups]);
    const over = (number, draw) => {
      if (isHidden(number)) return;
      ctx.globalAlpha = bright(number) ? 1 : 0.13;
      draw(positions[number].x, positions[number].y);
      ctx.globalAlpha = 1;
    };
    for (const number of leaders) {
      over(number, (x, y) => app.drawStar(ctx, x, y, data.nodes[number].size * 0.72));
    }
    for (const number of groups) {
      over(number, (x, y) => app.drawCount(ctx, x, y, data.facts[number].count));
    }
  });

  // A tooltip of our own: the library's would take strings as HTML in some versions.
  const tip = app.byId("tip");
  function showTip(event, words) {
    tip.textContent = words;
    tip.hidden = false;
    const box = stage.getBoundingClientRect();
    const at = event.pointer.DOM;
    tip.style.left = `${Math.max(0, Math.min(at.x + 14, box.width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.max(0, Math.min(at.y + 14, box.height - tip.offsetHeight - 4))}px`;
  }
  const hideTip = () => { tip.hidden = true; };

  function describeEdge(id) {
    const edge = data.edges[id];
    const relation = app.pick(data.relations[edge.rel][1]);
    const lines = edge.rec.map((record) => {
      const [, , , , basis, source] = data.records[record];
      return [app.basisWord(basis), source].filter(Boolean).join(" · ");
    });
    const arrow = data.relations[edge.rel][3] ? "↔" : "→";
    return [`${app.name(edge.from)} ${arrow} ${app.name(edge.to)}`, relation, ...lines].join("\n");
  }

  network.on("hoverNode", (event) => {
    const [, kind] = app.kindOf(event.node);
    const roles = (data.facts[event.node].roles || []).map(app.pick);
    showTip(event, [app.name(event.node), app.pick(kind), ...roles].join("\n"));
  });
  network.on("hoverEdge", (event) => showTip(event, describeEdge(event.edge)));
  network.on("blurNode", hideTip);
  network.on("blurEdge", hideTip);
  network.on("dragStart", hideTip);
  network.on("zoom", hideTip);
  network.on("click", (event) => {
    if (event.nodes.length) app.choose(event.nodes[0], false);
    else if (event.edges.length) app.chooseEdge(event.edges[0]);
    else app.choose(null, false);
  });
})(kgMap);
