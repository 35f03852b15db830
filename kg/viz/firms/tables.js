// The same content as tables, for screen readers and for reading on; made when first opened.
(function (app) {
  const data = app.data;
  const details = app.byId("tables");

  app.drawTables = function () {
    if (!details.open) return;
    const comma = app.word("comma");
    app.fillTable(app.byId("node-table"), "nodes", ["name", "other_name", "kind", "roles", "status", "count", "number", "id"],
      data.facts.map((fact, i) => [
        app.nodeButton(i), app.other(fact.name), app.pick(app.kindOf(i)[1]),
        (fact.roles || []).map(app.pick).join(comma), app.statusWord(app.status(i)),
        fact.count || "", String(app.recordsOf[i].length), fact.id,
      ]));
    app.fillTable(app.byId("record-table"), "relations", ["from", "relation", "to", "basis", "since", "until", "source", "record"],
      data.records.map(([id, from, to, relation, basis, source, since, until]) => [
        app.nodeButton(from), app.pick(data.relations[relation][1]), app.nodeButton(to),
        app.basisWord(basis), since, until, source, id,
      ]));
  };
  details.addEventListener("toggle", app.drawTables);
})(kgMap);
