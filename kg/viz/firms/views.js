// Views beside the whole map: around one thing, along a path; and the bar that leads back.
(function (app) {
  const { data } = app;
  const bar = app.byId("bar");

  app.lookAround = (centre, hops, all) => app.change((state) => {
    state.view = { centre, hops, more: new Set(), all: Boolean(all) };
    state.node = null;
    state.line = null;
    state.hidden.delete(centre);
  });
  app.lookPath = (start, end) => app.change((state) => {
    state.view = { path: [start, end] };
    Object.assign(state, { node: null, line: null, start: null });
    for (const one of [start, end]) state.hidden.delete(one);
  });
  app.leaveView = () => app.change((state) => { state.view = null; state.node = null; state.line = null; });
  app.turnBlock = (block) => app.change((state) => {
    if (state.turned.has(block)) state.turned.delete(block); else state.turned.add(block);
  });

  // Neighbours come into sight: from behind the hand that hid them, and onto the next ring.
  // On the whole map they stand already, or in a folded box: nothing else may go.
  app.expand = (number) => app.change((state) => {
    const others = [...app.recordsOf(number)].map((record) => app.otherEnd(record, number));
    for (const other of others) state.hidden.delete(other);
    if (state.view && state.view.centre !== undefined) state.view = { ...state.view, more: new Set([...state.view.more, number]) };
    else if (state.view) state.view = { centre: number, hops: 1, more: new Set(), all: false };
    else if (app.startsFolded) {
      for (const block of others.map(app.blockOf)) if (block >= 0 && !app.isOpen(block)) state.turned.add(block);
    }
  });
  app.hasMore = (number) => [...app.recordsOf(number)].some((record) => {
    const other = app.otherEnd(record, number);
    return app.state.hidden.has(other) || (app.scene.told[record] && !app.scene.drawn[other]);
  });
  // A view whose own middle or end is hidden has nothing to stand on: it is left.
  app.hide = (number) => app.change((state) => {
    const { view } = state;
    if (view && (view.path || [view.centre]).includes(number)) state.view = null;
    state.hidden.add(number);
    state.node = null;
  });

  // The steps of a path, each with all its records.
  app.drawPath = function (panel) {
    const { way, told } = app.scene;
    const [start, end] = app.state.view.path;
    const ends = app.make("p");
    ends.append(app.nodeButton(start), app.make("span", " → "), app.nodeButton(end));
    if (!way) {
      panel.replaceChildren(app.make("h2", app.word("firms.no_path")), ends, app.make("p", app.word("firms.no_path_why"), "note"));
      return;
    }
    const steps = app.make("ol", undefined, "steps");
    for (let i = 1; i < way.length; i += 1) {
      const item = app.make("li");
      const [a, b] = [way[i - 1], way[i]];
      const between = [...app.recordsOf(a)].filter((record) => told[record] && app.otherEnd(record, a) === b);
      for (const record of between) {
        const relation = data.records.relation[record];
        item.append(app.make("strong", app.pick(data.relations[relation][1])),
          app.endsOf(data.records.from[record], data.records.to[record], relation), app.evidenceBlock(record));
      }
      steps.append(item);
    }
    panel.replaceChildren(app.make("h2", app.say("firms.steps", { n: way.length - 1 })), ends, steps);
  };

  function drawBar() {
    const { state, scene } = app;
    const parts = [];
    const add = (words, act, pressed) => {
      const button = app.button(words, act);
      if (pressed !== undefined) button.setAttribute("aria-pressed", String(pressed));
      parts.push(button);
    };
    if (app.canGoBack()) add(app.word("firms.back"), app.goBack);
    if (state.view) add(app.word("firms.whole"), app.leaveView);
    if (scene.mode === "around") {
      const { centre, hops } = state.view;
      parts.push(app.make("span", app.say("firms.centre", { name: app.name(centre) })));
      for (const n of [1, 2]) add(app.say("firms.hops", { n }), () => app.lookAround(centre, n), hops === n);
      if (scene.nodes.length - 1 < scene.near) {
        parts.push(app.make("span", app.say("firms.some_of", { n: scene.nodes.length - 1, all: scene.near })));
        add(app.word("firms.draw_all"), () => app.lookAround(centre, hops, true));
      }
    }
    if (state.start !== null) {
      parts.push(app.make("span", app.say("firms.start", { name: app.name(state.start) })));
      add(app.word("firms.cancel"), () => app.change((s) => { s.start = null; }));
    }
    if (state.hidden.size) {
      parts.push(app.make("span", app.say("firms.hidden", { n: state.hidden.size })));
      add(app.word("firms.show_hidden"), () => app.change((s) => { s.hidden = new Set(); }));
    }
    if (app.startsFolded && state.turned.size && !state.view) add(app.word("firms.fold_all"), () => app.change((s) => { s.turned = new Set(); }));
    bar.hidden = !parts.length;
    bar.replaceChildren(...parts);
  }
  app.onRefresh.push(drawBar);
  app.onLanguage.push(() => { if (app.scene) drawBar(); });
})(kgMap);
