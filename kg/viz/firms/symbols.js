// Small drawings of the legend (SVG made element by element) and the corners of shapes.
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

  // Corners of a shape of radius 1, or null for a circle.
  const UNIT = {
    square: points(4, 1.25, Math.PI / 4), diamond: points(4, 1.25, 0),
    triangle: points(3, 1.2, -Math.PI / 2), triangleDown: points(3, 1.2, Math.PI / 2),
    hexagon: points(6, 1.1, 0), star: points(5, 1, -Math.PI / 2, 0.45),
  };
  app.corners = (name) => Object.hasOwn(UNIT, name) ? UNIT[name] : null;
})(kgMap);
