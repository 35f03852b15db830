// Which things and records pass the filters of the legend.
(function (app) {
  const { data } = app;
  const { nodes, records } = data;
  const year = (date) => date ? Number(date.slice(0, 4)) : NaN;

  // A record counts from its beginning, else from when it was published; the period of the legend
  // keeps what counts in any of its years, and what bears no date.
  const begins = new Float64Array(app.recordCount);
  const ends = new Float64Array(app.recordCount);
  for (let i = 0; i < app.recordCount; i += 1) {
    begins[i] = year(app.told("since", i) || app.told("published", i));
    ends[i] = year(app.told("until", i));
  }
  app.years = begins.reduce((span, at) => Number.isNaN(at) ? span : [Math.min(span[0], at), Math.max(span[1], at)], [Infinity, -Infinity]);

  function inPeriod(record, state) {
    if (state.to && begins[record] > Number(state.to)) return false;
    return !(state.from && ends[record] < Number(state.from));
  }
  app.wrongPeriod = (state) => Boolean(state.from && state.to && Number(state.from) > Number(state.to));
  const undated = (record) => Number.isNaN(begins[record]) && Number.isNaN(ends[record]);

  // The thing that a name of data.names stands for passes its own filter.
  const itself = data.names.map(([id]) => app.byName(id));
  function inside(state, what, number) {
    const wanted = state[what];
    return wanted < 0 || itself[wanted] === number || app.belongs(what, number).includes(wanted);
  }
  const FIELDS = ["chains", "places", "segments"];

  app.filtered = function (state) {
    const passes = new Uint8Array(app.count);
    const told = new Uint8Array(app.recordCount);
    const counts = { nodes: 0, records: 0, undated: 0, unplaced: 0 };
    const active = FIELDS.filter((what) => state[what] >= 0);
    for (let i = 0; i < app.count; i += 1) {
      if (state.kinds.has(nodes.kind[i]) || state.hidden.has(i)) continue;
      if (active.every((what) => inside(state, what, i))) {
        passes[i] = 1;
        counts.nodes += 1;
      } else if (active.some((what) => !app.belongs(what, i).length)) counts.unplaced += 1;
    }
    const period = (state.from || state.to) && !app.wrongPeriod(state);
    for (let i = 0; i < app.recordCount; i += 1) {
      if (state.relations.has(records.relation[i]) || !passes[records.from[i]] || !passes[records.to[i]]) continue;
      if (period && !inPeriod(i, state)) continue;
      told[i] = 1;
      counts.records += 1;
      if (period && undated(i)) counts.undated += 1;
    }
    return { passes, told, counts };
  };
})(kgMap);
