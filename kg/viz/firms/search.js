// Search by name in either language, alias, pinyin or id: arrows move, Enter goes, Esc clears.
(function (app) {
  const { data } = app;
  const box = app.byId("search");
  const list = app.byId("found");
  const SHOWN = 30;
  let found = [];
  let active = -1;

  const plain = (text) => text.normalize("NFKC").toLowerCase();
  // All that a thing is found by, each between line breaks; made when first needed.
  let words = null;
  app.readyToSearch = function () {
    if (words) return;
    words = new Array(app.count);
    for (let i = 0; i < app.count; i += 1) words[i] = plain(`\n${[...app.names(i), ...app.aliases(i), app.keys(i), app.id(i)].join("\n")}\n`);
  };

  // Whole name first, then beginnings, then anywhere; within these the larger node first.
  app.find = function (typed) {
    const text = plain(typed.trim()).replaceAll("\n", " ");
    if (!text) return [];
    app.readyToSearch();
    const hits = [];
    for (let i = 0; i < app.count; i += 1) {
      if (!words[i].includes(text)) continue;
      const rank = words[i].includes(`\n${text}\n`) ? 0 : words[i].includes(`\n${text}`) ? 1 : 2;
      hits.push([rank, -data.nodes.size[i], i]);
    }
    return hits.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).slice(0, SHOWN).map((hit) => hit[2]);
  };

  function option(number, place) {
    const item = app.make("li", app.name(number));
    item.id = `found-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(place === active));
    item.append(app.make("small", app.pick(app.kindOf(number)[1])));
    // Before the box loses focus and the list is closed.
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(place); });
    return item;
  }

  function draw() {
    const nothing = box.value.trim() && !found.length;
    const items = nothing ? [app.make("li", app.word("nothing"), "nothing")] : found.map(option);
    list.replaceChildren(...items);
    list.hidden = !items.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    if (active >= 0) box.setAttribute("aria-activedescendant", `found-${active}`);
    else box.removeAttribute("aria-activedescendant");
    const shown = active >= 0 && list.children[active];
    if (shown) shown.scrollIntoView({ block: "nearest" });
  }

  function close() {
    found = [];
    active = -1;
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }
  app.clearSearch = function () {
    box.value = "";
    close();
  };

  function take(place) {
    const number = found[place];
    if (number === undefined) return; // the words that nothing was found stay in sight
    close();
    app.choose(number, true);
  }

  function look() {
    found = app.find(box.value);
    active = found.length ? 0 : -1;
    draw();
  }

  box.addEventListener("input", look);
  box.addEventListener("focus", app.readyToSearch);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter that ends a pinyin input is not a search yet
    if (event.key === "Enter") {
      if (!found.length) look();
      take(active);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
      active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      draw();
      event.preventDefault();
    }
  });
})(kgMap);
