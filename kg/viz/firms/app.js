// What the parts of the firm graph's page share: names, kinds, records and lines, read from the
// columns of the data block. Things are numbers; so are records and the lines that bundle them.
(function (app) {
  const { nodes, more, records, strings, kinds, relations } = app.data;
  const zh = () => app.lang === "zh";
  app.count = nodes.id ? nodes.id.length : 0;
  app.recordCount = records.id.length;
  app.lineCount = app.data.bends.length;
  app.MANY = 2000;

  const own = (object, number) => Object.hasOwn(object, number) ? object[number] : undefined;
  app.id = (number) => nodes.id[number];
  app.names = (number) => [nodes.zh[number], (nodes.en && nodes.en[number]) || nodes.zh[number]];
  app.name = (number) => app.pick(app.names(number));
  app.font = (number) => (zh() ? nodes.zhFont : nodes.enFont)[number];
  app.kindOf = (number) => kinds[nodes.kind[number]];
  app.status = (number) => (nodes.status && strings[nodes.status[number]]) || "existing";
  app.basis = (number) => nodes.basis ? strings[nodes.basis[number]] : "";
  app.roles = (number) => own(more.roles, number) || [];
  app.groupCount = (number) => own(more.count, number) || "";
  app.isGroup = (number) => app.groupCount(number) !== "" || own(more.uncounted, number) !== undefined;
  app.figures = (number) => own(more.figures, number) || [];
  app.COUNT_HEIGHT = 19; // room between shape and name for a count
  app.aliases = (number) => nodes.alias && nodes.alias[number] ? nodes.alias[number].split("\n") : [];
  app.keys = (number) => (nodes.keys && nodes.keys[number]) || "";
  app.cluster = (number) => nodes.cluster ? nodes.cluster[number] : -1;
  app.isLeader = (number) => app.roles(number).length > 0;
  // What is only intended is never drawn like what exists.
  app.isIntended = (number) => ["proposed", "planned", "building"].includes(app.status(number));

  // Numbers of data.names (what = chains, places or segments) that a thing belongs to.
  app.belongs = function (what, number) {
    const value = nodes[what] ? nodes[what][number] : 0;
    return value === 0 ? [] : Array.isArray(value) ? value.map((v) => v - 1) : [value - 1];
  };

  // The lines of a name as it is drawn in the language now shown.
  app.wrapped = function (number) {
    const breaks = (zh() ? nodes.zhBreaks : nodes.enBreaks) || 0;
    const name = app.name(number);
    const starts = breaks ? breaks[number] : 0;
    if (!starts) return [name];
    const from = Array.isArray(starts) ? [0, ...starts] : [0, starts];
    return from.map((start, i) => name.slice(start, from[i + 1]).trim());
  };

  const told = (field, number) => strings[Array.isArray(records[field]) ? records[field][number] : records[field]];
  app.record = (number) => ({
    id: records.id[number], from: records.from[number], to: records.to[number],
    relation: records.relation[number], basis: told("basis", number), source: told("evidence", number),
    since: told("since", number), until: told("until", number), published: told("published", number),
    passages: records.passages ? records.passages[number] : "",
  });
  app.told = told;
  app.relation = (number) => relations[records.relation[number]];

  // Which things belong to which others, as one list and where each one's part begins.
  function grouped(count, size, keysOf) {
    const starts = new Int32Array(count + 1);
    for (let i = 0; i < size; i += 1) for (const key of keysOf(i)) starts[key + 1] += 1;
    for (let i = 0; i < count; i += 1) starts[i + 1] += starts[i];
    const at = starts.slice();
    const all = new Int32Array(starts[count]);
    for (let i = 0; i < size; i += 1) for (const key of keysOf(i)) { all[at[key]] = i; at[key] += 1; }
    return (key) => all.subarray(starts[key], starts[key + 1]);
  }
  const { from, to } = records;
  app.recordsOf = grouped(app.count, app.recordCount, (i) => from[i] === to[i] ? [from[i]] : [from[i], to[i]]);
  app.recordsOn = grouped(app.lineCount, app.recordCount, (i) => [records.line[i]]);

  // The ends, relation and basis of a line are those of its first record.
  app.lineFrom = new Int32Array(app.lineCount);
  app.lineTo = new Int32Array(app.lineCount);
  app.lineRelation = new Int32Array(app.lineCount);
  app.lineBasis = new Array(app.lineCount).fill("");
  for (let i = 0; i < app.recordCount; i += 1) {
    const line = records.line[i];
    app.lineFrom[line] = from[i];
    app.lineTo[line] = to[i];
    app.lineRelation[line] = records.relation[i];
    app.lineBasis[line] = told("basis", i);
  }
  app.otherEnd = (record, number) => from[record] === number ? to[record] : from[record];

  // Radius by the centrality chosen; leaders and counted groups keep room for their marks.
  app.radius = function (number, measure) {
    if (!measure) return nodes.size[number];
    const strength = more.strengths[measure][number] / 1000;
    const least = app.isLeader(number) ? 20 : app.groupCount(number) ? 13 : 8;
    return Math.max(Math.round(8 + 16 * strength), least);
  };

  // One button that goes to a node.
  app.nodeButton = function (number) {
    const button = app.make("button", app.name(number), "link");
    button.type = "button";
    button.addEventListener("click", () => app.choose(number, true));
    return button;
  };
  app.button = function (words, act, name) {
    const button = app.make("button", words, name);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  };
})(kgMap);
