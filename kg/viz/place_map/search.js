// Search for a place or thing by name in either language, alias, pinyin or id.
(function (app) {
  const data = app.data;
  const box = app.byId("search");
  const list = app.byId("found");
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const candidates = [
    ...data.boxes.filter((one) => !one.untold).map((one) => ({
      to: { box: one.key }, name: one.name, kind: one.type || null, keys: [...one.name, ...(one.words || []), one.id].map(plain),
    })),
    ...data.things.map((thing, number) => ({
      to: { thing: number }, name: thing.name, kind: data.types[thing.type][1],
      keys: [...thing.name, ...(thing.words || []), thing.id].map(plain),
    })),
  ];
  let found = [];
  let active = -1;

  function rank(keys, text) {
    let best = 3;
    for (const key of keys) {
      if (key === text) return 0;
      if (key.startsWith(text)) best = Math.min(best, 1);
      else if (key.includes(text)) best = Math.min(best, 2);
    }
    return best;
  }

  function drawFound() {
    const items = found.map((number, place) => {
      const item = app.make("li", app.pick(candidates[number].name));
      item.id = `found-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(place === active));
      if (candidates[number].kind) item.append(app.make("small", app.pick(candidates[number].kind)));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(place); });
      return item;
    });
    if (box.value.trim() && !items.length) items.push(app.make("li", app.word("nothing")));
    list.replaceChildren(...items);
    list.hidden = !items.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    if (active >= 0) box.setAttribute("aria-activedescendant", `found-${active}`);
    else box.removeAttribute("aria-activedescendant");
    if (active >= 0) list.children[active].scrollIntoView({ block: "nearest" });
  }

  function closeFound() {
    found = [];
    active = -1;
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function take(place) {
    const number = found[place];
    closeFound();
    if (number !== undefined) app.choose(candidates[number].to);
  }

  box.addEventListener("input", () => {
    const text = plain(box.value.trim());
    found = !text ? [] : candidates.map((one, number) => [rank(one.keys, text), number])
      .filter(([r]) => r < 3).sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 30).map(([, number]) => number);
    active = found.length ? 0 : -1;
    drawFound();
  });
  box.addEventListener("blur", closeFound);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!found.length) return;
      active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      drawFound();
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(active);
    } else if (event.key === "Escape") {
      box.value = "";
      closeFound();
      if (app.chosen) app.choose(null, false);
      box.blur();
    }
  });
})(kgMap);
