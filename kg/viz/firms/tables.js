// What passes the filters as tables, for screen readers and for reading on; made when opened.
(function (app) {
  const { data } = app;
  const details = app.byId("tables");

  app.drawTables = function () {
    if (!details.open || !app.scene) return;
    const comma = app.word("comma");
    const { passes, told } = app.scene;
    const numbers = (marks) => [...marks.keys()].filter((number) => marks[number]);
    app.fillTable(app.byId("node-table"), "nodes", ["name", "other_name", "kind", "roles", "status", "count", "number", "id"],
      numbers(passes).map((i) => [
        app.nodeButton(i), app.other(app.names(i)), app.pick(app.kindOf(i)[1]),
        app.roles(i).map(app.pick).join(comma), app.statusWord(app.status(i)),
        app.groupCount(i), String(app.recordsOf(i).length), app.id(i),
      ]));
    app.fillTable(app.byId("record-table"), "relations", ["from", "relation", "to", "basis", "since", "until", "source", "record"],
      numbers(told).map((number) => {
        const { id, from, to, relation, basis, source, since, until } = app.record(number);
        return [
          app.nodeButton(from), app.pick(data.relations[relation][1]), app.nodeButton(to),
          app.basisWord(basis), since, until, source, id,
        ];
      }));
  };
  details.addEventListener("toggle", app.drawTables);
  app.onRefresh.push(app.drawTables);
  app.onLanguage.push(app.drawTables);
})(kgMap);
