// What the parts of the firm graph's page share: names, kinds, the records of each node.
(function (app) {
  const data = app.data;
  app.name = (number) => app.pick(data.facts[number].name);
  app.kindOf = (number) => data.kinds[Number(data.nodes[number].group.slice(1))];

  // Records by node number, made once: the panel and the highlight read them.
  app.recordsOf = data.nodes.map(() => []);
  data.records.forEach((record, number) => {
    app.recordsOf[record[1]].push(number);
    if (record[2] !== record[1]) app.recordsOf[record[2]].push(number);
  });

  app.status = (number) => data.facts[number].status || "existing";
  app.isLeader = (number) => Boolean(data.facts[number].roles);
  // What is only intended is never drawn like what exists.
  app.isIntended = (number) => ["proposed", "planned", "building"].includes(app.status(number));

  // One button that goes to a node.
  app.nodeButton = function (number) {
    const button = app.make("button", app.name(number), "link");
    button.type = "button";
    button.addEventListener("click", () => app.choose(number, true));
    return button;
  };

  app.onLanguage.push(() => {
    app.byId("counts").textContent = app.say("counts", { nodes: data.nodes.length, records: data.records.length });
    app.byId("coverage").textContent = app.pick(data.coverage);
  });
})(kgMap);
