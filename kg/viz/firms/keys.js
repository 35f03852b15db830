// Everything by keyboard: / searches, arrows go from thing to thing, Enter opens, Escape goes back.
(function (app) {
  const { network } = app;
  const stage = app.byId("canvas");
  // The stage has the keyboard: the library's own frame in it would be a second stop of Tab.
  network.canvas.frame.tabIndex = -1;
  app.focusStage = () => stage.focus({ preventScroll: true });
  const said = app.byId("said");
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  // Things have their numbers, folded boxes the numbers below zero.
  function stops() {
    const found = app.scene.nodes.map((number) => [number, app.scene.x[number], app.scene.y[number]]);
    for (const block of app.scene.blocks) {
      if (!block.open) found.push([-1 - block.number, (block.left + block.right) / 2, (block.top + block.bottom) / 2]);
    }
    return found;
  }

  function next(way) {
    const all = stops();
    const here = all.find(([stop]) => stop === app.cursor) || all.find(([stop]) => stop === app.state.node);
    if (!here) {
      const leader = app.leaders.find((number) => app.scene.drawn[number]);
      return all.find(([stop]) => stop === leader) || all[0];
    }
    let [best, least] = [here, Infinity];
    for (const stop of all) {
      const [dx, dy] = [stop[1] - here[1], stop[2] - here[2]];
      const ahead = dx * way[0] + dy * way[1];
      const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (ahead > 0.5 && ahead + 2.2 * aside < least) [best, least] = [stop, ahead + 2.2 * aside];
    }
    return best;
  }

  function step(way) {
    const stop = next(way);
    if (!stop) return;
    app.cursor = stop[0];
    said.textContent = stop[0] >= 0 ? app.name(stop[0]) : app.blockName(-1 - stop[0]);
    const at = network.canvasToDOM({ x: stop[1], y: stop[2] });
    if (at.x < 40 || at.y < 40 || at.x > stage.clientWidth - 40 || at.y > stage.clientHeight - 60) {
      network.moveTo({ position: { x: stop[1], y: stop[2] }, animation: false });
    }
    app.repaint();
  }

  stage.addEventListener("keydown", (event) => {
    const way = Object.hasOwn(WAYS, event.key) ? WAYS[event.key] : null;
    if (way && event.shiftKey) app.pan(way[0] * 60, way[1] * 60);
    else if (way) step(way);
    else if (event.key === "Enter" && app.cursor !== null) {
      if (app.cursor < 0) app.turnBlock(-1 - app.cursor); else app.choose(app.cursor, true, true);
    } else if (event.key === "+" || event.key === "=") app.zoom(1.3);
    else if (event.key === "-") app.zoom(1 / 1.3);
    else if (event.key === "0") app.fit(app.motion);
    else return;
    event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && ["text", "number"].includes(event.target.type);
    if (event.key === "/" && !typing) {
      event.preventDefault();
      app.byId("search").focus();
      app.byId("search").select();
    } else if (event.key === "Escape" && !event.isComposing) {
      const open = !app.byId("panel").hidden;
      app.clearSearch();
      if (open) {
        app.choose(null, false);
        app.focusStage();
      } else if (app.state.view) app.leaveView();
    }
  });
})(kgMap);
