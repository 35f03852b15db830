// A search box with a list below it (combobox of WAI-ARIA 1.2): arrows move, Enter takes.
(function (app) {
  const box = app.byId("search");
  const list = app.byId("found");
  let found = [];
  let active = -1;
  let asked = null;

  app.plain = (text) => text.normalize("NFKC").toLowerCase();

  // 0 if the text is one of the keys, 1 if it begins one, 2 if it stands in one, else 3.
  app.likeness = function (keys, text) {
    let best = 3;
    for (const key of keys) {
      if (key === text) return 0;
      if (key.startsWith(text)) best = Math.min(best, 1);
      else if (key.includes(text)) best = Math.min(best, 2);
    }
    return best;
  };

  function option(hit, place) {
    const [name, kind] = asked.label(hit);
    const item = app.make("li", name);
    item.id = `found-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(place === active));
    if (kind) item.append(app.make("small", kind));
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

  function take(place) {
    if (!found.length) return; // the words that nothing was found stay in sight
    const hit = found[place];
    close();
    asked.take(hit);
  }

  function look() {
    found = app.find(box.value);
    active = found.length ? 0 : -1;
    draw();
  }

  app.clearSearch = function () {
    box.value = "";
    close();
  };

  // find(words) gives the hits, best first; label(hit) its name and kind; take(hit) goes there.
  app.searchBox = function (how) {
    asked = how;
    app.find = (words) => {
      const text = app.plain(words.trim());
      return text ? how.find(text) : [];
    };
    box.addEventListener("input", look);
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (event) => {
      if (event.isComposing) return; // Enter that ends a pinyin input is not a search yet
      if (event.key === "Enter") {
        event.preventDefault();
        if (!found.length) look();
        take(active);
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
        active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
        draw();
        event.preventDefault();
      }
    });
  };
})(kgMap);
