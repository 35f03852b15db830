// Mouse and keys in the picture: arrows go to the nearest part, Enter opens, Esc closes.
(function (app) {
  const data = app.data;
  function target(element) {
    const part = element.closest("[data-thing], [data-box]");
    if (!part) return null;
    return part.dataset.thing === undefined ? { box: part.dataset.box } : { thing: Number(part.dataset.thing) };
  }

  app.rove = function (part) {
    for (const other of app.parts('[role="button"]')) other.setAttribute("tabindex", "-1");
    if (part.getAttribute("role") === "button") part.setAttribute("tabindex", "0");
  };

  const middle = (part) => {
    const box = part.getBoundingClientRect();
    // A box is met at its head: its middle is among its own entries.
    return [box.left + Math.min(box.width / 2, 60), box.top + Math.min(box.height / 2, 12)];
  };

  function step(from, dx, dy) {
    const [x, y] = middle(from);
    let best = null;
    let least = Infinity;
    for (const part of app.picture().querySelectorAll('[role="button"]')) {
      if (part === from) continue;
      const [px, py] = middle(part);
      const along = (px - x) * dx + (py - y) * dy;
      const aside = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
      if (along > 3 && along + 2.5 * aside < least) {
        least = along + 2.5 * aside;
        best = part;
      }
    }
    return best;
  }

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  app.byId("picture").addEventListener("click", (event) => {
    const what = target(event.target);
    if (what) app.choose(what);
  });
  app.byId("picture").addEventListener("keydown", (event) => {
    const part = event.target.closest('[role="button"]');
    if (!part) return;
    if (Object.hasOwn(ARROWS, event.key)) {
      event.preventDefault();
      const next = step(part, ...ARROWS[event.key]);
      if (next) {
        app.rove(next);
        next.focus();
      }
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      app.choose(target(part));
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      app.byId("search").focus();
    } else if (event.key === "Escape" && !typing && app.chosen) {
      app.choose(null);
    }
  });
})(kgMap);
