// Names in the picture: how large they are, and which of them have room at a scale. A name is
// written whole or not at all; what has no room yet appears when the reader comes nearer.
(function (app) {
  app.FACE = "Noto Sans SC, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, Segoe UI, Arial, sans-serif";
  app.LINE = 1.22;
  const GAP = 3; // between a shape and its name
  const SMALLEST = 6.5; // pixels on the screen: smaller letters cannot be read
  const LEAST = 10.5; // names that are made larger than planned
  const LEAST_LEADER = 13;
  const CELL = 48;

  // The count of a group stands between its shape and its name: neither is hidden by it.
  const gap = (number) => GAP + (app.groupCount(number) ? app.COUNT_HEIGHT : 0);
  app.nameTop = (number, scale) => app.scene.y[number] + app.seenRadius(number, scale) + gap(number);

  const ruler = document.createElement("canvas").getContext("2d");
  const widths = { zh: new Map(), en: new Map() };
  const guess = (line) => { let sum = 0; for (const c of line) sum += c > "\u2e7f" ? 1 : 0.6; return sum; };
  // Width of the broadest line of a name, in its own letter size. Where thousands are looked
  // through for the few that have room, a guess must do: measuring takes too long.
  function broad(number) {
    const known = widths[app.lang];
    if (!known.has(number)) {
      if (app.count > app.MANY) return Math.max(...app.wrapped(number).map(guess));
      ruler.font = `${app.isLeader(number) ? "bold " : ""}20px ${app.FACE}`;
      known.set(number, Math.max(...app.wrapped(number).map((line) => ruler.measureText(line).width)) / 20);
    }
    return known.get(number);
  }

  // Words in lines of at most so many letters' width and of like length.
  app.wrapWords = function (words, letters) {
    const count = broken(words, letters).length;
    return broken(words, Math.min(letters, guess(words) / count + 1));
  };
  function broken(words, letters) {
    const lines = [""];
    for (const piece of words.match(/[\x21-\x7e]+|\s+|./gu) || []) {
      const last = lines[lines.length - 1];
      if (last && guess(last + piece) > letters) lines.push(piece.trim()); else lines[lines.length - 1] = last + piece;
    }
    return lines.map((line) => line.trim()).filter(Boolean);
  }

  // Size of shape and name together, as they are planned.
  app.labelSize = function (number, radius) {
    const font = app.font(number);
    const height = app.wrapped(number).length * font * app.LINE;
    return { width: Math.max(2 * radius, broad(number) * font + 4), height: 2 * radius + gap(number) + height };
  };

  // Box of shape and name on the map, or of a name written at another letter size.
  app.boxOf = function (number, font) {
    const { scene } = app;
    const letters = font || app.font(number);
    const half = Math.max(scene.r[number], broad(number) * letters / 2 + 2);
    const [x, y, r] = [scene.x[number], scene.y[number], scene.r[number]];
    const top = y + r + gap(number);
    const bottom = top + app.wrapped(number).length * letters * app.LINE;
    return { left: x - half, right: x + half, top: y - r, bottom, nameTop: top, nameHalf: broad(number) * letters / 2 + 2 };
  };

  // Boxes in a coarse grid: whether a new one is free of all before it.
  function grid() {
    const cells = new Map();
    return { take(box) {
      const found = [];
      for (let cx = Math.floor(box[0] / CELL); cx <= Math.floor(box[2] / CELL); cx += 1) {
        for (let cy = Math.floor(box[1] / CELL); cy <= Math.floor(box[3] / CELL); cy += 1) {
          const key = cx * 100003 + cy;
          const here = cells.get(key);
          if (here && here.some((o) => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3])) return false;
          found.push([key, here]);
        }
      }
      for (const [key, here] of found) if (here) here.push(box); else cells.set(key, [box]);
      return true;
    } };
  }

  // Middles of the shapes in the same grid: a name must not hide another thing.
  function spots(scene, scale) {
    const cells = new Map();
    for (const number of scene.nodes) {
      const [x, y] = [scene.x[number] * scale, scene.y[number] * scale];
      const key = Math.floor(x / CELL) * 100003 + Math.floor(y / CELL);
      const here = cells.get(key);
      if (here) here.push(number); else cells.set(key, [number]);
    }
    return { meets(box, own, leadersOnly) {
      for (let cx = Math.floor(box[0] / CELL); cx <= Math.floor(box[2] / CELL); cx += 1) {
        for (let cy = Math.floor(box[1] / CELL); cy <= Math.floor(box[3] / CELL); cy += 1) {
          for (const number of cells.get(cx * 100003 + cy) || []) {
            const leads = app.isLeader(number);
            const r = leads ? app.seenRadius(number, scale) * scale * 0.9 : scene.r[number] * scale * 0.7;
            const [x, y] = [scene.x[number] * scale, scene.y[number] * scale];
            if (number !== own && (leads || !leadersOnly) && x + r > box[0] && x - r < box[2] && y + r > box[1] && y - r < box[3]) return true;
          }
        }
      }
      return false;
    } };
  }

  // Which names are written at a scale, and at which letter size on the map. The same at every
  // place to which the picture is pushed, so that its parts fit together.
  app.namesAt = function (scene, scale) {
    const key = `${scale.toFixed(7)} ${app.lang}`;
    if (scene.names && scene.names.key === key) return scene.names;
    const chosen = [];
    const bright = (number) => scene.lit !== null && scene.lit.has(number) ? 1 : 0;
    const centre = scene.mode === "around" ? app.state.view.centre : null;
    const rank = (a, b) => (b === centre) - (a === centre) || bright(b) - bright(a) || app.isLeader(b) - app.isLeader(a) || app.isHead(b) - app.isHead(a) || scene.r[b] - scene.r[a] || a - b;
    const names = grid();
    const shapes = spots(scene, scale);
    for (const number of [...scene.nodes].sort(rank)) {
      const font = app.font(number);
      const planned = font * scale;
      if (scene.roomy && planned >= SMALLEST) {
        chosen.push([number, font]);
        continue;
      }
      const least = app.isLeader(number) ? LEAST_LEADER : LEAST;
      const letters = Math.max(font, least / scale);
      const lead = app.isLeader(number) || number === centre || number === app.state.node;
      const half = broad(number) * letters / 2 + 2;
      const top = app.nameTop(number, scale);
      const box = [(scene.x[number] - half) * scale, top * scale, (scene.x[number] + half) * scale, (top + app.wrapped(number).length * letters * app.LINE) * scale];
      if ((lead || !shapes.meets(box, number, app.isHead(number))) && names.take(box)) chosen.push([number, letters]);
    }
    scene.names = { key, chosen, letters: new Map(chosen) };
    return scene.names;
  };
})(kgMap);
