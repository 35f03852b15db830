// The address keeps what is shown; puts the page together and says when the picture stands.
(function (app) {
  const data = app.data;
  let restored = false;

  app.remember = function () {
    if (!restored) return;
    const state = new URLSearchParams();
    if (app.lang !== data.lang) state.set("lang", app.lang);
    for (const name of Object.keys(app.filters)) if (app.filters[name]) state.set(name, app.filters[name]);
    if (app.chosen) state.set("at", app.chosen.box === undefined ? data.things[app.chosen.thing].id : `box:${app.boxOf.get(app.chosen.box).id}`);
    const text = String(state);
    if (`#${text}` !== (window.location.hash || "#")) {
      window.history.replaceState(null, "", text ? `#${text}` : window.location.pathname + window.location.search);
    }
  };

  // What the page does not know is passed over: the address may be anyone's.
  function restore() {
    restored = false;
    const state = new URLSearchParams(window.location.hash.slice(1));
    const lang = state.get("lang");
    const allowed = {
      chain: ["-none", ...data.chains.map(([id]) => id)],
      kind: data.types.map(([name]) => name),
      layer: ["-all", "-none", ...data.layers.map((layer) => layer.id)],
    };
    for (const name of Object.keys(app.filters)) {
      const value = state.get(name) || "";
      app.filters[name] = allowed[name].includes(value) ? value : "";
    }
    app.setLanguage(lang === "zh" || lang === "en" ? lang : data.lang);
    const at = state.get("at") || "";
    const thing = data.things.findIndex((one) => one.id === at);
    const inside = data.boxes.find((one) => `box:${one.id}` === at);
    app.choose(thing >= 0 ? { thing } : inside ? { box: inside.key } : null, false);
    restored = true;
  }
  window.addEventListener("hashchange", restore);

  app.onLanguage.push(() => {
    for (const svg of app.pictures) svg.toggleAttribute("hidden", svg.dataset.lang !== app.lang);
    app.byId("coverage").textContent = app.pick(data.coverage);
    app.drawFilters();
    app.applyFilters();
    app.drawPanel();
  });

  restore();
  for (const svg of app.pictures) {
    const first = svg.querySelector('[role="button"]');
    if (first && !svg.querySelector('[tabindex="0"]')) first.setAttribute("tabindex", "0");
  }
  window.requestAnimationFrame(() => {
    document.body.dataset.drawn = String(Math.round(performance.now()));
  });
})(kgMap);
