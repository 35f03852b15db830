// The panel: what is known of a thing or a box, and from where.
(function (app) {
  const data = app.data;
  const panel = app.byId("panel");
  app.chosen = null; // { thing } or { box }
  let cameFrom = null;

  function term(list, key, words) {
    if (words) list.append(app.make("dt", app.word(key)), app.make("dd", words));
  }

  app.thingButton = function (number) {
    const button = app.make("button", app.pick(data.things[number].name), "link");
    button.type = "button";
    button.addEventListener("click", () => app.choose({ thing: number }));
    return button;
  };

  app.boxButton = function (key) {
    const button = app.make("button", app.pick(app.boxOf.get(key).name), "link");
    button.type = "button";
    button.addEventListener("click", () => app.choose({ box: key }));
    return button;
  };

  function evidence(number) {
    const [record, basis, status, source, spans, confidence, from] = data.evidence[number];
    const block = app.make("div", undefined, "evidence");
    const marks = [app.basisWord(basis)];
    if (status && status !== "existing") marks.push(app.statusWord(status));
    if (confidence && confidence !== "high" && Object.hasOwn(data.words, `confidence.${confidence}`)) {
      marks.push(app.say("place_map.confidence", { level: app.word(`confidence.${confidence}`) }));
    }
    block.append(app.make("div", marks.join(" · ")));
    if (source) {
      const line = app.make("div");
      const known = app.sourceOf.get(source);
      line.append(known ? app.sourceLine(known) : app.make("span", `[${source}]`));
      if (spans) line.append(app.make("span", ` ${spans}`));
      block.append(line);
    }
    if (from.length) block.append(app.make("div", app.say("place_map.from_records", { records: from.join("; ") })));
    block.append(app.make("div", record));
    return block;
  }

  function fact(words, basis, records) {
    const item = app.make("li", undefined, "fact");
    if (basis && basis !== "stated") item.classList.add(basis === "outside" ? "outside" : "derived");
    if (typeof words === "string") item.append(app.make("div", words));
    else item.append(words);
    item.append(...records.map(evidence));
    return item;
  }

  function section(key, items) {
    if (!items.length) return [];
    const list = app.make("ul");
    list.append(...items);
    return [app.make("h3", app.word(key)), list];
  }

  const figures = (found) => found.map(([label, text, record]) =>
    fact(`${app.pick(label)}${app.lang === "zh" ? "：" : ": "}${app.pick(text)}`, "", [record]));

  function heading(name) {
    const close = app.make("button", "×", "close");
    close.type = "button";
    close.setAttribute("aria-label", app.word("close"));
    close.addEventListener("click", () => app.choose(null));
    const head = [close, app.make("h2", app.pick(name))];
    if (name[0] !== name[1]) head.push(app.make("p", app.other(name), "other"));
    return head;
  }

  function standing(key, [how, place, through, basis, records]) {
    const said = app.say(`place_map.how_${how}`, { through: through ? app.pick(through) : "" });
    const words = app.make("div");
    const box = app.boxOf.get(key);
    words.append(app.boxButton(key), app.make("div", said + (app.basisWord(basis) && ` · ${app.basisWord(basis)}`)));
    if (place[0] !== box.name[0] && key[0] === "a") words.append(app.make("div", app.pick(place)));
    return fact(words, basis, records);
  }

  function drawThing(number) {
    const thing = data.things[number];
    const shown = heading(thing.name);
    for (const role of thing.roles || []) shown.push(app.make("p", `★ ${app.pick(role)}`, "role"));
    const list = app.make("dl");
    term(list, "kind", app.pick(data.types[thing.type][1]));
    term(list, "status", thing.status ? app.statusWord(thing.status) : "");
    term(list, "count", thing.count && app.pick(thing.count));
    term(list, "place_map.chains", (thing.chains || []).map((chain) => app.pick(data.chains[chain][1])).join(app.word("comma")));
    term(list, "id", thing.id);
    shown.push(list);
    const reasons = thing.at.flatMap(([key, standings]) => standings.map((one) => standing(key, one)));
    shown.push(...section("place_map.where", reasons));
    if (!reasons.length) shown.push(app.make("h3", app.word("place_map.where")), app.make("p", app.word("place_map.not_told")));
    shown.push(...section("place_map.figures", figures(thing.figures || [])));
    shown.push(...section("place_map.own_evidence", [fact("", "", [thing.own])]));
    panel.replaceChildren(...shown);
  }

  function drawBox(key) {
    const box = app.boxOf.get(key);
    const shown = heading(box.name);
    const list = app.make("dl");
    term(list, "kind", box.type && app.pick(box.type));
    term(list, "place_map.code", box.code);
    term(list, "id", box.id);
    shown.push(list);
    if (box.untold) shown.push(app.make("p", app.word("place_map.not_told")));
    shown.push(...section("place_map.layers", (box.layers || []).map(([layer, records]) =>
      fact(app.pick(data.layers[layer].name), "", records))));
    const things = box.things.map((number) => {
      const item = app.make("li");
      const thing = data.things[number];
      item.append(app.thingButton(number), app.make("small", kindWords(thing)));
      if (thing.roles) item.prepend("★ ");
      return item;
    });
    shown.push(...section("place_map.listed", things));
    if (!things.length) shown.push(app.make("p", app.word("place_map.empty")));
    if (box.own !== undefined) shown.push(...section("place_map.own_evidence", [fact("", "", [box.own])]));
    panel.replaceChildren(...shown);
  }

  function kindWords(thing) {
    const words = [app.pick(data.types[thing.type][1])];
    if (thing.status) words.push(app.statusWord(thing.status));
    if (thing.count) words.push(`${app.word("place_map.tag_group")} ${app.pick(thing.count)}`);
    return words.join(" · ");
  }

  app.drawPanel = function () {
    panel.hidden = app.chosen === null;
    if (app.chosen === null) panel.replaceChildren();
    else if (app.chosen.box !== undefined) drawBox(app.chosen.box);
    else drawThing(app.chosen.thing);
    panel.scrollTop = 0;
  };

  const isChosen = (element) => app.chosen !== null && (app.chosen.box !== undefined
    ? element.dataset.box === app.chosen.box : element.dataset.thing === String(app.chosen.thing));

  app.choose = function (what, focus = true) {
    if (what !== null && !panel.contains(document.activeElement)) cameFrom = document.activeElement;
    app.chosen = what;
    for (const element of app.parts("[data-thing], [data-box]")) element.classList.toggle("chosen", isChosen(element));
    const first = app.picture().querySelector(".chosen");
    if (first) {
      // The panel never covers what it tells of.
      const at = first.getBoundingClientRect();
      panel.classList.toggle("left", at.left > window.innerWidth / 2);
      app.rove(first);
      if (focus) first.scrollIntoView({ block: "nearest" });
    }
    app.drawPanel();
    app.remember();
    if (what !== null && focus) panel.focus({ preventScroll: true });
    else if (what === null && focus && cameFrom && cameFrom.isConnected) cameFrom.focus({ preventScroll: true });
  };
})(kgMap);
