// Two pens for the painter: one for a canvas, one that builds SVG elements. Sizes are those of the
// map; dashes keep their length on the screen, so that bases are told apart at every scale.
(function (app) {
  function trace(ctx, corners, x, y, radius) {
    if (corners === null) {
      ctx.moveTo(x + radius, y);
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
      return;
    }
    corners.forEach(([dx, dy], i) => { if (i) ctx.lineTo(x + dx * radius, y + dy * radius); else ctx.moveTo(x + dx * radius, y + dy * radius); });
    ctx.closePath();
  }

  app.canvasPen = function (ctx, scale) {
    const lines = new Map();
    const arrows = new Map();
    const last = [];
    const stretched = (dashes) => dashes ? dashes.map((step) => step / Math.min(scale, 1)) : [];

    // Lines of one look and portion are one path, which is fast; the portion is the line's own, so
    // that the same lines are joined whatever part of the map is painted: crossings look the same.
    function styled(map, style, portion) {
      const key = `${portion} ${style.colour} ${style.alpha} ${style.width} ${style.dashes}`;
      if (!map.has(key)) map.set(key, { style, parts: [] });
      return map.get(key).parts;
    }
    function strokeAll() {
      for (const { style, parts } of lines.values()) {
        ctx.globalAlpha = style.alpha;
        ctx.strokeStyle = style.colour;
        ctx.lineWidth = style.width;
        ctx.setLineDash(stretched(style.dashes));
        ctx.beginPath();
        for (const [x1, y1, x2, y2, control] of parts) {
          ctx.moveTo(x1, y1);
          if (control) ctx.quadraticCurveTo(control[0], control[1], x2, y2); else ctx.lineTo(x2, y2);
        }
        ctx.stroke();
      }
      ctx.setLineDash([]);
      for (const { style, parts } of arrows.values()) {
        ctx.globalAlpha = Math.min(1, style.alpha + 0.15);
        ctx.fillStyle = style.colour;
        ctx.beginPath();
        for (const [x, y, dx, dy, size] of parts) {
          ctx.moveTo(x, y);
          ctx.lineTo(x - dx * size - dy * size * 0.42, y - dy * size + dx * size * 0.42);
          ctx.lineTo(x - dx * size + dy * size * 0.42, y - dy * size - dx * size * 0.42);
          ctx.closePath();
        }
        ctx.fill();
      }
      lines.clear();
      arrows.clear();
      ctx.globalAlpha = 1;
    }

    return {
      line: (x1, y1, x2, y2, control, style, portion) => { styled(lines, style, portion).push([x1, y1, x2, y2, control]); },
      arrow: (x, y, dx, dy, size, style) => { styled(arrows, style, 0).push([x, y, dx, dy, size]); },
      flush: strokeAll,
      later: (act) => { last.push(act); },
      finish: () => { for (const act of last) act(); },
      ellipse(x, y, a, b, colour, width) {
        ctx.strokeStyle = colour;
        ctx.lineWidth = width;
        ctx.beginPath();
        ctx.ellipse(x, y, a, b, 0, 0, 2 * Math.PI);
        ctx.stroke();
      },
      box(left, top, right, bottom, { fill, border, width }) {
        if (lines.size) strokeAll();
        ctx.fillStyle = fill;
        ctx.fillRect(left, top, right - left, bottom - top);
        if (!border) return;
        ctx.strokeStyle = border;
        ctx.lineWidth = Math.max(width, 1 / scale);
        ctx.strokeRect(left, top, right - left, bottom - top);
      },
      shape(name, x, y, radius, { fill, border, width, dashes }, alpha) {
        ctx.globalAlpha = alpha;
        ctx.beginPath();
        trace(ctx, app.corners(name), x, y, radius);
        ctx.fillStyle = fill;
        ctx.fill();
        ctx.lineWidth = width;
        ctx.strokeStyle = border;
        if (dashes) ctx.setLineDash(dashes);
        ctx.stroke();
        if (dashes) ctx.setLineDash([]);
        ctx.globalAlpha = 1;
      },
      star(x, y, radius, alpha) {
        this.shape("star", x, y, radius, { fill: "#ffd54a", border: "#5d4300", width: 1.2 }, alpha);
      },
      count(x, y, words, alpha) {
        ctx.globalAlpha = alpha;
        ctx.font = `bold 12px ${app.FACE}`;
        const half = ctx.measureText(words).width / 2 + 4;
        this.box(x - half, y - 8, x + half, y + 8, { fill: "#ffffff", border: "#1c2733", width: 1.2 });
        ctx.fillStyle = "#1c2733";
        ctx.textAlign = "center";
        ctx.textBaseline = "middle";
        ctx.fillText(words, x, y + 0.5);
        ctx.globalAlpha = 1;
      },
      text(words, x, top, size, { bold, ink, left, ground, alpha }) {
        ctx.font = `${bold ? "bold " : ""}${size}px ${app.FACE}`;
        ctx.textAlign = left ? "left" : "center";
        ctx.textBaseline = "middle";
        const step = size * app.LINE;
        ctx.globalAlpha = alpha ?? 1;
        if (ground) {
          ctx.fillStyle = "rgba(255,255,255,0.8)";
          words.forEach((line, i) => {
            const half = ctx.measureText(line).width / 2 + 1.5;
            ctx.fillRect(x - half, top + i * step, 2 * half, step);
          });
        }
        ctx.fillStyle = ink;
        words.forEach((line, i) => ctx.fillText(line, x, top + (i + 0.5) * step));
        ctx.globalAlpha = 1;
      },
    };
  };

  const SVG = "http://www.w3.org/2000/svg";
  app.svgElement = function (tag, attributes, words) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) element.setAttribute(name, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
    }
    // XML has no place for these two; every other character of a name may stand in it.
    if (words !== undefined) element.textContent = words.replace(/[\ufffe\uffff]/g, "");
    return element;
  };

  app.svgPen = function (root, scale) {
    const put = (tag, attributes, words) => root.append(app.svgElement(tag, attributes, words));
    const last = [];
    const dashed = (dashes) => dashes ? dashes.map((step) => Math.round(step / Math.min(scale, 1) * 10) / 10).join(" ") : null;
    const path = (corners, x, y, radius) => corners.map(([dx, dy]) => `${(x + dx * radius).toFixed(1)},${(y + dy * radius).toFixed(1)}`).join(" ");
    const seen = (alpha) => alpha === 1 || alpha === undefined ? null : alpha;
    return {
      line(x1, y1, x2, y2, control, { colour, alpha, width, dashes }) {
        const end = `${x2.toFixed(1)} ${y2.toFixed(1)}`;
        const way = control ? `Q${control[0].toFixed(1)} ${control[1].toFixed(1)} ${end}` : `L${end}`;
        put("path", { d: `M${x1.toFixed(1)} ${y1.toFixed(1)}${way}`, fill: "none", stroke: colour, "stroke-width": width, "stroke-opacity": alpha, "stroke-dasharray": dashed(dashes) });
      },
      arrow(x, y, dx, dy, size, { colour, alpha }) {
        const side = size * 0.42;
        const corners = [[x, y], [x - dx * size - dy * side, y - dy * size + dx * side], [x - dx * size + dy * side, y - dy * size - dx * side]];
        last.push(() => put("polygon", { points: corners.map((c) => c.map((v) => v.toFixed(1)).join(",")).join(" "), fill: colour, "fill-opacity": Math.min(1, alpha + 0.15) }));
      },
      flush: () => { for (const act of last.splice(0)) act(); },
      later: (act) => { last.push(act); },
      finish: () => { for (const act of last.splice(0)) act(); },
      ellipse: (x, y, a, b, colour, width) => put("ellipse", { cx: x, cy: y, rx: a, ry: b, fill: "none", stroke: colour, "stroke-width": width }),
      box: (left, top, right, bottom, { fill, border, width }) =>
        put("rect", { x: left, y: top, width: right - left, height: bottom - top, fill, stroke: border, "stroke-width": width }),
      shape(name, x, y, radius, { fill, border, width, dashes }, alpha) {
        const look = { fill, stroke: border, "stroke-width": width, "stroke-dasharray": dashes ? dashes.join(" ") : null, opacity: seen(alpha) };
        const corners = app.corners(name);
        if (corners === null) put("circle", { cx: x, cy: y, r: radius, ...look });
        else put("polygon", { points: path(corners, x, y, radius), ...look });
      },
      star(x, y, radius, alpha) {
        this.shape("star", x, y, radius, { fill: "#ffd54a", border: "#5d4300", width: 1.2 }, alpha);
      },
      count(x, y, words, alpha) {
        const half = words.length * 3.6 + 5;
        this.box(x - half, y - 8, x + half, y + 8, { fill: "#ffffff", border: "#1c2733", width: 1.2 });
        put("text", { x, y: y + 4.3, "text-anchor": "middle", "font-size": 12, "font-weight": "bold", fill: "#1c2733", opacity: seen(alpha) }, words);
      },
      text(words, x, top, size, { bold, ink, left, ground, alpha }) {
        words.forEach((line, i) => put("text", {
          x, y: top + (i + 0.5) * size * app.LINE + size * 0.36, "font-size": size, "text-anchor": left ? "start" : "middle",
          "font-weight": bold ? "bold" : null, fill: ink, opacity: seen(alpha),
          ...(ground ? { stroke: "#ffffff", "stroke-width": size * 0.22, "paint-order": "stroke", "stroke-linejoin": "round" } : {}),
        }, line));
      },
    };
  };
})(kgMap);
