// Puts the page together and says when the first picture stands.
(function (app) {
  if (window.matchMedia("(max-width: 800px)").matches) app.byId("legend").open = false;
  app.byId("zoom-in").addEventListener("click", () => app.zoom(1.3));
  app.byId("zoom-out").addEventListener("click", () => app.zoom(1 / 1.3));
  app.byId("zoom-fit").addEventListener("click", () => app.fit(app.motion));
  app.onLanguage.push(() => { if (app.ready) app.refresh(); });

  app.restore();
  app.translatePage();
  app.ready = true;
  app.refresh();
  if (app.state.node !== null && app.scene.drawn[app.state.node]) app.goTo(app.state.node);
  app.network.once("afterDrawing", () => {
    // Milliseconds from the start of loading to the first picture.
    document.body.dataset.drawn = String(Math.round(performance.now()));
    setTimeout(app.readyToSearch, 300);
  });
  app.network.redraw();
})(kgMap);
