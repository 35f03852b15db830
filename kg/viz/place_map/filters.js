// Filters by chain, type and layer: what does not match is dimmed in the picture.
(function (app) {
  const data = app.data;
  app.filters = { chain: "", kind: "", layer: "" };

  const layersOf = data.things.map((thing) => new Set(thing.at
    .flatMap(([key]) => (app.boxOf.get(key).layers || []).map((layer) => layer[0]))));

  function inLayer(layers) {
    if (!app.filters.layer) return true;
    if (app.filters.layer === "-all") return data.layers.length > 0 && layers.size === data.layers.length;
    if (app.filters.layer === "-none") return layers.size === 0;
    return layers.has(data.layers.findIndex((layer) => layer.id === app.filters.layer));
  }

  app.matches = function (number) {
    const thing = data.things[number];
    const chains = (thing.chains || []).map((chain) => data.chains[chain][0]);
    if (app.filters.chain === "-none" ? chains.length : app.filters.chain && !chains.includes(app.filters.chain)) return false;
    if (app.filters.kind && data.types[thing.type][0] !== app.filters.kind) return false;
    return inLayer(layersOf[number]);
  };

  // How many of each box are left, in the order of the picture; the boxes' own counts are of all.
  function perBox(kept) {
    const counts = new Map(data.boxes.map((box) => [box.key, 0]));
    data.things.forEach((thing, number) => {
      if (kept[number]) for (const key of new Set(thing.at.map(([at]) => at))) counts.set(key, counts.get(key) + 1);
    });
    return data.boxes.filter((box) => counts.get(box.key))
      .map((box) => `${app.pick(box.name)} ${counts.get(box.key)}`).join(app.word("comma"));
  }

  app.applyFilters = function () {
    const kept = data.things.map((_, number) => app.matches(number));
    for (const row of app.parts("[data-thing]")) row.classList.toggle("dim", !kept[Number(row.dataset.thing)]);
    for (const box of app.parts("[data-box]")) {
      const known = app.boxOf.get(box.dataset.box);
      const layers = new Set((known.layers || []).map((layer) => layer[0]));
      box.classList.toggle("dim", !inLayer(layers));
    }
    const active = app.filters.chain || app.filters.kind || app.filters.layer;
    app.byId("reset").hidden = !active;
    const shown = kept.filter(Boolean).length;
    app.byId("matching").textContent = active
      ? app.say("place_map.shown_where", { shown, all: kept.length, boxes: perBox(kept) })
      : app.say("place_map.shown", { shown, all: kept.length });
    app.drawTables();
    app.remember();
  };

  function fillSelect(id, name, options) {
    const select = app.byId(id);
    select.replaceChildren(...options.map(([value, words]) => {
      const option = app.make("option", words);
      option.value = value;
      return option;
    }));
    select.value = app.filters[name];
  }

  app.drawFilters = function () {
    fillSelect("by-chain", "chain", [["", app.word("place_map.any_chain")],
      ...data.chains.map(([id, label]) => [id, app.pick(label)]), ["-none", app.word("place_map.no_chain")]]);
    fillSelect("by-kind", "kind", [["", app.word("place_map.any_kind")],
      ...data.types.map(([name, label]) => [name, app.pick(label)])]);
    fillSelect("by-layer", "layer", [["", app.word("place_map.any_layer")],
      ...data.layers.map((layer) => [layer.id, app.pick(layer.name)]),
      ...(data.layers.length > 1 ? [["-all", app.word("place_map.all_layers")]] : []),
      ["-none", app.word("place_map.no_layer")]]);
  };

  for (const [id, name] of [["by-chain", "chain"], ["by-kind", "kind"], ["by-layer", "layer"]]) {
    app.byId(id).addEventListener("change", (event) => {
      app.filters[name] = event.target.value;
      app.applyFilters();
    });
  }
  app.byId("filters").addEventListener("submit", (event) => event.preventDefault());
  app.byId("reset").addEventListener("click", () => {
    Object.assign(app.filters, { chain: "", kind: "", layer: "" });
    app.drawFilters();
    app.applyFilters();
    app.byId("by-chain").focus();
  });
})(kgMap);
