// What is drawn and where: the whole map with its blocks open or folded, a view around one thing,
// or a path. Everything is worked out anew from the state; nothing is kept but the places to which
// the reader has dragged things.
(function (app) {
  const { data } = app;
  const STRONGEST = 60; // lines between folded boxes
  const SEGMENT = (block) => data.blocks[block][5] !== "chain";
  const leaves = data.blocks.map((_, block) => block).filter(SEGMENT);
  // Large maps begin with their segments as boxes that say how many firms they hold.
  app.startsFolded = app.count > app.MANY && leaves.length > 0;
  app.isOpen = (block) => app.state.turned.has(block) === app.startsFolded;

  // The innermost block in which each thing stands; heads belong to their own block.
  const blockOf = new Int32Array(app.count).fill(-1);
  const heads = new Map();
  for (const block of leaves) {
    const [left, top, right, bottom, head] = data.blocks[block];
    if (head !== null) heads.set(head, block);
    for (let i = 0; i < app.count; i += 1) {
      const [x, y] = [data.nodes.x[i], data.nodes.y[i]];
      if (x >= left && x <= right && y >= top && y <= bottom) blockOf[i] = block;
    }
  }
  for (const [head, block] of heads) blockOf[head] = block;
  const lanes = new Set(data.blocks.filter((block) => block[5] === "chain" && block[4] !== null).map((block) => block[4]));
  app.isHead = (number) => heads.has(number) || lanes.has(number);
  app.blockOf = (number) => blockOf[number];
  app.blockName = (block) => data.blocks[block][4] === null ? app.word("firms.rest") : app.name(data.blocks[block][4]);

  const moved = new Map(); // places to which things were dragged on the whole map
  app.moveThing = function (number, x, y) {
    if (!app.state.view) moved.set(number, [x, y]);
    app.scene.x[number] = x;
    app.scene.y[number] = y;
  };

  // Firms in sight (folded ones included): named, only planned, and groups without names.
  app.firmsIn = function (scene) {
    const found = { named: 0, planned: 0, groups: 0, noSegment: 0 };
    for (let i = 0; i < app.count; i += 1) {
      if (data.nodes.kind[i] !== firmKind || !(scene.mode === "whole" ? scene.passes[i] : scene.drawn[i])) continue;
      if (app.isGroup(i)) found.groups += 1;
      else if (app.isIntended(i)) found.planned += 1;
      else {
        found.named += 1;
        if (!app.belongs("segments", i).length) found.noSegment += 1;
      }
    }
    return found;
  };

  const firmKind = data.kinds.findIndex((kind) => kind[0] === "Enterprise");
  function tally(members) {
    const found = { firms: 0, groups: 0, others: 0 };
    for (const number of members) {
      if (app.isGroup(number)) found.groups += 1;
      else if (data.nodes.kind[number] === firmKind && app.status(number) === "existing") found.firms += 1;
      else found.others += 1;
    }
    return found;
  }
  app.blockWords = function (block) {
    const { firms, groups, others } = block.tally;
    const words = firms || !(groups || others) ? [app.say("firms.n_firms", { n: firms })] : [];
    if (groups) words.push(app.say("firms.n_groups", { n: groups }));
    if (others) words.push(app.say("firms.n_others", { n: others }));
    return words;
  };

  const first = { x: Float64Array.from(data.nodes.x || []), y: Float64Array.from(data.nodes.y || []) };
  let last = { key: null }; // what passed last: looking around changes no filter

  function sieved() {
    const { kinds, relations, hidden, chains, places, segments, from, to } = app.state;
    const key = JSON.stringify([[...kinds], [...relations], [...hidden], chains, places, segments, from, to]);
    if (last.key === key) return last;
    const lineRecords = new Uint16Array(app.lineCount);
    const found = app.filtered(app.state);
    for (let i = 0; i < app.recordCount; i += 1) if (found.told[i]) lineRecords[data.records.line[i]] += 1;
    last = { key, lineRecords, ...found };
    return last;
  }

  let sizes = { measure: -1 };
  function radii() {
    const measure = app.state.size;
    if (sizes.measure === measure) return sizes.r;
    const r = new Float32Array(app.count);
    for (let i = 0; i < app.count; i += 1) r[i] = app.radius(i, measure);
    sizes = { measure, r };
    return r;
  }

  function emptyScene() {
    const { passes, told, counts, lineRecords } = sieved();
    return {
      passes, told, counts, lineRecords, mode: "whole", x: first.x.slice(), y: first.y.slice(), r: radii(),
      drawn: new Uint8Array(app.count), nodes: null, lines: [], bundles: [], blocks: [], rings: [], folded: 0,
      roomy: app.count <= app.MANY || app.startsFolded,
    };
  }

  function showBlocks(scene) {
    const members = new Map(leaves.map((block) => [block, []]));
    for (let i = 0; i < app.count; i += 1) {
      if (scene.passes[i] && blockOf[i] >= 0 && !heads.has(i) && !(app.startsFolded && lanes.has(i))) members.get(blockOf[i]).push(i);
    }
    scene.inside = members;
    data.blocks.forEach(([left, top, right, bottom, head, kind], number) => {
      const leaf = SEGMENT(number);
      const inside = leaf ? members.get(number) : [];
      // A block that the filters leave empty is not drawn, nor is one whose head is filtered out.
      if (leaf && !inside.length && (head === null || !scene.passes[head])) return;
      const open = !leaf || app.isOpen(number);
      scene.blocks.push({ number, left, top, right, bottom, head, kind, open, tally: tally(inside) });
      if (!open) scene.folded += inside.length;
    });
    // A lane goes with the last of its segments.
    const within = (lane, one) => one.kind !== "chain" && one.left >= lane.left && one.right <= lane.right && one.top >= lane.top && one.bottom <= lane.bottom;
    scene.blocks = scene.blocks.filter((lane) => lane.kind !== "chain" || (lane.head !== null && scene.passes[lane.head]) || scene.blocks.some((one) => within(lane, one)));
  }

  function whole(scene) {
    showBlocks(scene);
    const at = new Map(scene.blocks.map((block) => [block.number, block]));
    for (let i = 0; i < app.count; i += 1) {
      if (!scene.passes[i]) continue;
      const block = at.get(blockOf[i]);
      scene.drawn[i] = !block || block.open ? 1 : 0;
      // On a map of boxes a lane's own title stands for its chain.
      if (app.startsFolded && lanes.has(i)) scene.drawn[i] = 0;
    }
    if (app.startsFolded) app.layBlocks(scene);
    else for (const [number, [x, y]] of moved) [scene.x[number], scene.y[number]] = [x, y];
    scene.caption = app.startsFolded ? null : data.looseTop;
    bundle(scene, at);
  }

  // Lines to and from what is folded run to its box, one for all between the same two ends.
  function bundle(scene, at) {
    const found = new Map();
    const end = (number) => scene.drawn[number] ? number : -1 - blockOf[number];
    for (let line = 0; line < app.lineCount; line += 1) {
      if (!scene.lineRecords[line]) continue;
      const [from, to] = [app.lineFrom[line], app.lineTo[line]];
      if (scene.drawn[from] && scene.drawn[to]) continue;
      const [a, b] = [end(from), end(to)];
      if (a === b) continue;
      const key = `${a}|${b}`;
      const known = found.get(key);
      if (known) known.count += scene.lineRecords[line];
      else found.set(key, { a, b, count: scene.lineRecords[line] });
    }
    const middle = (end) => end >= 0 ? [scene.x[end], scene.y[end]]
      : [(at.get(-1 - end).left + at.get(-1 - end).right) / 2, (at.get(-1 - end).top + at.get(-1 - end).bottom) / 2];
    for (const { a, b, count } of found.values()) {
      if (a < 0 && !at.has(-1 - a) || b < 0 && !at.has(-1 - b)) continue;
      scene.bundles.push({ a, b, from: middle(a), to: middle(b), count });
    }
    // All of them would be a blot: the strongest are drawn, and those of the box that is looked at.
    scene.bundles.sort((p, q) => q.count - p.count || p.a - q.a || p.b - q.b);
    scene.bundles.forEach((bundle, place) => { bundle.strong = place < STRONGEST; });
  }

  function place(scene, places) {
    for (const [number, [x, y]] of places) {
      scene.drawn[number] = 1;
      scene.x[number] = x;
      scene.y[number] = y;
    }
    scene.roomy = places.size <= app.MANY;
  }
  const boxSize = (number) => app.labelSize(number, app.radius(number, app.state.size));

  app.makeScene = function () {
    const { state } = app;
    const scene = emptyScene();
    if (state.view && state.view.path) {
      scene.mode = "path";
      scene.way = app.shortest(...state.view.path, scene.told);
      place(scene, app.row(scene.way || state.view.path, boxSize));
    } else if (state.view) {
      scene.mode = "around";
      const { places, rings, near } = app.rings(state.view, scene.told, boxSize);
      Object.assign(scene, { rings, near });
      place(scene, places);
    } else {
      scene.rings = data.rings;
      whole(scene);
    }
    const active = data.relations.findIndex((relation) => relation[0] === "activeIn");
    for (let line = 0; line < app.lineCount; line += 1) {
      const from = app.lineFrom[line];
      const to = app.lineTo[line];
      if (!scene.lineRecords[line] || !scene.drawn[from] || !scene.drawn[to]) continue;
      // That a thing stands in the frame of its segment says the same as a line to it.
      const said = scene.mode === "whole" && app.lineRelation[line] === active && heads.has(to) && blockOf[from] === heads.get(to);
      if (!said || from === state.node || to === state.node || line === state.line) scene.lines.push(line);
    }
    // Small ones first, so that leaders lie on top.
    const drawn = [];
    for (let i = 0; i < app.count; i += 1) if (scene.drawn[i]) drawn.push(i);
    scene.nodes = drawn.sort((a, b) => scene.r[a] - scene.r[b] || b - a);
    scene.lit = lit(scene);
    return scene;
  };

  // What stays bright while the rest is dimmed, or null: the chosen thing and its neighbours.
  function lit(scene) {
    const { node, line } = app.state;
    if (line !== null) return new Set([app.lineFrom[line], app.lineTo[line]]);
    if (node === null || scene.mode === "path" || !scene.drawn[node]) return null;
    return app.neighbours(node, scene.told).add(node);
  }
})(kgMap);
