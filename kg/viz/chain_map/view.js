// Zoom and pan: the picture is as wide as the window, or as wide as its letters need.
(function (app) {
  const stage = app.byId("stage");
  const svg = app.byId("canvas");
  const [, , wide, high] = svg.getAttribute("viewBox").split(" ").map(Number);
  const READABLE = 11 / 12; // letters of 12 units stay at 11 pixels
  let scale = 1;
  let fitting = true;

  function show(next, x, y) {
    const before = scale;
    scale = Math.min(6, Math.max(0.1, next));
    svg.setAttribute("width", String(Math.floor(wide * scale)));
    svg.setAttribute("height", String(Math.floor(high * scale)));
    if (x === undefined) return;
    stage.scrollLeft = (stage.scrollLeft + x) * scale / before - x;
    stage.scrollTop = (stage.scrollTop + y) * scale / before - y;
  }
  const widthScale = () => (stage.clientWidth - 1) / wide;
  const middle = () => [stage.clientWidth / 2, stage.clientHeight / 2];

  app.zoom = function (factor) {
    fitting = false;
    show(scale * factor, ...middle());
  };
  app.fitWidth = function () {
    fitting = true;
    const readable = window.innerWidth > 800 ? Math.max(widthScale(), 0.6) : Math.max(widthScale(), READABLE);
    show(Math.min(readable, 1.6));
  };
  app.fitAll = function () {
    fitting = false;
    const room = parseFloat(getComputedStyle(stage).maxHeight) || window.innerHeight;
    show(Math.min(widthScale(), (room - 2) / high));
  };
  app.scale = () => scale;

  window.addEventListener("resize", () => { if (fitting) app.fitWidth(); });
  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    fitting = false;
    const place = stage.getBoundingClientRect();
    show(scale * Math.exp(-event.deltaY / 400), event.clientX - place.left, event.clientY - place.top);
  }, { passive: false });

  // Dragging with the mouse; fingers scroll by themselves.
  let from = null;
  let moved = false;
  app.dragged = () => moved;
  stage.addEventListener("pointerdown", (event) => {
    moved = false;
    if (event.pointerType === "mouse" && event.button === 0) from = [event.clientX, event.clientY, stage.scrollLeft, stage.scrollTop];
  });
  window.addEventListener("pointermove", (event) => {
    if (!from) return;
    const dx = event.clientX - from[0], dy = event.clientY - from[1];
    if (Math.abs(dx) + Math.abs(dy) > 4) moved = true;
    stage.scrollLeft = from[2] - dx;
    stage.scrollTop = from[3] - dy;
  });
  window.addEventListener("pointerup", () => { from = null; });

  app.byId("zoom-in").addEventListener("click", () => app.zoom(1.25));
  app.byId("zoom-out").addEventListener("click", () => app.zoom(0.8));
  app.byId("zoom-width").addEventListener("click", app.fitWidth);
  app.byId("zoom-fit").addEventListener("click", app.fitAll);
})(kgMap);
