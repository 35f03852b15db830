// Search by name in either language or id: segments first, then who is in them.
(function (app) {
  const data = app.data;
  const SHOWN = 30;
  const entries = app.boxes.map((one) => ({ box: one.number, thing: one.thing, member: false }));
  app.boxes.forEach((one) => app.once(one.members).forEach((member) => entries.push({ box: one.number, thing: member.thing, member: true })));
  // Those in a box are found there; of the others no record tells the segment.
  const seen = new Set(entries.map((entry) => entry.thing));
  app.leaders.forEach((one) => { if (!seen.has(one.thing)) entries.push({ leader: one.number, thing: one.thing, member: true }); });
  const keys = data.things.map((thing) => [...thing.slice(0, 3).map(app.plain), ...(thing[4] || "").split(" ").filter(Boolean)]);

  app.searchBox({
    find: (text) => entries.map((entry, order) => [app.likeness(keys[entry.thing], text), Number(entry.member), order, entry])
      .filter((row) => row[0] < 3)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
      .slice(0, SHOWN).map((row) => row[3]),
    label: (entry) => [app.name(entry.thing), entry.leader !== undefined ? app.leaders[entry.leader].allRoles.map((role) => app.pick(role.words)).join(app.word("comma"))
      : entry.member ? app.name(app.boxes[entry.box].thing) : app.words("segment")],
    take: (entry) => entry.leader !== undefined ? app.openLeader(entry.leader, { travel: true }) : app.choose(entry.box, { travel: true, thing: entry.member ? entry.thing : -1 }),
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (event.key === "/" && !typing) {
      event.preventDefault();
      app.byId("search").focus();
      app.byId("search").select();
    } else if (event.key === "Escape" && !event.isComposing) {
      app.clearSearch();
      app.closePanel();
    } else if (!typing && !event.ctrlKey && !event.metaKey && ["+", "=", "-", "0"].includes(event.key)) {
      if (event.key === "0") app.fitWidth();
      else app.zoom(event.key === "-" ? 0.8 : 1.25);
    }
  });
})(kgMap);
