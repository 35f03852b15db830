// What a picture says of itself when it leaves the page: title, day, filters, sources.
(function (app) {
  const { data } = app;
  const [SIZE, PAD] = [13, 8]; // pixels

  // The filters in words, as the legend names them.
  app.captionFilter = function () {
    const { state, scene } = app;
    const words = ["chains", "segments", "places"].filter((what) => state[what] >= 0).map((what) => app.pick(data.names[state[what]][1]));
    if (scene.mode === "around") words.push(app.say("firms.centre", { name: app.name(state.view.centre) }), app.say("firms.hops", { n: state.view.hops }));
    if (scene.mode === "path") words.push(state.view.path.map(app.name).join(" → "));
    const without = [...state.kinds].map((kind) => data.kinds[kind][1]).concat([...state.relations].map((one) => data.relations[one][1])).map(app.pick);
    if (without.length) words.push(app.say("firms.without", { names: without.join(app.word("comma")) }));
    if ((state.from || state.to) && !app.wrongPeriod(state)) words.push(app.say(!state.to ? "firms.years_from" : !state.from ? "firms.years_to" : "firms.years", { from: state.from, to: state.to }));
    if (state.hidden.size) words.push(app.say("firms.hidden", { n: state.hidden.size }).replace(/[。.]$/, ""));
    return app.say("firms.caption_filter", { words: words.join(app.lang === "zh" ? "；" : "; ") || app.word("firms.no_filter") });
  };

  // Ids of the sources of what is drawn.
  function sources() {
    const found = new Set();
    for (const line of app.scene.lines) {
      for (const record of app.recordsOn(line)) if (app.scene.told[record]) found.add(app.record(record).source);
    }
    return [...found].filter(Boolean).sort();
  }

  app.captionLines = function (width) {
    const day = `${app.pick(data.title)} · ${app.word("as_of")} ${data.asOf}`;
    const ids = app.say("firms.caption_sources", { ids: sources().join(app.word("comma")) });
    return [day, app.captionFilter(), ids].flatMap((words) => app.wrapWords(words, (width - 4 * PAD) / SIZE));
  };
  app.captionHeight = (lines) => lines.length ? lines.length * SIZE * app.LINE + 2 * PAD : 0;
  app.paintCaption = (pen, lines, area, scale) => pen.text(lines, area.left + PAD / scale, area.bottom + PAD / scale, SIZE / scale, { left: true, ink: "#1c2733" });
})(kgMap);
