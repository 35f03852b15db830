// The legend: what looks mean, and the filters; every change stands in the address.
(function (app) {
  const { data } = app;
  const FIELDS = ["chains", "places", "segments"];

  app.leaders = [];
  for (let i = 0; i < app.count; i += 1) if (app.isLeader(i)) app.leaders.push(i);
  app.leaders.sort((a, b) => data.nodes.size[b] - data.nodes.size[a] || a - b);

  function tally(count, size, keyOf) {
    const found = new Array(count).fill(0);
    for (let i = 0; i < size; i += 1) found[keyOf(i)] += 1;
    return found;
  }
  const perKind = tally(data.kinds.length, app.count, (i) => data.nodes.kind[i]);
  const perRelation = tally(data.relations.length, app.recordCount, (i) => data.records.relation[i]);

  function row(what, number, symbol, words, count) {
    const label = app.make("label");
    const box = app.make("input");
    box.type = "checkbox";
    box.dataset.filter = `${what}-${number}`;
    box.addEventListener("change", () => app.change((state) => {
      if (box.checked) state[what].delete(number); else state[what].add(number);
    }, true));
    label.append(box, symbol, app.make("span", words, "words"), app.make("span", String(count), "number"));
    const item = app.make("li");
    item.append(label);
    return item;
  }

  function mark(symbol, words) {
    const item = app.make("li", undefined, "mark");
    item.append(symbol, app.make("span", words));
    return item;
  }

  function option(value, words) {
    const one = app.make("option", words);
    one.value = String(value);
    return one;
  }

  // Names that things of this map belong to, most things first.
  const belonging = Object.fromEntries(FIELDS.map((what) => {
    const counts = new Map();
    for (let i = 0; i < app.count; i += 1) for (const name of app.belongs(what, i)) counts.set(name, (counts.get(name) || 0) + 1);
    return [what, [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])];
  }));
  function drawChoices() {
    for (const what of FIELDS) {
      app.byId(`${what}-part`).hidden = belonging[what].length < 2;
      app.byId(what).replaceChildren(option(-1, app.word("firms.all")),
        ...belonging[what].map(([name, count]) => option(name, `${app.pick(data.names[name][1])} (${count})`)));
    }
    app.byId("size-part").hidden = data.measures.length < 2;
    app.byId("size").replaceChildren(...data.measures.map(([, label], number) => option(number, app.pick(label))));
    app.byId("clusters-part").hidden = !data.nodes.cluster;
    app.byId("period-part").hidden = !(app.years[0] <= app.years[1]);
  }
  for (const what of [...FIELDS, "size"]) {
    app.byId(what).addEventListener("change", (event) => app.change((state) => { state[what] = Number(event.target.value); }, true));
  }
  app.byId("clusters").addEventListener("change", (event) => app.change((state) => { state.clusters = event.target.checked; }, true));
  for (const end of ["from", "to"]) {
    app.byId(end).addEventListener("input", (event) => {
      const year = event.target.value.trim();
      if (year === "" || /^\d{4}$/.test(year)) app.change((state) => { state[end] = year; }, true);
    });
  }
  app.byId("clear").addEventListener("click", () => app.change(app.clearFilters));

  function drawLegend() {
    app.byId("kinds").replaceChildren(...data.kinds.map(([, label, shape, colour], i) =>
      row("kinds", i, app.shapeSymbol(shape, colour), app.pick(label), perKind[i])));
    app.byId("relations").replaceChildren(...data.relations.map(([, label, colour], i) =>
      row("relations", i, app.lineSymbol(colour), app.pick(label), perRelation[i])));
    app.byId("leaders-part").hidden = app.leaders.length === 0;
    app.byId("leaders").replaceChildren(...app.leaders.map((number) => {
      const item = app.make("li");
      item.append(app.nodeButton(number), app.make("small", app.roles(number).map(app.pick).join(app.word("comma"))));
      return item;
    }));
    const grey = "#52606d";
    app.byId("marks").replaceChildren(
      mark(app.shapeSymbol("star", "#ffd54a", "#5d4300"), app.word("mark_leader")),
      mark(app.shapeSymbol("dot", "#ffffff", grey, "3 2"), app.word("mark_intended")),
      mark(app.shapeSymbol("dot", "#dfe4e8", "#8a97a3"), app.word("status_ended")),
      mark(app.make("span", "24+", "pill"), app.word("mark_count")),
      mark(app.lineSymbol(grey), app.word("basis_stated")),
      mark(app.lineSymbol(grey, "7 5"), app.word("basis_derived")),
      mark(app.lineSymbol(grey, "2 4"), app.word("basis_outside")),
      ...(data.blocks.length ? [mark(app.shapeSymbol("square", "#fff7f9", "#e3879e"), app.word("firms.frame"))] : []),
      mark(app.make("span", "●⬤", "sizes"), app.word("mark_size")),
    );
    drawChoices();
    showState();
  }

  function showState() {
    const { state } = app;
    for (const box of document.querySelectorAll("[data-filter]")) {
      const [what, number] = box.dataset.filter.split("-");
      box.checked = !state[what].has(Number(number));
    }
    for (const what of [...FIELDS, "size"]) app.byId(what).value = String(state[what]);
    app.byId("clusters").checked = state.clusters;
    const wrong = app.wrongPeriod(state);
    app.byId("period-note").hidden = !wrong;
    for (const end of ["from", "to"]) app.byId(end).setAttribute("aria-invalid", String(wrong));
    for (const end of ["from", "to"]) if (document.activeElement !== app.byId(end)) app.byId(end).value = state[end];
  }

  // What the picture shows of all there is, and what the filters cannot judge.
  function drawCounts() {
    const { scene, state } = app;
    const { counts } = scene;
    const lines = [app.say("firms.counts", { nodes: counts.nodes, all: app.count, records: counts.records, told: app.recordCount })];
    if (scene.mode !== "whole") lines.push(app.say("firms.in_view", { n: scene.nodes.length }));
    if (scene.folded) lines.push(app.say("firms.folded", { n: scene.folded }));
    const strong = scene.bundles.filter((bundle) => bundle.strong).length;
    if (strong < scene.bundles.length) lines.push(app.say("firms.bundles", { n: strong, all: scene.bundles.length }));
    if (counts.undated) lines.push(app.say("firms.undated", { n: counts.undated }));
    if (counts.unplaced) lines.push(app.say("firms.unplaced", { n: counts.unplaced }));
    if (state.hidden.size) lines.push(app.say("firms.hidden", { n: state.hidden.size }));
    app.byId("counts").textContent = lines.join(app.lang === "zh" ? "" : " ");
    const firms = app.firmsIn(scene);
    const planned = firms.planned ? app.say("firms.planned", { n: firms.planned }) : "";
    const said = [app.say("firms.named", { n: firms.named, planned, groups: firms.groups })];
    if (scene.mode === "whole" && data.blocks.length && firms.noSegment) said.push(app.say("firms.no_segment", { n: firms.noSegment }));
    said.push(app.pick(data.coverage));
    app.byId("coverage").textContent = said.filter(Boolean).join(app.lang === "zh" ? "" : " ");
  }
  app.onRefresh.push(showState, drawCounts);
  app.onLanguage.push(drawLegend, () => { if (app.scene) drawCounts(); });
})(kgMap);
