// The picture: its texts under filters and languages, the chosen box and its flows.
(function (app) {
  const SVG = "http://www.w3.org/2000/svg";
  const svg = app.byId("canvas");
  const narrow = window.matchMedia("(max-width: 800px)"); // where the panel lies below
  const groups = app.boxes.map((box) => box.group);
  const state = () => app.lang + JSON.stringify(app.filter);
  let drawn = app.data.lang + JSON.stringify(app.filter);

  app.mark = function (name, attributes, text) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    if (text !== undefined) element.textContent = text;
    return element;
  };

  function tag(box, label) {
    if (!label) return [];
    const right = box.width - 12;
    const left = right - app.tagWidth(label) + 6;
    const shape = {
      fill: `M${left} 5H${right}v18H${left}z`,
      strengthen: `M${left + 8} 5H${right - 8}a9 9 0 0 1 0 18H${left + 8}a9 9 0 0 1 0-18z`,
      extend: `M${left} 5H${right - 6}l6 9l-6 9H${left}z`,
    }[label];
    return [app.mark("path", { class: `t ${label}`, d: shape }),
      app.mark("text", { x: (left + right) / 2 - 1, y: 18 }, app.tagWords(label))];
  }

  function drawBox(box) {
    const view = app.view(box.number);
    const group = groups[box.number];
    let y = 6;
    const texts = app.linesOf(box, view).flatMap(([look, text]) => {
      y += look === "n" || look === "k" ? 18 : 16;
      if (!text) return [];
      const line = app.mark("text", { y: y - 3 }, text);
      if (look) line.setAttribute("class", look);
      return line;
    });
    const leads = view.members.some(app.leads);
    group.setAttribute("class", `b ${view.state}${leads ? " top" : ""}`);
    group.replaceChildren(group.querySelector("rect"), ...texts, ...tag(box, view.label));
  }

  function drawLane(title, number) {
    const group = app.byId(`lane${number}`);
    const old = group.querySelectorAll("text");
    const first = Number(old[0].getAttribute("y"));
    const middle = first + (old.length - 1) * 9;
    const lines = app.balanced(app.pick(title), 92, app.lang === "zh" ? "lane" : "bold");
    group.replaceChildren(...lines.map((line, i) =>
      app.mark("text", { class: "lt", x: old[0].getAttribute("x"), y: middle - (lines.length - 1) * 9 + 18 * i }, line)));
  }

  // What the server drew stays until a filter or the language says otherwise.
  app.drawPicture = function () {
    if (state() !== drawn) {
      if (!drawn.startsWith(app.lang)) app.data.lanes.forEach(drawLane);
      app.boxes.forEach(drawBox);
      app.drawStrips();
      for (const sign of document.querySelectorAll("#key [data-label]")) {
        sign.textContent = Array.from(app.tagWords(sign.dataset.label))[0];
      }
      drawn = state();
    }
    groups.forEach((group, number) => group.setAttribute("aria-label", app.summary(number)));
    app.light();
  };

  // ------------------------------------------------------------------ the chosen box
  const ways = app.mark("g", { id: "ways" });
  app.byId("flows").after(ways);
  app.chosen = null;
  app.hits = new Set();

  function tip(path) {
    const numbers = path.match(/-?\d+/g).map(Number);
    const end = numbers[numbers.length - 1];
    const y = Number(path.match(/V(-?\d+)H-?\d+$/)[1]);
    const before = Number(path.match(/H(-?\d+)V-?\d+H-?\d+$/)[1]);
    return `M${end} ${y}l${end > before ? -11 : 11}-5.5v11z`;
  }

  app.light = function () {
    groups.forEach((group, number) => {
      group.classList.toggle("on", number === app.chosen);
      group.classList.toggle("hit", app.hits.has(number));
    });
    const own = app.links.filter((link) => link.path && (link.source === app.chosen || link.target === app.chosen));
    svg.classList.toggle("chosen", own.length > 0);
    ways.replaceChildren(...own.flatMap((link) => [
      app.mark("path", { class: "way", d: link.path }), app.mark("path", { class: "tip", d: tip(link.path) }),
    ]));
  };

  // The boxes that hold a thing, or a leader with its plants and projects.
  app.markBoxes = function (thing) {
    const leader = app.leaders[app.leader];
    const things = leader ? [leader.thing, ...leader.sites] : [thing];
    app.hits = new Set(app.boxes.filter((box) => box.members.some((member) => things.includes(member.thing))).map((box) => box.number));
  };

  app.uncover = (number) => groups[number].scrollIntoView({ block: "nearest", inline: "nearest" });

  // number: a box, or null for nothing; things: members to mark in panel and picture.
  // leader: whose panel is opened instead of a box's.
  app.choose = function (number, { travel = false, thing = -1, leader = null } = {}) {
    app.chosen = number;
    app.leader = leader;
    app.markBoxes(thing);
    app.drawPanel(thing);
    app.light();
    app.remember(true);
    if (number === null) return;
    rove(number);
    if (travel) svg.scrollIntoView({ block: "nearest" });
    app.uncover(number);
    if (travel) app.byId("panel").focus({ preventScroll: true });
    if (narrow.matches) app.byId("panel").scrollIntoView({ block: "start" });
  };

  // ------------------------------------------------------------------ the keyboard
  function rove(number) {
    groups.forEach((group, other) => group.setAttribute("tabindex", other === number ? "0" : "-1"));
  }
  app.focusBox = function (number) {
    rove(number);
    groups[number].focus({ preventScroll: true });
    app.uncover(number);
  };

  // The nearest box that way: straight ahead counts single, sideways double.
  app.neighbour = function (number, dx, dy) {
    const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];
    const [x, y] = middle(app.boxes[number]);
    let best = null, least = Infinity;
    for (const box of app.boxes) {
      const [bx, by] = middle(box);
      const ahead = (bx - x) * dx + (by - y) * dy;
      const aside = Math.abs((bx - x) * dy) + Math.abs((by - y) * dx);
      if (box.number === number || ahead < 4) continue;
      if (ahead + 2 * aside < least) {
        least = ahead + 2 * aside;
        best = box.number;
      }
    }
    return best;
  };

  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  groups.forEach((group, number) => {
    group.setAttribute("role", "button");
    group.setAttribute("tabindex", number ? "-1" : "0");
    group.addEventListener("click", () => { if (!app.dragged()) app.choose(number); });
    group.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (Object.hasOwn(WAYS, event.key)) {
        const next = app.neighbour(number, ...WAYS[event.key]);
        if (next !== null) app.focusBox(next);
        event.preventDefault();
      } else if (event.key === "Enter" || event.key === " ") {
        app.choose(number, { travel: true });
        event.preventDefault();
      }
    });
  });
})(kgMap);
