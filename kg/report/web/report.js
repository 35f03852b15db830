"use strict";
// Filters and pages of long tables. Every text reaches the page through textContent; links are
// built by this program alone. Without scripts all rows of the page stand there as they are.
(function () {
  const block = document.getElementById("data");
  const data = block ? JSON.parse(block.textContent) : { rows: {}, words: {} };
  const PAGE = 100;
  const LONG = 200;
  const PRINTED = data.printed;

  const make = function (tag, text, look) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (look) element.className = look;
    return element;
  };
  const say = (name, values) => data.words[name]
    .replace(/#(\w+)/g, (whole, key) => Object.hasOwn(values, key) ? String(values[key]) : whole);

  // A row as the program that made the page would have written it.
  const build = function (heads, line) {
    const [look, words, cells] = line;
    const row = make("tr", undefined, look);
    cells.forEach(function ([cellLook, pieces], n) {
      const cell = make("td", undefined, cellLook || (pieces.length ? "" : "none"));
      cell.dataset.h = heads[n];
      for (const [text, href, pieceLook] of pieces) {
        if (!href && !pieceLook) {
          cell.append(text);
          continue;
        }
        const piece = make(href ? "a" : "span", text, pieceLook);
        if (href) piece.setAttribute("href", href);
        cell.append(piece);
      }
      if (!n && words) cell.append(" ", make("span", words, "mark"));
      row.append(cell);
    });
    return row;
  };

  const table = function (element) {
    const part = element.closest(".part");
    const pager = part.querySelector(".pager");
    const body = element.tBodies[0];
    const heads = element.tHead ? Array.from(element.tHead.rows[0].cells, (cell) => cell.textContent) : [];
    const items = Array.from(body.rows, (row) => ({ row, text: row.textContent.toLowerCase() }));
    const extra = Object.hasOwn(data.rows, element.id) ? data.rows[element.id] : [];
    for (const line of extra) {
      const text = line[2].map((cell) => cell[1].map((piece) => piece[0]).join("")).join(" ");
      items.push({ line, text: `${text} ${line[1]}`.toLowerCase() });
    }
    let found = items;
    let page = 0;

    const row = function (item) {
      if (!item.row) item.row = build(heads, item.line);
      return item.row;
    };
    const draw = function () {
      const paged = items.length > LONG;
      const first = paged ? page * PAGE : 0;
      const last = paged ? Math.min(first + PAGE, found.length) : found.length;
      const rows = [];
      found.forEach(function (item, n) {
        const now = n >= first && n < last;
        if (!now && n >= PRINTED) return;
        const shown = row(item);
        shown.classList.toggle("off", !now);
        shown.classList.toggle("late-made", n >= PRINTED);
        rows.push(shown);
      });
      body.replaceChildren(...rows);
      part.hidden = found.length === 0 && items.length > 0;
      pager.hidden = !paged || found.length <= PAGE;
      if (pager.hidden) return;
      const step = function (name, by, possible) {
        const button = make("button", data.words[name]);
        button.type = "button";
        button.disabled = !possible;
        button.addEventListener("click", function () {
          page += by;
          draw();
          part.scrollIntoView({ block: "start" });
        });
        return button;
      };
      pager.replaceChildren(
        step("previous", -1, page > 0),
        step("next", 1, last < found.length),
        say("page_of", { first: first + 1, last, all: found.length }),
      );
    };
    draw();
    return {
      all: items.length,
      filter: function (words) {
        found = words.length ? items.filter((item) => words.every((w) => item.text.includes(w))) : items;
        page = 0;
        draw();
        return found.length;
      },
    };
  };

  const filter = function (box, all, apply) {
    const input = box.querySelector("input");
    const output = box.querySelector("output");
    input.addEventListener("input", function () {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const shown = apply(words);
      output.textContent = words.length ? say("filtered", { shown, all }) : "";
    });
    box.hidden = false;
  };

  for (const list of document.querySelectorAll("section.list")) {
    const tables = Array.from(list.querySelectorAll("table"), table);
    const all = tables.reduce((sum, each) => sum + each.all, 0);
    if (all > 8) {
      filter(list.querySelector(".filter"), all,
        (words) => tables.reduce((sum, each) => sum + each.filter(words), 0));
    }
  }

  const names = document.querySelector("nav .filter");
  if (names) {
    const items = Array.from(document.querySelectorAll(".names li"),
      (item) => ({ item, text: item.textContent.toLowerCase() }));
    const groups = Array.from(document.querySelectorAll(".names"));
    filter(names, items.length, function (words) {
      let shown = 0;
      for (const { item, text } of items) {
        item.hidden = !words.every((word) => text.includes(word));
        if (!item.hidden) shown += 1;
      }
      for (const group of groups) {
        const none = !group.querySelector("li:not([hidden])");
        group.hidden = none;
        group.previousElementSibling.hidden = none;
      }
      return shown;
    });
  }
  document.body.dataset.drawn = "";
})();
