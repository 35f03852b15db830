// Search for a place or thing by name in either language, alias, pinyin or id.
(function (app) {
  const data = app.data;
  const SHOWN = 30;
  const candidates = [
    ...data.boxes.filter((one) => !one.untold).map((one) => ({
      to: { box: one.key }, name: one.name, kind: one.type || null, keys: [...one.name, ...(one.words || []), one.id].map(app.plain),
    })),
    ...data.things.map((thing, number) => ({
      to: { thing: number }, name: thing.name, kind: data.types[thing.type][1],
      keys: [...thing.name, ...(thing.words || []), thing.id].map(app.plain),
    })),
  ];

  app.searchBox({
    find: (text) => candidates.map((one, number) => [app.likeness(one.keys, text), number, one])
      .filter((row) => row[0] < 3).sort((a, b) => a[0] - b[0] || a[1] - b[1])
      .slice(0, SHOWN).map((row) => row[2]),
    label: (one) => [app.pick(one.name), one.kind ? app.pick(one.kind) : ""],
    take: (one) => app.choose(one.to),
  });

  app.byId("search").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    app.clearSearch();
    if (app.chosen) app.choose(null, false);
    app.byId("search").blur();
  });
})(kgMap);
