// The same content as tables, for screen readers and for reading on; made when opened.
(function (app) {
  const data = app.data;
  app.drawTables = function () {
    if (!app.byId("tables").open) return;
    const comma = app.word("comma");
    app.fillTable(app.byId("box-table"), "place_map.districts",
      ["name", "other_name", "place_map.code", "place_map.layers", "place_map.listed", "source", "id"],
      data.boxes.map((one) => [
        app.boxButton(one.key), app.other(one.name), one.code || "",
        (one.layers || []).map(([layer]) => app.pick(data.layers[layer].name)).join(comma),
        one.things.map((number) => app.pick(data.things[number].name)).join(comma) || app.word("place_map.empty"),
        [...new Set((one.layers || []).flatMap(([, records]) => records).concat(one.own === undefined ? [] : [one.own])
          .map((record) => data.evidence[record][3]))].join(comma), one.id,
      ]));
    const rows = [];
    data.things.forEach((thing, number) => {
      if (!app.matches(number)) return;
      for (const [key, standings, basis] of thing.at) {
        const records = standings.flatMap((one) => one[4]);
        rows.push([
          app.thingButton(number), app.other(thing.name), app.pick(data.types[thing.type][1]), app.boxButton(key),
          [...new Set(standings.map((one) => app.say(`place_map.how_${one[0]}`, { through: one[2] ? app.pick(one[2]) : "" })))].join(comma),
          app.statusWord(thing.status || "existing"), basis ? app.basisWord(basis) : "",
          (thing.roles || []).map(app.pick).join(comma), thing.count ? app.pick(thing.count) : "",
          (thing.chains || []).map((chain) => app.pick(data.chains[chain][1])).join(comma),
          [...new Set(records.map((record) => data.evidence[record][3]).filter(Boolean))].join(comma), thing.id,
        ]);
      }
    });
    app.fillTable(app.byId("thing-table"), "place_map.things",
      ["name", "other_name", "kind", "place_map.where", "place_map.why", "status", "basis", "roles", "count", "place_map.chains", "source", "id"], rows);
  };
  app.byId("tables").addEventListener("toggle", app.drawTables);
})(kgMap);
