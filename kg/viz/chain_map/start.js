// Filters, counts, the state in the address, and the first picture.
(function (app) {
  const data = app.data;
  const selects = { district: data.districts, product: data.products };

  function options(select, rows, chosen) {
    select.replaceChildren(...rows.map(([value, words]) => {
      const option = app.make("option", words);
      option.value = value;
      option.selected = value === chosen;
      return option;
    }));
  }

  function drawFilters() {
    const all = app.words("everything");
    for (const [name, rows] of Object.entries(selects)) {
      app.byId(`by-${name}`).hidden = !rows.length;
      options(app.byId(name), [["-1", all], ...rows.map((row, n) => [String(n), app.pick(row.slice(1))])], String(app.filter[name]));
    }
    const [first, last] = data.years;
    const years = first && last > first ? Array.from({ length: last - first + 1 }, (_, n) => [String(last - n), String(last - n)]) : [];
    app.byId("by-year").hidden = !years.length;
    options(app.byId("year"), [["0", all], ...years], String(app.filter.year));
    app.byId("reset").hidden = !app.filtering();
    app.byId("note").textContent = app.filtering() ? app.words("no_labels") : app.boxes.length ? "" : app.words("empty");
  }

  function drawCounts() {
    const views = app.boxes.map((box) => app.view(box.number));
    const counted = (...states) => views.filter((view) => states.includes(view.state)).length;
    const named = new Set(views.flatMap((view) => app.named(view.members).map((member) => app.idOf(member.thing))));
    const segments = new Set(app.boxes.map((box) => app.idOf(box.thing))).size;
    const parts = [app.words("counts", {
      segments: app.words(segments < views.length ? "counts_boxes" : "counts_segments", { boxes: views.length, count: segments }), served: counted("several", "single"), unnamed: counted("unnamed", "works"),
      planned: counted("planned"), needed: counted("needed"), unknown: counted("unknown"),
    })];
    if (counted("filtered")) parts.push(app.words("counts_filtered", { filtered: counted("filtered") }));
    // Without a filter the sentence on coverage says it, and better.
    if (app.filtering()) parts.push(app.words("counts_named", { named: named.size }));
    app.byId("counts").textContent = parts.join(app.lang === "zh" ? "" : " ");
    app.byId("coverage").textContent = app.filtering() ? "" : app.pick(data.coverage);
  }

  function redraw() {
    drawFilters();
    app.drawPicture();
    app.drawPanel();
    app.drawTables();
    drawCounts();
  }

  // ------------------------------------------------------------------ the state in the address
  const idIn = (rows, number) => number >= 0 ? rows[number][0] : "";
  // What a reader did is gone back on by the browser's own button; a look at it (the language, a
  // state tidied up) is not. push is true for the first.
  app.remember = function (push = false) {
    const state = new URLSearchParams();
    if (app.chosen !== null) {
      const box = app.boxes[app.chosen];
      state.set("box", app.idOf(box.thing));
      if (box.lane) state.set("lane", String(box.lane));
    }
    if (app.leader !== null) state.set("leader", app.idOf(app.leaders[app.leader].thing));
    for (const [name, rows] of Object.entries(selects)) {
      if (app.filter[name] >= 0) state.set(name, idIn(rows, app.filter[name]));
    }
    if (app.filter.year) state.set("year", String(app.filter.year));
    if (app.lang !== data.lang) state.set("lang", app.lang);
    const hash = state.toString();
    if (hash === location.hash.slice(1)) return;
    const address = hash ? `#${hash}` : location.pathname + location.search;
    if (push === true) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  };

  // Whatever stands in the address: only what the page knows is taken from it.
  function restore() {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const [name, rows] of Object.entries(selects)) {
      app.filter[name] = state.has(name) ? rows.findIndex((row) => row[0] === state.get(name)) : -1;
    }
    const year = Number(state.get("year"));
    app.filter.year = Number.isInteger(year) && year >= data.years[0] && year <= data.years[1] ? year : 0;
    const lane = Number(state.get("lane") || 0);
    const fits = (box) => app.idOf(box.thing) === state.get("box");
    const box = app.boxes.find((one) => fits(one) && one.lane === lane) || app.boxes.find(fits);
    app.chosen = box ? box.number : null;
    const leader = box ? undefined : app.leaders.find((one) => app.idOf(one.thing) === state.get("leader"));
    app.leader = leader ? leader.number : null;
    app.markBoxes(-1);
    const lang = state.get("lang");
    app.lang = lang === "zh" || lang === "en" ? lang : data.lang;
  }

  for (const name of ["district", "product", "year"]) {
    app.byId(name).addEventListener("change", (event) => {
      app.filter[name] = Number(event.target.value);
      redraw();
      app.remember(true);
    });
  }
  app.byId("reset").addEventListener("click", () => {
    app.filter = { district: -1, product: -1, year: 0 };
    redraw();
    app.remember(true);
    app.byId("district").focus();
  });
  window.addEventListener("hashchange", () => {
    restore();
    app.translatePage();
    if (app.chosen !== null) app.uncover(app.chosen);
  });

  restore();
  app.onLanguage.push(redraw, () => app.remember());
  app.translatePage();
  app.fitWidth();
  if (app.chosen !== null) app.uncover(app.chosen);
  requestAnimationFrame(() => {
    // Milliseconds from the start of loading to the first picture.
    document.body.dataset.drawn = String(Math.round(performance.now()));
  });
})(kgMap);
