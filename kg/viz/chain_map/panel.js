// The panel of a box: who is in it, what is needed, what flows in and out, each with its source.
(function (app) {
  const data = app.data;
  const panel = app.byId("panel");
  let marked = -1;

  const line = (text, className) => app.make("p", text, className);
  const names = (numbers, table) => numbers.map((number) => app.pick(table[number].slice(1))).join(app.word("comma"));

  app.proofLine = function (proof) {
    const block = app.make("p", undefined, "proof");
    const said = [proof.basis === "stated" ? "" : app.basisWord(proof.basis), proof.status === "existing" ? "" : app.statusWord(proof.status)];
    said.filter(Boolean).forEach((words) => block.append(app.make("strong", `${words} · `)));
    const known = app.sourceOf.get(proof.source);
    if (known) block.append(app.sourceLine(known));
    else if (proof.source) block.append(`[${proof.source}]`);
    else if (proof.from) block.append(`← ${proof.from}`);
    block.append(` · ${proof.record}${proof.spans ? ` (${proof.spans})` : ""}`);
    return block;
  };

  function memberItem(member) {
    const item = app.make("li", undefined, `fact${member.exists ? "" : " intended"}${member.thing === marked ? " found" : ""}`);
    const name = app.make("strong", app.name(member.thing));
    item.append(name);
    if (member.kind === "group") item.append(` — ${app.countOf(member)}`);
    else item.append(app.make("small", ` ${app.words(`kind_${member.kind}`)}`));
    if (member.roles.length) item.append(line(`${app.leads(member) ? "★" : "☆"} ${member.roles.map(app.pick).join(app.word("comma"))}`, "role"));
    const facts = [
      [app.words("place"), names(member.districts, data.districts)],
      [app.words("products"), names(member.products, data.products)],
    ];
    for (const [head, words] of facts) if (words) item.append(line(`${head}: ${words}`));
    if (member.head >= 0 && ["plant", "project"].includes(member.kind)) item.append(line(app.words("run_by", { name: app.name(member.head) })));
    item.append(app.proofLine(member.proof));
    for (const amount of member.amounts) {
      const figure = line(`${app.words("amounts")}: ${app.pick(amount)}`);
      item.append(figure, app.proofLine(app.proof(amount[3] || [])));
    }
    return item;
  }

  function section(head, items) {
    if (!items.length) return [];
    const list = app.make("ul");
    list.append(...items);
    return [app.make("h3", `${app.words(head)} (${items.length})`), list];
  }

  app.section = section;

  app.boxButton = function (number) {
    const button = app.make("button", app.name(app.boxes[number].thing), "link");
    button.type = "button";
    button.addEventListener("click", () => app.choose(number, { travel: true }));
    return button;
  };

  app.boxItem = function (number, ...more) {
    const item = app.make("li", undefined, "fact");
    item.append(app.boxButton(number), ...more);
    return item;
  };
  const flowItem = (link, other) => app.boxItem(other, app.proofLine(link.proof));

  function needItem(need) {
    const item = app.make("li", undefined, "fact");
    item.append(app.make("strong", app.name(need.thing)), ` ${app.pick(need.level)}`, app.proofLine(need.proof));
    return item;
  }

  function closer() {
    const close = app.make("button", "×", "close");
    close.type = "button";
    close.setAttribute("aria-label", app.word("close"));
    close.addEventListener("click", app.closePanel);
    return close;
  }

  function head(box, view) {
    const label = view.label ? ` · ${app.tagWords(view.label)}` : "";
    const alarm = ["needed", "unknown"].includes(view.state) ? "alarm" : "";
    const where = [app.pick(data.lanes[box.lane]), app.words(app.positions[box.position])].join(" · ");
    const other = app.other(data.things[box.thing].slice(1, 3));
    return [
      closer(), app.make("h2", app.name(box.thing)),
      ...(other === app.name(box.thing) ? [] : [line(other, "other")]),
      line(where), line(app.stateWords(view) + label, alarm),
      ...[app.facts(view.members).join(" / "), ...app.investments(view.members).map((text) => text + app.words("may_overlap"))].filter(Boolean).map((text) => line(text)),
    ];
  }

  app.drawPanel = function (thing = marked) {
    marked = thing;
    const number = app.chosen;
    const leader = app.leaders[app.leader];
    panel.hidden = number === null && !leader;
    if (leader) {
      panel.replaceChildren(closer(), ...app.leaderParts(leader));
      panel.scrollTop = 0;
      return;
    }
    if (number === null) {
      panel.replaceChildren();
      return;
    }
    const box = app.boxes[number];
    const view = app.view(number);
    const real = view.members.filter((member) => member.exists && member.kind !== "group");
    const of = (...kinds) => real.filter((member) => kinds.includes(member.kind)).map(memberItem);
    const hidden = box.members.length - view.members.length;
    panel.replaceChildren(
      ...head(box, view),
      ...section("firms", of("firm", "other")),
      ...section("works", of("project", "plant")),
      ...section("planned_members", view.members.filter((member) => !member.exists).map(memberItem)),
      ...section("groups", view.members.filter((member) => member.exists && member.kind === "group").map(memberItem)),
      ...(view.members.length || hidden ? [] : [line(app.words("none"), "alarm")]),
      ...(hidden ? [line(app.words("outside_filter", { count: hidden }), "other")] : []),
      ...section("needs_head", view.needs.map(needItem)),
      ...section("takes", app.links.filter((link) => link.target === number).map((link) => flowItem(link, link.source))),
      ...section("feeds", app.links.filter((link) => link.source === number).map((link) => flowItem(link, link.target))),
    );
    panel.scrollTop = 0;
    const found = panel.querySelector(".found");
    if (found) panel.scrollTop = found.offsetTop - panel.offsetTop - 40;
  };

  app.closePanel = function () {
    const number = app.chosen;
    app.choose(null);
    if (number !== null) app.focusBox(number);
  };
})(kgMap);
