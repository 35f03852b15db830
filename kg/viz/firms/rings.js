// Views of a few things, laid out afresh: rings around one thing, and a row along a path.
(function (app) {
  const GAP = 16;

  // Neighbours over the records shown, as numbers, each once.
  app.neighbours = function (number, told) {
    const found = new Set();
    for (const record of app.recordsOf(number)) if (told[record]) found.add(app.otherEnd(record, number));
    found.delete(number);
    return found;
  };

  // Things by how far they are from the centre: hops steps, and the neighbours of those opened.
  const ENOUGH = 60; // things of one ring before the reader asks for all
  function levels(view, told) {
    const distance = new Map([[view.centre, 0]]);
    const order = [view.centre];
    const parent = new Map();
    for (const number of order) {
      const far = distance.get(number);
      if (far >= view.hops && !view.more.has(number)) continue;
      for (const next of app.neighbours(number, told)) {
        if (distance.has(next)) continue;
        distance.set(next, far + 1);
        parent.set(next, number);
        order.push(next);
      }
    }
    const byLevel = [];
    for (const number of order) (byLevel[distance.get(number)] ||= []).push(number);
    // The most important ones first; of the others it is said how many they are.
    const weight = (number) => (app.isLeader(number) ? 1000 : 0) + app.radius(number, app.state.size);
    const kept = new Set([view.centre]);
    const few = byLevel.map((level, depth) => {
      const hanging = depth < 2 ? level : level.filter((number) => kept.has(parent.get(number)));
      const chosen = view.all || hanging.length <= ENOUGH ? hanging
        : [...hanging].sort((a, b) => weight(b) - weight(a) || a - b).slice(0, ENOUGH).sort((a, b) => a - b);
      for (const number of chosen) kept.add(number);
      return chosen;
    });
    return { byLevel: few, parent, near: order.length - 1 };
  }

  // The angle that a box needs on an ellipse: two neighbours are clear of each other as soon as
  // they are either a width or a height apart.
  function need(one, next, a, b, angle) {
    const across = (Math.max(one.width, next.width) + GAP) / Math.max(a * Math.abs(Math.sin(angle)), 1e-6);
    const up = (Math.max(one.height, next.height) + GAP) / Math.max(b * Math.abs(Math.cos(angle)), 1e-6);
    return Math.min(across, up);
  }

  // Where the boxes come to stand if each takes its need times a factor; ends at the full turn.
  function walk(ring, items, sizes, factor) {
    const angles = [];
    let angle = -Math.PI;
    for (let i = 0; i < items.length; i += 1) {
      const next = items[(i + 1) % items.length];
      const step = factor * need(sizes.get(items[i]), sizes.get(next), ring.a, ring.b, angle);
      if (angle + step > Math.PI + 1e-9) break;
      angles.push(angle);
      angle += step;
    }
    return angles;
  }

  // As many boxes as have room on a ring, evenly spread over it.
  function fill(ring, items, sizes, places) {
    const room = Math.max(1, walk(ring, items, sizes, 1).length);
    const chosen = items.slice(0, room);
    let [low, high] = [1, 60];
    for (let i = 0; i < 24; i += 1) {
      const middle = (low + high) / 2;
      if (walk(ring, chosen, sizes, middle).length < room) high = middle; else low = middle;
    }
    const angles = walk(ring, chosen, sizes, low);
    chosen.forEach((number, i) => {
      places.set(number, [ring.a * Math.cos(angles[i] || 0), ring.b * Math.sin(angles[i] || 0)]);
    });
    return room;
  }

  app.rings = function (view, told, sizeOf) {
    const { byLevel, parent, near } = levels(view, told);
    const places = new Map([[view.centre, [0, 0]]]);
    const sizes = new Map();
    for (const level of byLevel) for (const number of level) sizes.set(number, sizeOf(number));
    const widest = Math.max(...[...sizes.values()].map((size) => size.width)) + GAP;
    const highest = Math.max(...[...sizes.values()].map((size) => size.height)) + GAP;
    const drawn = [];
    let a = 0;
    let b = 0;
    byLevel.slice(1).forEach((level, depth) => {
      const angle = (number) => Math.atan2(places.get(number)[1], places.get(number)[0]);
      // By relation around the centre, further out beside what they hang on.
      const key = depth ? (number) => angle(parent.get(number)) : (number) => firstRelation(number, view.centre, told);
      const keys = new Map(level.map((number) => [number, key(number)]));
      const radius = (number) => app.radius(number, app.state.size);
      let rest = [...level].sort((p, q) => keys.get(p) - keys.get(q) || radius(q) - radius(p) || p - q);
      while (rest.length) {
        a += widest * (drawn.length ? 1.05 : 1.25);
        b += highest * (drawn.length ? 1.4 : 1.7);
        rest = rest.slice(fill({ a, b }, rest, sizes, places));
        drawn.push([a, b]);
      }
    });
    return { places, rings: drawn, near };
  };

  function firstRelation(number, centre, told) {
    let best = Infinity;
    for (const record of app.recordsOf(number)) {
      if (told[record] && app.otherEnd(record, number) === centre) best = Math.min(best, app.data.records.relation[record]);
    }
    return best;
  }

  // The shortest way between two things over the records shown, or null. Breadth first, the lower
  // number first among equals, so that the same choice always gives the same way.
  app.shortest = function (start, end, told) {
    const before = new Map([[start, start]]);
    let rim = [start];
    while (rim.length && !before.has(end)) {
      const next = [];
      for (const number of rim) {
        for (const other of [...app.neighbours(number, told)].sort((p, q) => p - q)) {
          if (before.has(other)) continue;
          before.set(other, number);
          next.push(other);
        }
      }
      rim = next;
    }
    if (!before.has(end)) return null;
    const way = [end];
    while (way[0] !== start) way.unshift(before.get(way[0]));
    return way;
  };

  // Things in a row, in rows of five where the way is long, back and forth like a furrow.
  app.row = function (way, sizeOf) {
    const sizes = way.map(sizeOf);
    const width = Math.max(...sizes.map((size) => size.width)) + 130;
    const height = Math.max(...sizes.map((size) => size.height)) + 60;
    return new Map(way.map((number, i) => {
      const line = Math.floor(i / 5);
      return [number, [(line % 2 ? 4 - (i % 5) : i % 5) * width, line * height]];
    }));
  };
})(kgMap);
