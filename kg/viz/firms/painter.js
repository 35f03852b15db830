// Paints a scene with a pen: on the canvas of the screen, into a picture file, or as SVG. All that
// the reader sees in the picture is painted here, in the same order for each of them.
(function (app) {
  const { data } = app;
  const INK = "#1c2733";
  const SOFT = "#52606d";
  const DASHES = new Map([["derived", [7, 5]], ["outside", [2, 4]]]);
  const CLUSTERS = ["#1f77b4", "#e07b00", "#2e8b57", "#b3261e", "#7b4fb5", "#8d5a2b", "#d14f9b", "#6b7a1f", "#00838f", "#c49a00"];
  app.clusterColour = (cluster) => cluster < 0 ? "#b8c1c9" : CLUSTERS[cluster % CLUSTERS.length];

  app.darker = function (colour) {
    const parts = [1, 3, 5].map((at) => Math.round(parseInt(colour.slice(at, at + 2), 16) * 0.72));
    return `rgb(${parts.join(",")})`;
  };

  // Fill, border, width of the border and dashes of a thing.
  app.nodeLook = function (number) {
    const colour = app.state.clusters ? app.clusterColour(app.cluster(number)) : app.kindOf(number)[3];
    let [fill, border, width, dashes] = [colour, app.darker(colour), 1.5, null];
    if (app.isIntended(number)) [fill, border, width, dashes] = ["#ffffff", colour, 2, [5, 3]];
    else if (app.status(number) === "ended") [fill, border] = ["#dfe4e8", "#8a97a3"];
    if (app.isLeader(number)) [border, width] = ["#d99a00", 4];
    return { fill, border, width, dashes };
  };

  // Control point of a bent line; parallel lines bend to either side.
  app.bend = function (line, x1, y1, x2, y2) {
    const bend = data.bends[line];
    if (!bend) return null;
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const reach = Math.min(0.26 * length, 90) * Math.sign(bend) * (0.4 + 0.6 * Math.abs(bend));
    return [(x1 + x2) / 2 - (y2 - y1) / length * reach, (y1 + y2) / 2 + (x2 - x1) / length * reach];
  };

  const outside = (area, left, top, right, bottom) => right < area.left || left > area.right || bottom < area.top || top > area.bottom;

  function paintRings(pen, scene) {
    // A ring that reaches beyond all that is drawn would only run out of the picture.
    const far = 60;
    const box = scene.extent ||= scene.rings.length ? app.extent(scene) : null;
    for (const [a, b] of scene.rings) if (-a > box.left - far && a < box.right + far && -b > box.top - far && b < box.bottom + far) pen.ellipse(0, 0, a, b, "#e3e8ed", 1.5);
  }

  function paintCaption(pen, scene) {
    if (scene.caption === undefined || scene.caption === null) return;
    pen.text([app.word("loose")], 0, scene.caption + 22, 14, { left: true, ink: SOFT });
    pen.box(0, scene.caption + 44, 4000, scene.caption + 45, { fill: "#d5dce3" });
  }

  const LANE = { fill: "#f6f8fa", border: "#d5dce3", width: 1.5 };
  const FRAME = { fill: "#fff7f9", border: "#e3879e", width: 1.2 };
  const REST = { fill: "#ffffff", border: "#d5dce3", width: 1.2 };
  function paintFrames(pen, scene, area, scale) {
    for (const { number, left, top, right, bottom, kind, open, head } of scene.blocks) {
      if (!open || outside(area, left, top, right, bottom)) continue;
      pen.box(left, top, right, bottom, kind === "chain" ? LANE : kind === "rest" ? REST : FRAME);
      // Where the filters leave out the segment itself, its frame bears its name.
      if (kind !== "chain" && head !== null && !scene.passes[head]) {
        const size = Math.min(Math.max(13, 11 / scale), 30);
        pen.text(app.wrapWords(app.blockName(number), (right - left - 8) / size), (left + right) / 2, top + 3, size, { bold: true, ink: "#b3536c" });
      }
      if (!app.startsFolded) continue;
      if (kind !== "chain") {
        pen.text(["−"], left + 8, top + 2, 20, { left: true, bold: true, ink: "#b3536c" });
        continue;
      }
      const lines = app.wrapWords(app.blockName(number), 6.4);
      const size = Math.min(16, (bottom - top - 6) / lines.length / app.LINE);
      pen.text(lines, left + 8, (top + bottom) / 2 - lines.length * size * app.LINE / 2, size, { left: true, bold: true, ink: INK });
    }
  }

  function paintFolded(pen, scene, area) {
    for (const block of scene.blocks) {
      const { left, top, right, bottom, open } = block;
      if (open || outside(area, left, top, right, bottom)) continue;
      const chosen = app.cursor === -1 - block.number;
      pen.box(left, top, right, bottom, { fill: "#ffffff", border: chosen ? "#0b4f8a" : "#b3536c", width: chosen ? 5 : 2 });
      const width = right - left;
      let size = Math.min(14, width / 8);
      const lines = app.wrapWords(app.blockName(block.number), width / size - 1.2);
      const all = [...lines, app.blockWords(block)[0]];
      size = Math.min(size, (bottom - top - 10) / all.length / app.LINE);
      const start = (top + bottom) / 2 - all.length * size * app.LINE / 2;
      pen.text(lines, (left + right) / 2, start, size, { bold: true, ink: INK });
      pen.text(all.slice(-1), (left + right) / 2, start + lines.length * size * app.LINE, size, { ink: SOFT });
    }
  }

  function paintBundles(pen, scene, area, scale) {
    const { node } = app.state;
    const looked = app.cursor !== null && app.cursor < 0;
    for (const { a, b, from, to, count, strong } of scene.bundles) {
      const own = (looked && (a === app.cursor || b === app.cursor)) || (node !== null && (a === node || b === node));
      if (!strong && !own) continue;
      const [x1, y1, x2, y2] = [...from, ...to];
      if (outside(area, Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2))) continue;
      const width = Math.min(0.6 + Math.log2(count) * 0.9, 9);
      pen.line(x1, y1, x2, y2, null, { colour: own ? "#0b4f8a" : "#8795a1", width: Math.max(width, 1 / scale), dashes: null, alpha: own ? 0.8 : scene.lit || looked ? 0.12 : 0.3 }, 0);
    }
  }

  function paintLines(pen, scene, area, scale) {
    const thin = Math.max(1, 0.75 / scale / 1.8);
    const { node, line: picked } = app.state;
    const arrows = scale > 0.22;
    for (const line of scene.lines) {
      const [from, to] = [app.lineFrom[line], app.lineTo[line]];
      const [x1, y1, x2, y2] = [scene.x[from], scene.y[from], scene.x[to], scene.y[to]];
      if (outside(area, Math.min(x1, x2) - 90, Math.min(y1, y2) - 90, Math.max(x1, x2) + 90, Math.max(y1, y2) + 90)) continue;
      const [, , colour, both] = data.relations[app.lineRelation[line]];
      const near = line === picked || (node !== null && (from === node || to === node));
      const dim = scene.lit !== null && !near;
      const many = scene.lineRecords[line];
      const style = {
        colour, alpha: dim ? 0.07 : near && scene.lit ? 1 : 0.6, dashes: DASHES.get(app.lineBasis[line]) || null,
        width: (many > 1 ? 2.4 : 1.8) * thin * (near && scene.lit ? 1.6 : 1),
      };
      const control = app.bend(line, x1, y1, x2, y2);
      pen.line(x1, y1, x2, y2, control, style, line >> 6);
      if (arrows && !both && from !== to && !dim) {
        const [cx, cy] = control || [x1, y1];
        const length = Math.hypot(x2 - cx, y2 - cy) || 1;
        const [dx, dy] = [(x2 - cx) / length, (y2 - cy) / length];
        pen.arrow(x2 - dx * (scene.r[to] + 2), y2 - dy * (scene.r[to] + 2), dx, dy, 9, style);
      }
      if (many > 1 && scale > 0.45 && !dim) {
        const [mx, my] = control ? [(x1 + 2 * control[0] + x2) / 4, (y1 + 2 * control[1] + y2) / 4] : [(x1 + x2) / 2, (y1 + y2) / 2];
        pen.later(() => pen.text([`×${many}`], mx, my - 7, 11, { ink: SOFT, ground: true }));
      }
    }
    pen.flush();
  }

  function paintNodes(pen, scene, area, scale) {
    for (const number of scene.nodes) {
      const [x, y, r] = [scene.x[number], scene.y[number], app.seenRadius(number, scale)];
      if (outside(area, x - r - 5, y - r - 5, x + r + 5, y + r + 5)) continue;
      const alpha = scene.lit === null || scene.lit.has(number) ? 1 : 0.13;
      const look = app.nodeLook(number);
      const chosen = number === app.state.node || number === app.cursor;
      if (chosen) pen.shape("dot", x, y, r + 7, { fill: "#ffffff", border: "#0b4f8a", width: 3, dashes: null }, 1);
      pen.shape(app.kindOf(number)[2], x, y, r, look, alpha);
      if (app.isLeader(number)) pen.star(x, y, r * 0.72, alpha);
      const count = app.groupCount(number);
      if (count) pen.count(x, y + r + 11, count, alpha);
    }
  }

  function paintNames(pen, scene, area, scale) {
    for (const [number, size] of app.namesAt(scene, scale).chosen) {
      const [x, top] = [scene.x[number], app.nameTop(number, scale)];
      const lines = app.wrapped(number);
      const reach = size * 9;
      if (outside(area, x - reach, top - 2, x + reach, top + lines.length * size * app.LINE + 2)) continue;
      const bright = scene.lit === null || scene.lit.has(number);
      pen.text(lines, x, top, size, { bold: app.isLeader(number), ink: INK, ground: bright, alpha: bright ? 1 : 0.16 });
    }
  }

  // The eye finds the leaders at every scale.
  app.seenRadius = (number, scale) => app.isLeader(number) ? Math.max(app.scene.r[number], 8.5 / scale) : app.scene.r[number];

  // Everything that touches an area of the map, at a scale in pixels of the medium.
  app.paint = function (pen, scene, area, scale) {
    paintRings(pen, scene);
    paintFrames(pen, scene, area, scale);
    paintCaption(pen, scene);
    paintBundles(pen, scene, area, scale);
    pen.flush();
    paintFolded(pen, scene, area);
    paintLines(pen, scene, area, scale);
    pen.finish();
    paintNodes(pen, scene, area, scale);
    paintNames(pen, scene, area, scale);
  };
})(kgMap);
