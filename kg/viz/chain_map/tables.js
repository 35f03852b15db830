// The same content as tables, for screen readers and for reading on; made when first opened.
(function (app) {
  const data = app.data;
  const details = app.byId("tables");
  const key = (name) => `chain_picture.${name}`;
  const joined = (texts) => texts.join(app.word("comma"));
  const table = (numbers, rows) => joined(numbers.map((number) => app.pick(rows[number].slice(1))));

  function segmentRow(box) {
    const view = app.view(box.number);
    const named = app.named(view.members);
    return [
      app.pick(data.lanes[box.lane]), app.words(app.positions[box.position]), app.boxButton(box.number),
      app.stateWords(view), view.label ? app.tagWords(view.label) : "",
      String(named.length), app.statedOf(view.members),
      joined(named.map((member) => app.name(member.thing))),
      joined(app.once(view.members.filter((member) => !member.exists)).map((member) => app.name(member.thing))),
      joined(app.investments(view.members)),
      joined(view.needs.map((need) => app.name(need.thing))),
    ];
  }

  function memberRow(box, member) {
    return [
      app.boxButton(box.number), app.name(member.thing), app.words(`kind_${member.kind}`),
      joined(member.roles.map(app.pick)), app.statusWord(member.exists ? member.proof.status : member.proof.status === "existing" ? "planned" : member.proof.status),
      table(member.districts, data.districts), table(member.products, data.products),
      joined(member.amounts.map(app.pick)), app.proofLine(member.proof),
    ];
  }

  app.drawTables = function () {
    if (!details.open) return;
    app.byId("leader-table").hidden = !app.leaders.length;
    app.fillTable(app.byId("leader-table"), key("leaders"), [key("member"), "roles", key("segment"), "source"],
      app.leaders.flatMap((leader) => leader.roles.map((role) => [
        app.name(leader.thing), app.pick(role.words), joined(app.boxesOf([leader.thing]).map((box) => app.name(box.thing))), app.proofLine(role.proof),
      ])));
    app.fillTable(app.byId("segment-table"), key("segments"),
      ["lane", "position", "segment", "state", "label", "named_head", "stated_head", "members", "planned_members", "amounts", "needs_head"].map(key),
      app.boxes.map(segmentRow));
    app.fillTable(app.byId("member-table"), key("members"),
      [key("segment"), key("member"), "kind", "roles", "status", key("place"), key("products"), key("amounts"), "source"],
      app.boxes.flatMap((box) => app.view(box.number).members.map((member) => memberRow(box, member))));
    app.fillTable(app.byId("flow-table"), key("flows"), ["from", "to", "source"],
      app.links.map((link) => [app.boxButton(link.source), app.boxButton(link.target), app.proofLine(link.proof)]));
  };
  details.addEventListener("toggle", app.drawTables);
})(kgMap);
