// Search by name in either language or id: segments first, then who is in them.
(function (app) {
  const data = app.data;
  const box = app.byId("search");
  const list = app.byId("found");
  const SHOWN = 30;
  let found = [];
  let active = -1;

  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const entries = app.boxes.map((one) => ({ box: one.number, thing: one.thing, member: false }));
  app.boxes.forEach((one) => app.once(one.members).forEach((member) => entries.push({ box: one.number, thing: member.thing, member: true })));
  const keys = data.things.map((thing) => thing.slice(0, 3).map(plain));

  function rank(thing, text) {
    let best = 3;
    for (const key of keys[thing]) {
      if (key === text) return 0;
      if (key.startsWith(text)) best = Math.min(best, 1);
      else if (key.includes(text)) best = Math.min(best, 2);
    }
    return best;
  }

  app.find = function (words) {
    const text = plain(words.trim());
    if (!text) return [];
    return entries.map((entry, order) => [rank(entry.thing, text), Number(entry.member), order, entry])
      .filter((row) => row[0] < 3)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
      .slice(0, SHOWN).map((row) => row[3]);
  };

  function option(entry, place) {
    const item = app.make("li", app.name(entry.thing));
    item.id = `found-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(place === active));
    const segment = app.name(app.boxes[entry.box].thing);
    item.append(app.make("small", entry.member ? segment : app.words("segment")));
    // Before the box loses focus and the list is closed.
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(place); });
    return item;
  }

  function draw() {
    const nothing = box.value.trim() && !found.length;
    const items = nothing ? [app.make("li", app.word("nothing"))] : found.map(option);
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

  function take(place) {
    const entry = found[place];
    close();
    if (entry) app.choose(entry.box, { travel: true, thing: entry.member ? entry.thing : -1 });
  }

  function look() {
    found = app.find(box.value);
    active = found.length ? 0 : -1;
    draw();
  }

  box.addEventListener("input", look);
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

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (event.key === "/" && !typing) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "Escape" && !event.isComposing) {
      box.value = "";
      close();
      app.closePanel();
    } else if (!typing && !event.ctrlKey && !event.metaKey && ["+", "=", "-", "0"].includes(event.key)) {
      if (event.key === "0") app.fitWidth();
      else app.zoom(event.key === "-" ? 0.8 : 1.25);
    }
  });
})(kgMap);
