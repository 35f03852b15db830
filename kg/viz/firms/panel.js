// The panel: what is known of a thing or a line, each record with its source, and what to do next.
(function (app) {
  const { data } = app;
  const panel = app.byId("panel");
  const SHOWN = 40; // records of one relation before the reader asks for the rest

  function term(list, key, words) {
    if (!words) return;
    list.append(app.make("dt", app.word(key)), app.make("dd", words));
  }

  app.evidenceBlock = function (number) {
    const { id, basis, source, since, until, published, passages } = app.record(number);
    const block = app.make("div", undefined, "evidence");
    const dates = since || until ? ` · ${since || "…"} – ${until || "…"}` : "";
    block.append(app.make("div", app.basisWord(basis) + dates));
    if (source) {
      const line = app.make("div");
      const known = app.sourceOf.get(source);
      line.append(known ? app.sourceLine(known) : app.make("span", `[${source}] ${published}`));
      block.append(line);
    }
    const where = passages && source ? `${source}:${passages}` : passages;
    block.append(app.make("div", where ? `${id} · ${where}` : id));
    return block;
  };

  function fact(number, centre) {
    const [, , colour, both] = app.relation(number);
    const block = app.make("li", undefined, "fact");
    block.style.borderLeftColor = colour;
    const out = data.records.from[number] === centre;
    block.append(app.make("span", both ? "↔ " : out ? "→ " : "← "), app.nodeButton(app.otherEnd(number, centre)), app.evidenceBlock(number));
    return block;
  }

  app.closeButton = function () {
    const close = app.button("×", () => app.choose(null, false), "close");
    close.setAttribute("aria-label", app.word("close"));
    return close;
  };

  function actions(number) {
    const row = app.make("div", undefined, "actions");
    const { state } = app;
    const add = (key, act) => row.append(app.button(app.word(key), act));
    add("firms.around", () => app.lookAround(number, 1));
    if (app.hasMore(number)) add("firms.expand", () => app.expand(number));
    else row.append(app.make("span", app.word("firms.nothing_more"), "done"));
    add("firms.hide", () => app.hide(number));
    if (state.start === null || state.start === number) add("firms.path_from", () => app.change((s) => { s.start = number; }));
    else row.append(app.button(app.say("firms.path_to", { name: app.name(state.start) }), () => app.lookPath(state.start, number)));
    return row;
  }

  function drawNode(number) {
    const names = app.names(number);
    const parts = [app.closeButton(), app.make("h2", app.pick(names))];
    if (names[0] !== names[1]) parts.push(app.make("p", app.other(names), "other"));
    for (const role of app.roles(number)) parts.push(app.make("p", `★ ${app.pick(role)}`, "role"));
    parts.push(actions(number));
    if (!app.scene.passes[number]) parts.push(app.make("p", app.word("firms.filtered_out"), "note"));
    const comma = app.word("comma");
    const belong = (what) => app.belongs(what, number).map((name) => app.pick(data.names[name][1])).join(comma);
    const list = app.make("dl");
    term(list, "kind", app.pick(app.kindOf(number)[1]));
    term(list, "status", app.statusWord(app.status(number)));
    term(list, "count", app.groupCount(number) || (app.isGroup(number) ? app.word("firms.unnamed_group") : ""));
    term(list, "aliases", app.aliases(number).join(comma));
    term(list, "firms.chains", belong("chains"));
    term(list, "firms.segments", belong("segments"));
    term(list, "firms.places", belong("places"));
    term(list, "cluster", app.cluster(number) < 0 ? "" : String(app.cluster(number) + 1));
    term(list, "basis", app.basis(number) ? app.basisWord(app.basis(number)) : "");
    term(list, "id", app.id(number));
    parts.push(list);
    const figures = app.figures(number);
    if (figures.length) {
      const items = app.make("ul");
      items.append(...figures.map(([zh, en, where]) => {
        const item = app.make("li", app.pick([zh, en]), "fact");
        item.append(app.make("div", where, "evidence"));
        return item;
      }));
      parts.push(app.make("h3", app.word("firms.amounts")), items);
    }
    const all = [...app.recordsOf(number)];
    const records = all.filter((record) => app.scene.told[record]);
    parts.push(app.make("h3", `${app.word("relations")} (${records.length})`));
    data.relations.forEach(([, label], relation) => {
      const own = records.filter((record) => data.records.relation[record] === relation);
      if (!own.length) return;
      const items = app.make("ul");
      items.append(...own.slice(0, SHOWN).map((record) => fact(record, number)));
      parts.push(app.make("h3", `${app.pick(label)} (${own.length})`), items);
      if (own.length <= SHOWN) return;
      const rest = app.button(app.say("firms.rest_of", { n: own.length - SHOWN }), () => {
        items.append(...own.slice(SHOWN).map((record) => fact(record, number)));
        rest.remove();
      });
      parts.push(rest);
    });
    if (!all.length) parts.push(app.make("p", app.word("loose")));
    if (all.length > records.length) parts.push(app.make("p", app.say("firms.filtered_records", { n: all.length - records.length }), "note"));
    const out = Object.hasOwn(data.more.leftOut, number) ? data.more.leftOut[number] : 0;
    if (out) parts.push(app.make("p", app.say("firms.left_out", { n: out }), "note"));
    panel.replaceChildren(...parts);
  }

  app.endsOf = function (from, to, relation) {
    const ends = app.make("p");
    ends.append(app.nodeButton(from), app.make("span", data.relations[relation][3] ? " ↔ " : " → "), app.nodeButton(to));
    return ends;
  };
  function drawLine(line) {
    const relation = app.lineRelation[line];
    panel.replaceChildren(app.closeButton(), app.make("h2", app.pick(data.relations[relation][1])),
      app.endsOf(app.lineFrom[line], app.lineTo[line], relation),
      ...[...app.recordsOn(line)].filter((record) => app.scene.told[record]).map(app.evidenceBlock));
  }

  let shown = "";
  function draw() {
    const { node, line } = app.state;
    const path = app.scene.mode === "path" && node === null && line === null;
    panel.hidden = node === null && line === null && !path;
    if (panel.hidden) panel.replaceChildren();
    else if (node !== null) drawNode(node);
    else if (line !== null) drawLine(line);
    else app.drawPath(panel);
    const what = `${node} ${line} ${path}`;
    if (what !== shown) panel.scrollTop = 0;
    shown = what;
  }
  app.onRefresh.push(draw);
  app.onLanguage.push(() => { if (app.scene) draw(); });

  // number: a thing, or null for nothing; travel: whether to bring it into the middle; into: whether the
  // panel gets the keyboard, as it does where it has it; else the picture: arrows go on from there.
  app.choose = function (number, travel, into) {
    if (number === null && app.state.node === null && app.state.line === null) return;
    const within = into || panel.contains(document.activeElement);
    app.change((state) => {
      state.node = number;
      state.line = null;
      if (number === null) return;
      state.hidden.delete(number);
      if (state.view && !app.scene.drawn[number]) state.view = null;
      const block = app.blockOf(number);
      if (!state.view && app.startsFolded && block >= 0 && !app.isOpen(block)) state.turned.add(block);
    });
    if (number === null) return;
    app.cursor = number;
    if (!app.scene.drawn[number]) return;
    if (!travel) {
      app.uncover(number);
      return;
    }
    app.byId("canvas").scrollIntoView({ block: "nearest" });
    app.goTo(number);
    if (within) panel.focus({ preventScroll: true }); else app.focusStage();
  };
  app.chooseLine = (line) => app.change((state) => { state.node = null; state.line = line; });
})(kgMap);
