// What the scripts of the place view share: the pictures, their parts, the boxes by key.
(function (app) {
  const data = app.data;
  const pictures = [...document.querySelectorAll("svg.places")];
  const narrow = window.matchMedia("(max-width: 800px)");
  app.pictures = pictures;
  app.boxOf = new Map(data.boxes.map((box) => [box.key, box]));

  // The picture that is seen: in the language now shown, for the width of the screen.
  app.picture = () => pictures.find((svg) =>
    svg.dataset.lang === app.lang && svg.dataset.wide === (narrow.matches ? "phone" : "screen"));
  app.parts = (selector) => pictures.flatMap((svg) => [...svg.querySelectorAll(selector)]);
})(kgMap);
