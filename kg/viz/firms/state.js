// What the reader has chosen to see, its words in the address (#...) and the way back. Nothing in
// an address is trusted: every value is looked up, and what is not known is left out.
(function (app) {
  const { data } = app;
  const fresh = () => ({
    kinds: new Set(), relations: new Set(), chains: -1, places: -1, segments: -1, from: "", to: "",
    size: 0, clusters: false, hidden: new Set(), turned: new Set(),
    node: null, line: null, view: null, start: null,
  });
  app.state = fresh();

  const numbers = (list) => new Map(list.map((value, number) => [value, number]));
  const kindNumber = numbers(data.kinds.map((kind) => kind[0]));
  const relationNumber = numbers(data.relations.map((relation) => relation[0]));
  const nameNumber = numbers(data.names.map((name) => name[0]));
  const measureNumber = numbers(data.measures.map((measure) => measure[0]));
  let nodeNumber = null;
  app.byName = function (id) {
    nodeNumber ||= numbers(data.nodes.id || []);
    return nodeNumber.has(id) ? nodeNumber.get(id) : null;
  };
  const blockName = (block) => data.blocks[block][4] === null ? `~${block}` : app.id(data.blocks[block][4]);
  const blockNumber = numbers(data.blocks.map((_, block) => blockName(block)));

  function write(state) {
    const words = new URLSearchParams();
    const put = (key, value) => { if (value !== null && value !== "") words.append(key, value); };
    const each = (key, set, name) => { for (const number of [...set].sort((a, b) => a - b)) put(key, name(number)); };
    if (app.lang !== data.lang) put("lang", app.lang);
    each("kind", state.kinds, (number) => data.kinds[number][0]);
    each("relation", state.relations, (number) => data.relations[number][0]);
    for (const what of ["chains", "places", "segments"]) if (state[what] >= 0) put(what, data.names[state[what]][0]);
    put("from", state.from);
    put("to", state.to);
    if (state.size) put("size", data.measures[state.size][0]);
    if (state.clusters) put("clusters", "1");
    each("hide", state.hidden, app.id);
    each("turn", state.turned, blockName);
    if (state.view && state.view.path) for (const number of state.view.path) put("path", app.id(number));
    if (state.view && state.view.centre !== undefined) {
      put("around", app.id(state.view.centre));
      put("hops", String(state.view.hops));
      each("more", state.view.more, app.id);
      if (state.view.all) put("all", "1");
    }
    if (state.start !== null) put("start", app.id(state.start));
    if (state.node !== null) put("node", app.id(state.node));
    if (state.line !== null) put("line", data.records.id[app.recordsOn(state.line)[0]]);
    return words.toString();
  }

  function read(text) {
    const words = new URLSearchParams(text);
    const state = fresh();
    const known = (key, look) => words.getAll(key).map(look).filter((n) => n !== null && n !== undefined);
    const node = (key) => known(key, app.byName);
    state.kinds = new Set(known("kind", (name) => kindNumber.get(name)));
    state.relations = new Set(known("relation", (name) => relationNumber.get(name)));
    for (const what of ["chains", "places", "segments"]) state[what] = known(what, (name) => nameNumber.get(name))[0] ?? -1;
    for (const end of ["from", "to"]) if (/^\d{4}$/.test(words.get(end) || "")) state[end] = words.get(end);
    state.size = known("size", (name) => measureNumber.get(name))[0] || 0;
    state.clusters = words.get("clusters") === "1";
    state.hidden = new Set(node("hide"));
    state.turned = new Set(known("turn", (name) => blockNumber.get(name)));
    const path = node("path");
    const [centre] = node("around");
    if (path.length >= 2 && path[0] !== path[1]) state.view = { path: path.slice(0, 2) };
    else if (centre !== undefined) state.view = { centre, hops: words.get("hops") === "2" ? 2 : 1, more: new Set(node("more")), all: words.get("all") === "1" };
    // What a view stands on is never hidden.
    for (const number of state.view ? state.view.path || [state.view.centre] : []) state.hidden.delete(number);
    state.start = node("start")[0] ?? null;
    state.node = node("node")[0] ?? null;
    const record = words.get("line") ? data.records.id.indexOf(words.get("line")) : -1;
    state.line = state.node === null && record >= 0 ? data.records.line[record] : null;
    return [state, ["zh", "en"].includes(words.get("lang")) ? words.get("lang") : data.lang];
  }

  const here = () => `#${write(app.state)}`;
  const depth = () => (history.state && history.state.depth) || 0;
  app.canGoBack = () => depth() > 0;
  app.goBack = () => { if (app.canGoBack()) history.back(); };

  // Change what is seen; every such step can be taken back, small ones are joined with the last.
  app.change = function (mend, small) {
    mend(app.state);
    if (here() !== (location.hash || "#")) {
      if (small) history.replaceState({ depth: depth() }, "", here());
      else history.pushState({ depth: depth() + 1 }, "", here());
    }
    app.refresh();
  };
  app.clearFilters = (state) => Object.assign(state, {
    kinds: new Set(), relations: new Set(), chains: -1, places: -1, segments: -1, from: "", to: "", hidden: new Set(),
  });

  app.restore = function () {
    const [state, lang] = read(location.hash.slice(1));
    app.state = state;
    if (lang !== app.lang) app.setLanguage(lang);
    // What could not be read does not stay in the address.
    if (location.hash && location.hash !== here()) history.replaceState(history.state, "", here());
  };
  window.addEventListener("popstate", () => {
    app.restore();
    app.refresh();
  });
  app.onLanguage.push(() => {
    if (app.ready) history.replaceState({ depth: depth() }, "", here());
  });
})(kgMap);
