// The legend with its filters, and the panel that says what is known and from where.
(function (app) {
  const data = app.data;
  const panel = app.byId("panel");
  let chosen = null;

  function filterRow(what, number, symbol, words, count) {
    const label = app.make("label");
    const box = app.make("input");
    box.type = "checkbox";
    box.checked = !(app.hiddenBoxes.has(`${what}${number}`));
    box.dataset.filter = `${what}-${number}`;
    box.addEventListener("change", () => {
      if (box.checked) app.hiddenBoxes.delete(`${what}${number}`); else app.hiddenBoxes.add(`${what}${number}`);
      app.toggle(what, number, box.checked);
    });
    label.append(box, symbol, app.make("span", words, "words"), app.make("span", String(count), "number"));
    const item = app.make("li");
    item.append(label);
    return item;
  }
  app.hiddenBoxes = new Set();

  function markRow(symbol, words) {
    const item = app.make("li", undefined, "mark");
    item.append(symbol, app.make("span", words));
    return item;
  }

  app.drawLegend = function () {
    const perKind = data.kinds.map(() => 0);
    data.nodes.forEach((node) => { perKind[Number(node.group.slice(1))] += 1; });
    const perRelation = data.relations.map(() => 0);
    data.records.forEach((record) => { perRelation[record[3]] += 1; });
    app.byId("kinds").replaceChildren(...data.kinds.map(([, label, shape, colour], i) =>
      filterRow("kind", i, app.shapeSymbol(shape, colour), app.pick(label), perKind[i])));
    app.byId("relations").replaceChildren(...data.relations.map(([, label, colour], i) =>
      filterRow("relation", i, app.lineSymbol(colour), app.pick(label), perRelation[i])));
    app.byId("leaders-part").hidden = app.leaders.length === 0;
    app.byId("leaders").replaceChildren(...app.leaders.map((number) => {
      const item = app.make("li");
      const roles = data.facts[number].roles.map(app.pick).join(app.word("comma"));
      item.append(app.nodeButton(number), app.make("small", roles));
      return item;
    }));
    const grey = "#52606d";
    app.byId("marks").replaceChildren(
      markRow(app.shapeSymbol("star", "#ffd54a", "#5d4300"), app.word("mark_leader")),
      markRow(app.shapeSymbol("dot", "#ffffff", grey, "3 2"), app.word("mark_intended")),
      markRow(app.shapeSymbol("dot", "#dfe4e8", "#8a97a3"), app.word("status_ended")),
      markRow(app.make("span", "24+", "pill"), app.word("mark_count")),
      markRow(app.lineSymbol(grey), app.word("basis_stated")),
      markRow(app.lineSymbol(grey, "7 5"), app.word("basis_derived")),
      markRow(app.lineSymbol(grey, "2 4"), app.word("basis_outside")),
      markRow(app.make("span", "●⬤", "sizes"), app.word("mark_size")),
    );
  };

  function term(list, key, words) {
    if (!words) return;
    list.append(app.make("dt", app.word(key)), app.make("dd", words));
  }

  function evidence(record) {
    const [id, , , , basis, source, since, until] = record;
    const block = app.make("div", undefined, "evidence");
    const dates = since || until ? ` · ${since || "…"} – ${until || "…"}` : "";
    block.append(app.make("div", app.basisWord(basis) + dates));
    if (source) {
      const line = app.make("div");
      const known = app.sourceOf.get(source);
      line.append(known ? app.sourceLine(known) : app.make("span", `[${source}]`));
      block.append(line);
    }
    block.append(app.make("div", id));
    return block;
  }

  function factBlock(number, centre) {
    const record = data.records[number];
    const [, from, to, relation] = record;
    const both = data.relations[relation][3];
    const block = app.make("li", undefined, "fact");
    block.style.borderLeftColor = data.relations[relation][2];
    const end = from === centre ? to : from;
    const arrow = both ? "↔ " : from === centre ? "→ " : "← ";
    block.append(app.make("span", arrow), app.nodeButton(end), evidence(record));
    return block;
  }

  function closeButton() {
    const close = app.make("button", "×", "close");
    close.type = "button";
    close.setAttribute("aria-label", app.word("close"));
    close.addEventListener("click", () => app.choose(null, false));
    return close;
  }

  function nodeFacts(number) {
    const fact = data.facts[number];
    const parts = [closeButton(), app.make("h2", app.pick(fact.name))];
    if (fact.name[0] !== fact.name[1]) parts.push(app.make("p", app.other(fact.name), "other"));
    for (const role of fact.roles || []) parts.push(app.make("p", `★ ${app.pick(role)}`, "role"));
    const list = app.make("dl");
    term(list, "kind", app.pick(app.kindOf(number)[1]));
    term(list, "status", app.statusWord(app.status(number)));
    term(list, "count", fact.count);
    term(list, "aliases", (fact.alias || []).join(app.word("comma")));
    term(list, "cluster", fact.cluster === undefined ? "" : String(fact.cluster + 1));
    term(list, "basis", fact.basis ? app.basisWord(fact.basis) : "");
    term(list, "id", fact.id);
    parts.push(list);
    return parts;
  }

  function drawNode(number) {
    const parts = nodeFacts(number);
    const records = app.recordsOf[number];
    parts.push(app.make("h3", `${app.word("relations")} (${records.length})`));
    data.relations.forEach(([, label], relation) => {
      const own = records.filter((record) => data.records[record][3] === relation);
      if (!own.length) return;
      parts.push(app.make("h3", `${app.pick(label)} (${own.length})`));
      const list = app.make("ul");
      list.append(...own.map((record) => factBlock(record, number)));
      parts.push(list);
    });
    if (!records.length) parts.push(app.make("p", app.word("loose")));
    panel.replaceChildren(...parts);
  }

  function drawEdge(id) {
    const edge = data.edges[id];
    const parts = [closeButton(), app.make("h2", app.pick(data.relations[edge.rel][1]))];
    const ends = app.make("p");
    const arrow = data.relations[edge.rel][3] ? " ↔ " : " → ";
    ends.append(app.nodeButton(edge.from), app.make("span", arrow), app.nodeButton(edge.to));
    parts.push(ends, ...edge.rec.map((record) => evidence(data.records[record])));
    panel.replaceChildren(...parts);
  }

  function draw() {
    panel.hidden = chosen === null;
    if (chosen === null) panel.replaceChildren();
    else if (chosen.edge === undefined) drawNode(chosen.node);
    else drawEdge(chosen.edge);
    panel.scrollTop = 0;
  }
  app.drawPanel = draw;

  // number: a node, or null for nothing; travel: whether to bring it into the middle.
  app.choose = function (number, travel) {
    chosen = number === null ? null : { node: number };
    app.light(number);
    draw();
    if (number === null) return;
    if (!travel) {
      app.uncover(number);
      return;
    }
    app.byId("canvas").scrollIntoView({ block: "nearest" });
    app.goTo(number);
    panel.focus({ preventScroll: true });
  };
  app.chooseEdge = function (id) {
    app.light(null);
    chosen = { edge: id };
    draw();
  };
})(kgMap);
