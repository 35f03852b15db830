// Puts the page together and says when the first picture stands.
(function (app) {
  const narrow = window.matchMedia("(max-width: 800px)");
  if (narrow.matches) app.byId("legend").open = false;

  app.onLanguage.push(app.drawLegend, app.drawPanel, app.drawTables, app.relabel);
  app.byId("zoom-in").addEventListener("click", () => app.zoom(1.3));
  app.byId("zoom-out").addEventListener("click", () => app.zoom(1 / 1.3));
  app.byId("zoom-fit").addEventListener("click", () => app.fit(app.motion));

  app.translatePage();
  app.network.redraw(); // names have no size before they are drawn once
  app.fit(false);
  app.network.once("afterDrawing", () => {
    // Milliseconds from the start of loading to the first picture.
    document.body.dataset.drawn = String(Math.round(performance.now()));
  });
  app.network.redraw();
})(kgMap);
