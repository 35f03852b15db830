// Who leads a chain: the line at the head of its lane, and the panel of a leader.
(function (app) {
  const LINE = 18, MOST = 12;
  const strips = new Map();
  app.leaders.forEach((leader) => strips.set(leader.lane, [...(strips.get(leader.lane) || []), leader]));

  function pieces(leaders) {
    const roles = new Map();
    for (const leader of leaders) {
      for (const role of leader.roles) {
        const key = `${role.rank} ${app.pick(role.words)}`;
        const text = app.words("lead_name", { name: app.name(leader.thing), basis: app.words(`lead_${["derived", "outside"].includes(role.proof.basis) ? role.proof.basis : "stated"}`) });
        roles.set(key, [...(roles.get(key) || []), [leader.number, text]]);
      }
    }
    const found = [];
    for (const key of [...roles.keys()].sort()) {
      const names = roles.get(key);
      if (found.length) found[found.length - 1][1] += app.words("lead_end");
      const shown = names.slice(0, MOST);
      if (names.length > MOST) shown.push([-1, app.words("and_others_firm", { count: names.length })]);
      shown.forEach(([leader, text], n) => {
        const before = n ? "" : app.words("lead", { role: key.slice(key.indexOf(" ") + 1) });
        found.push([leader, before + text + (n < Math.min(names.length, MOST) - 1 ? app.word("comma") : "")]);
      });
    }
    return found;
  }

  function ready(group) {
    for (const name of group.querySelectorAll("[data-l]")) {
      if (name.dataset.l === "-1") continue;
      name.setAttribute("role", "button");
      name.setAttribute("tabindex", "0");
    }
  }

  app.drawStrips = function () {
    for (const [lane, leaders] of strips) {
      const group = app.byId(`strip${lane}`);
      const [x, y] = group.dataset.at ? group.dataset.at.split(" ") : ["x", "y"].map((name) => group.querySelector("text").getAttribute(name));
      group.dataset.at = `${x} ${y}`;
      const lines = [];
      for (const [leader, text] of pieces(leaders)) {
        const last = lines[lines.length - 1];
        if (last && app.widthOf(last.map((piece) => piece[1]).join("") + text, "lane") <= app.data.strip) last.push([leader, text]);
        else app.fill(text.trim(), app.data.strip, "lane").forEach((part) => lines.push([[leader, part]]));
      }
      group.replaceChildren(...lines.map((line, n) => {
        const text = app.mark("text", { class: "ld", x, y: Number(y) + LINE * n });
        text.append(...line.map(([leader, words]) => app.mark("tspan", { "data-l": leader }, words)));
        return text;
      }));
      ready(group);
    }
  };
  strips.forEach((_, lane) => ready(app.byId(`strip${lane}`)));

  const numberOf = (target) => Number(target.closest?.("[data-l]")?.dataset.l ?? -1);
  app.byId("canvas").addEventListener("click", (event) => {
    const number = numberOf(event.target);
    if (number >= 0 && !app.dragged()) app.openLeader(number);
  });
  app.byId("canvas").addEventListener("keydown", (event) => {
    const number = numberOf(event.target);
    if (number < 0 || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    app.openLeader(number, { travel: true });
  });

  // ------------------------------------------------------------------ the panel of a leader
  app.leader = null;
  app.boxesOf = (things) => app.boxes.filter((box) => app.view(box.number).members.some((member) => things.includes(member.thing)));

  function siteItem(leader, box) {
    const sites = app.view(box.number).members.filter((member) => leader.sites.includes(member.thing));
    return app.boxItem(box.number, ` ${sites.map((member) => app.name(member.thing)).join(app.word("comma"))}`);
  }

  app.leaderParts = function (leader) {
    const line = (text, className) => app.make("p", text, className);
    const own = app.boxesOf([leader.thing]);
    const other = app.other(app.data.things[leader.thing].slice(1, 3));
    return [
      app.make("h2", app.name(leader.thing)),
      ...(other === app.name(leader.thing) ? [] : [line(other, "other")]),
      ...leader.roles.flatMap((role) => [
        line(`★ ${app.pick(role.words)} · ${app.basisWord(role.proof.basis)}`, "role"), app.proofLine(role.proof),
      ]),
      ...(leader.roles.length ? [] : [line(app.words("role_later"), "other")]),
      ...(own.length ? [] : [line(app.words("no_segment"))]),
      ...app.section("own_segments", own.map((box) => app.boxItem(box.number))),
      ...app.section("sites", app.boxesOf(leader.sites).map((box) => siteItem(leader, box))),
    ];
  };

  app.openLeader = function (number, { travel = false } = {}) {
    app.choose(null, { leader: number });
    if (travel) app.byId("panel").focus({ preventScroll: true });
  };
})(kgMap);
