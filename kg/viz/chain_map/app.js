// What the page of the chain map knows, and what is left of it under the filters.
//
// Kinds, states, labels and sources are told by number, sources in proofs from 1 on.
// thing: [id, zh, en, kind, keys]; proof: [record, source, spans, basis, status, derived from], an
// empty basis is "stated", an empty status "existing"
// box: [thing, lane, position, state, label, inside, members, needs]
// member: [thing, exists, proof, districts, products, start, end, roles, amounts, count,
// head + 1]; role: [zh, en, start, end]; leader: [thing, lane, roles, sites], each role of it
// [zh, en, rank, proof, start, end]
// need: [thing, level, proof, year]; link: [source box, target box, proof, path]
(function (app) {
  const data = app.data;
  const list = (value) => value || [];

  app.name = (thing) => app.pick(data.things[thing].slice(1, 3));
  app.idOf = (thing) => data.things[thing][0];
  app.kindOf = (thing) => data.kinds[data.things[thing][3]];

  app.proof = ([record, source, spans, basis, status, from]) => ({
    record, source: source ? data.sources[source - 1][0] : "", basis: basis || "stated", status: status || "existing",
    spans: spans || "", from: from || "",
  });

  app.members = data.boxes.map((box) => list(box[6]).map((member) => ({
    thing: member[0], exists: Boolean(member[1]), proof: app.proof(member[2] || []),
    districts: list(member[3]), products: list(member[4]), start: member[5] || 0, end: member[6] || 0,
    allRoles: list(member[7]), amounts: list(member[8]), count: member[9] || 0,
    kind: app.kindOf(member[0]), head: (member[10] || 0) - 1,
    // A role that a later source tells of is none yet in the year chosen.
    get roles() { return this.allRoles.filter((role) => inTime(app.filter.year, role[2], role[3])); },
  })));
  // Where a box stands is read from the picture.
  function placeOf(number) {
    const group = app.byId(`b${number}`);
    const rect = group.querySelector("rect");
    const { e, f } = group.transform.baseVal.consolidate().matrix;
    return { group, x: e + rect.x.baseVal.value, y: f, width: rect.width.baseVal.value, height: rect.height.baseVal.value };
  }
  app.boxes = data.boxes.map((box, number) => ({
    number, ...placeOf(number), thing: box[0], lane: box[1] || 0, position: box[2] || 0,
    state: data.states[box[3] || 0], label: data.labels[box[4] || 0], inside: box[5] || null, members: app.members[number],
    needs: list(box[7]).map(([thing, level, proof, year]) => ({ thing, level, proof: app.proof(proof), year: year || 0 })),
  }));
  app.links = data.links.map(([source, target, proof, path]) => ({ source, target, proof: app.proof(proof), path: path || "" }));
  app.leaders = data.leaders.map(([thing, lane, roles, sites], number) => ({
    number, thing, lane, sites,
    allRoles: roles.map(([zh, en, rank, proof, start, end]) => ({ words: [zh, en], rank, proof: app.proof(proof), start, end })),
    get roles() { return this.allRoles.filter((role) => inTime(app.filter.year, role.start, role.end)); },
  }));
  app.positions = ["upstream", "midstream", "downstream"];
  app.words = (key, values) => app.say(`chain_picture.${key}`, values || {});

  // ------------------------------------------------------------------ filters
  app.filter = { district: -1, product: -1, year: 0 };
  app.filtering = () => app.filter.district >= 0 || app.filter.product >= 0 || app.filter.year > 0;

  const inTime = (year, start, end) => !year || ((!start || start <= year) && (!end || year <= end));
  app.passes = function (member) {
    const { district, product, year } = app.filter;
    return (district < 0 || member.districts.includes(district))
      && (product < 0 || member.products.includes(product))
      && inTime(year, member.start, member.end);
  };

  // Each thing once, in the order given.
  app.once = function (members) {
    const seen = new Set();
    return members.filter((member) => !seen.has(member.thing) && seen.add(member.thing));
  };
  app.named = (members) => app.once(members.filter((member) => member.exists && member.kind !== "group"));

  function stateOf(box, members, needs) {
    const had = box.members.length + box.needs.length > 0;
    // What the filter took away is no gap: only a segment that never had a firm may be one.
    if (!members.length) return had && (box.members.length || !needs.length) ? "filtered" : box.state;
    const named = app.named(members).length;
    if (named === app.named(box.members).length && members.length === box.members.length) return box.state;
    // As kg gaps counts: a plant or project by the firm behind it, a firm by the head of its group.
    const suppliers = new Set(app.named(members).map((member) => member.head >= 0 ? member.head : ["plant", "project"].includes(member.kind) ? -1 : member.thing));
    suppliers.delete(-1);
    if (named) return suppliers.size > 1 ? "several" : suppliers.size ? "single" : "works";
    return members.some((member) => member.kind === "group" && member.exists) ? "unnamed" : "planned";
  }

  app.stateWords = (view) => app.words(view.state === "single" && app.named(view.members).length > 1 ? "state_one_group" : `state_${view.state}`);

  app.view = function (number) {
    const box = app.boxes[number];
    if (!app.filtering()) return { members: box.members, needs: box.needs, state: box.state, label: box.label };
    const members = box.members.filter(app.passes);
    const needs = box.needs.filter((need) => inTime(app.filter.year, need.year, 0));
    // Labels are judged on all records: under a filter they would say what nobody judged.
    return { members, needs, state: stateOf(box, members, needs), label: "" };
  };
})(kgMap);
