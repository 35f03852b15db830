// What is seen, to take away: as a picture of points or of shapes, as a table, and on paper.
(function (app) {
  const { data, network } = app;
  const stage = app.byId("canvas");
  const ON_PAPER = 10; // leaders listed beside a printed picture

  function download(blob, name) {
    const link = app.make("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // The title and the day, without what some system forbids in the name of a file.
  const fileName = (ending) => `${`${app.pick(data.title)} ${data.asOf}`.replace(/[\\/:*?"<>|\s\p{Cc}\p{Cf}]+/gu, "_").slice(0, 80)}.${ending}`;

  function inSight() {
    const { x, y } = network.DOMtoCanvas({ x: 0, y: 0 });
    const low = network.DOMtoCanvas({ x: stage.clientWidth, y: stage.clientHeight });
    return { left: x, top: y, right: low.x, bottom: low.y };
  }

  app.pngPicture = function () {
    const scale = network.getScale();
    const area = inSight();
    const ctx = document.createElement("canvas").getContext("2d");
    const twice = 2 * scale;
    const lines = app.captionLines(stage.clientWidth);
    ctx.canvas.width = Math.round((area.right - area.left) * twice);
    ctx.canvas.height = Math.round((area.bottom - area.top) * twice + 2 * app.captionHeight(lines));
    ctx.fillStyle = "#ffffff";
    ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    ctx.setTransform(twice, 0, 0, twice, -area.left * twice, -area.top * twice);
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
    ctx.clip();
    app.paint(app.canvasPen(ctx, scale), app.scene, area, scale);
    ctx.restore();
    app.paintCaption(app.canvasPen(ctx, scale), lines, area, scale);
    return ctx.canvas;
  };

  // The picture as SVG elements: an area of the map at so many pixels a unit, with its title and,
  // where it leaves the page, a caption.
  app.svgPicture = function (area, scale, lines) {
    const [width, inner] = [area.right - area.left, area.bottom - area.top];
    const height = inner + app.captionHeight(lines) / scale;
    const root = app.svgElement("svg", {
      xmlns: "http://www.w3.org/2000/svg", viewBox: [area.left, area.top, width, height].map((v) => v.toFixed(1)).join(" "),
      width: width * scale, height: height * scale, "font-family": app.FACE,
    });
    root.append(app.svgElement("title", {}, `${app.pick(data.title)} · ${app.word("as_of")} ${data.asOf}`));
    root.append(app.svgElement("rect", { x: area.left, y: area.top, width, height, fill: "#ffffff" }));
    const names = app.scene.names;
    app.paint(app.svgPen(root, scale), app.scene, area, scale);
    app.scene.names = names;
    if (lines.length) {
      const pen = app.svgPen(root, scale);
      pen.box(area.left, area.bottom, area.right, area.top + height, { fill: "#ffffff", border: null, width: 0 });
      app.paintCaption(pen, lines, area, scale);
    }
    return root;
  };
  app.svgText = () => new XMLSerializer().serializeToString(app.svgPicture(inSight(), network.getScale(), app.captionLines(stage.clientWidth)));

  // A cell that a spreadsheet would take for a formula is written as text.
  function cell(value) {
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  // The records that pass the filters (of this view), and things without any.
  app.csvText = function () {
    const { scene } = app;
    const within = (number) => scene.mode === "whole" ? scene.passes[number] : scene.drawn[number];
    const rows = [["from", "firms.from_id", "relation", "to", "firms.to_id", "basis", "since", "until", "source", "firms.source_title", "firms.source_date", "record"].map(app.word)];
    const joined = new Set();
    for (let i = 0; i < app.recordCount; i += 1) {
      const record = app.record(i);
      if (!scene.told[i] || !within(record.from) || !within(record.to)) continue;
      joined.add(record.from).add(record.to);
      const source = app.sourceOf.get(record.source);
      rows.push([
        app.name(record.from), app.id(record.from), app.pick(data.relations[record.relation][1]), app.name(record.to), app.id(record.to),
        app.basisWord(record.basis), record.since, record.until, record.source,
        source ? app.pick(source[1]) : "", source ? source[2] : record.published, record.id,
      ]);
    }
    for (let i = 0; i < app.count; i += 1) {
      if (within(i) && !joined.has(i)) rows.push([app.name(i), app.id(i), "", "", "", "", "", "", "", "", "", ""]);
    }
    return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  };

  app.byId("save-png").addEventListener("click", () => app.pngPicture().toBlob((blob) => download(blob, fileName("png"))));
  app.byId("save-svg").addEventListener("click", () => download(new Blob([app.svgText()], { type: "image/svg+xml" }), fileName("svg")));
  // With the mark of UTF-8 before it, or Excel takes Chinese for another encoding.
  app.byId("save-csv").addEventListener("click", () => download(new Blob(["\ufeff", app.csvText()], { type: "text/csv" }), fileName("csv")));
  app.byId("print").addEventListener("click", () => window.print());

  // Paper gets the whole of what is drawn, as shapes: sharp at any size.
  window.addEventListener("beforeprint", () => {
    // A thousand points on some 350 mm: the smallest names come out 2 mm high.
    const onPaper = (box) => Math.min(1000 / (box.right - box.left), 650 / (box.bottom - box.top));
    const box = app.bounds(app.scene, onPaper);
    if (!box) return;
    const area = { left: box.left - 10, top: box.top - 10, right: box.right + 10, bottom: box.bottom + 10 };
    const picture = app.svgPicture(area, onPaper(area), []);
    picture.removeAttribute("width");
    picture.removeAttribute("height");
    app.byId("paper").replaceChildren(picture);
    app.byId("printed").textContent = `${app.captionFilter()}${app.lang === "zh" ? "。" : "."}`;
    const leaders = [...app.byId("leaders").children];
    for (const item of leaders.slice(ON_PAPER)) item.hidden = true;
    if (leaders.length > ON_PAPER) app.byId("leaders").append(app.make("li", app.say("firms.more_leaders", { n: leaders.length - ON_PAPER }), "rest"));
  });
  window.addEventListener("afterprint", () => {
    app.byId("paper").replaceChildren();
    for (const rest of app.byId("leaders").querySelectorAll(".rest")) rest.remove();
    for (const item of app.byId("leaders").children) item.hidden = false;
  });
})(kgMap);
