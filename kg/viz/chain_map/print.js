// On paper: one sheet where letters stay readable; otherwise a sheet for every few lanes.
(function (app) {
  const svg = app.byId("canvas");
  const stage = app.byId("stage");
  const [, , wide, high] = svg.getAttribute("viewBox").split(" ").map(Number);
  const SHEET = 0.62; // height by width of what a sheet of A3 has room for beside title and sources
  const HEAD = 46;

  function sheets() {
    const lanes = app.data.lanes.map((_, number) => {
      const rect = app.byId(`lane${number}`).previousElementSibling;
      return [rect.y.baseVal.value, rect.y.baseVal.value + rect.height.baseVal.value];
    });
    const found = [];
    for (const [top, bottom] of lanes) {
      const last = found[found.length - 1];
      if (last && bottom - last[0] + HEAD <= wide * SHEET) last[1] = bottom;
      else found.push([top, bottom]);
    }
    if (found.length) {
      const last = found[found.length - 1];
      if (high - last[0] + HEAD <= wide * SHEET * 1.15) last[1] = high;
      else found.push([high - app.byId("key").getBBox().height - 12, high]);
    }
    return found;
  }

  const copy = (id, y, height, box) => {
    const part = app.mark("svg", { x: 0, y, width: wide, height, viewBox: box });
    part.append(app.byId(id).cloneNode(true));
    return part;
  };

  app.layOutSheets = function () {
    if (high <= wide * SHEET * 1.35 || app.data.lanes.length < 2) return;
    stage.after(...sheets().map(([top, bottom]) => {
      const height = bottom - top;
      const sheet = app.mark("svg", { class: "cm sheet", viewBox: `0 0 ${wide} ${HEAD + height}`, "aria-hidden": "true" });
      sheet.append(copy("heads", 0, HEAD, `0 0 ${wide} ${HEAD}`), copy("body", HEAD, height, `0 ${top} ${wide} ${height}`));
      return sheet;
    }));
    document.body.classList.add("sheets");
  };
  app.clearSheets = function () {
    document.body.classList.remove("sheets");
    document.querySelectorAll(".sheet").forEach((sheet) => sheet.remove());
  };
  window.addEventListener("beforeprint", app.layOutSheets);
  window.addEventListener("afterprint", app.clearSheets);
})(kgMap);
