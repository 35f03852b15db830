// Small drawings of the legend (SVG made element by element) and the star of chain leaders.
(function (app) {
  const SVG = "http://www.w3.org/2000/svg";

  function points(count, radius, turn, inner) {
    const corners = [];
    const steps = inner ? count * 2 : count;
    for (let i = 0; i < steps; i += 1) {
      const reach = inner && i % 2 ? inner : radius;
      const angle = turn + (i * 2 * Math.PI) / steps;
      corners.push([reach * Math.cos(angle), reach * Math.sin(angle)]);
    }
    return corners;
  }

  const SHAPES = {
    dot: points(24, 6.5, 0),
    square: points(4, 8.2, Math.PI / 4),
    diamond: points(4, 8, 0),
    triangle: points(3, 8, -Math.PI / 2),
    triangleDown: points(3, 8, Math.PI / 2),
    hexagon: points(6, 7.5, 0),
    star: points(5, 8.5, -Math.PI / 2, 3.6),
  };

  function svg(width, attributes) {
    const root = document.createElementNS(SVG, "svg");
    root.setAttribute("width", String(width));
    root.setAttribute("height", "18");
    root.setAttribute("viewBox", `${-width / 2} -9 ${width} 18`);
    root.setAttribute("aria-hidden", "true");
    const [tag, rest] = attributes;
    const child = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(rest)) child.setAttribute(key, value);
    root.append(child);
    return root;
  }

  app.shapeSymbol = function (shape, fill, stroke, dashes) {
    const corners = (SHAPES[shape] || SHAPES.dot).map((corner) => corner.map((v) => v.toFixed(1)).join(","));
    return svg(18, ["polygon", {
      points: corners.join(" "), fill, stroke: stroke || "none", "stroke-width": "1.5",
      "stroke-dasharray": dashes || "none",
    }]);
  };

  app.lineSymbol = function (colour, dashes) {
    return svg(26, ["line", {
      x1: "-13", x2: "13", y1: "0", y2: "0", stroke: colour, "stroke-width": "2.5",
      "stroke-dasharray": dashes || "none",
    }]);
  };

  app.drawStar = function (ctx, x, y, radius) {
    ctx.beginPath();
    for (const [dx, dy] of points(5, radius, -Math.PI / 2, radius * 0.45)) ctx.lineTo(x + dx, y + dy);
    ctx.closePath();
    ctx.fillStyle = "#ffd54a";
    ctx.fill();
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = "#5d4300";
    ctx.stroke();
  };

  app.drawCount = function (ctx, x, y, words) {
    ctx.font = "bold 12px sans-serif";
    const width = ctx.measureText(words).width + 8;
    ctx.fillStyle = "#ffffff";
    ctx.strokeStyle = "#1c2733";
    ctx.lineWidth = 1.2;
    ctx.beginPath();
    ctx.rect(x - width / 2, y - 8, width, 16);
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = "#1c2733";
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(words, x, y + 0.5);
  };
})(kgMap);
