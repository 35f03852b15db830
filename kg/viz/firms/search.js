// Search by name in either language, alias, pinyin or id: whole names first.
(function (app) {
  const { data } = app;
  const SHOWN = 30;
  // All that a thing is found by, each between line breaks; made when first needed.
  let words = null;
  app.readyToSearch = function () {
    if (words) return;
    words = new Array(app.count);
    for (let i = 0; i < app.count; i += 1) words[i] = app.plain(`\n${[...app.names(i), ...app.aliases(i), app.keys(i), app.id(i)].join("\n")}\n`);
  };

  // Whole name first, then beginnings, then anywhere; within these the larger node first.
  function find(typed) {
    const text = typed.replaceAll("\n", " ");
    app.readyToSearch();
    const hits = [];
    for (let i = 0; i < app.count; i += 1) {
      if (!words[i].includes(text)) continue;
      const rank = words[i].includes(`\n${text}\n`) ? 0 : words[i].includes(`\n${text}`) ? 1 : 2;
      hits.push([rank, -data.nodes.size[i], i]);
    }
    return hits.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).slice(0, SHOWN).map((hit) => hit[2]);
  }

  app.byId("search").addEventListener("focus", app.readyToSearch);
  app.searchBox({
    find,
    label: (number) => [app.name(number), app.pick(app.kindOf(number)[1])],
    take: (number) => app.choose(number, true),
  });
})(kgMap);
