"use strict";
// What every page shares; one namespace, no globals but it. Every word reaches the page through
// textContent, every element through createElement: no string is ever parsed as HTML.
const kgMap = { data: JSON.parse(document.getElementById("data").textContent) };

(function (app) {
  const data = app.data;
  app.lang = data.lang;
  app.byId = (id) => document.getElementById(id);

  // Words of the page in the language now shown; pairs are [zh, en].
  app.pick = (pair) => pair[app.lang === "zh" ? 0 : 1];
  app.other = (pair) => pair[app.lang === "zh" ? 1 : 0];
  app.word = (key) => app.pick(data.words[key]);
  // A message with its #placeholders filled.
  app.say = (key, values) => app.word(key)
    .replace(/#(\w+)/g, (whole, name) => Object.hasOwn(values, name) ? String(values[name]) : whole);

  app.make = function (tag, text, className) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  const known = (prefix, value) => Object.hasOwn(data.words, prefix + value) ? app.word(prefix + value) : value;
  app.basisWord = (basis) => known("basis_", basis);
  app.statusWord = (status) => known("status_", status);

  app.sourceOf = new Map(data.sources.map((source) => [source[0], source]));
  app.safeLink = (url) => /^(https?|mailto):/i.test(url) ? url : "";

  app.sourceLine = function (source) {
    const title = app.pick(source[1]) || source[0];
    const link = app.safeLink(source[3]);
    const shown = app.make(link ? "a" : "span", title);
    if (link) {
      shown.href = link;
      shown.rel = "noopener noreferrer";
    }
    const line = app.make("span");
    line.append(shown, app.make("span", ` [${source[0]}] ${source[2]}`));
    return line;
  };

  // A table with a caption; heads are keys of messages, cells are texts or elements.
  app.fillTable = function (table, caption, heads, rows) {
    const head = app.make("thead");
    const line = app.make("tr");
    for (const key of heads) {
      const cell = app.make("th", app.word(key));
      cell.scope = "col";
      line.append(cell);
    }
    head.append(line);
    const body = app.make("tbody");
    for (const row of rows) {
      const tr = app.make("tr");
      for (const value of row) {
        const cell = app.make("td");
        cell.append(value);
        tr.append(cell);
      }
      body.append(tr);
    }
    table.replaceChildren(app.make("caption", app.word(caption)), head, body);
  };

  // Title, sources and all fixed words in the language now shown; a page's own redraw comes last.
  app.translatePage = function () {
    document.documentElement.lang = app.lang === "zh" ? "zh-CN" : "en";
    document.title = app.pick(data.title);
    app.byId("title").textContent = app.pick(data.title);
    for (const element of document.querySelectorAll("[data-t]")) {
      element.textContent = app.word(element.dataset.t);
    }
    for (const element of document.querySelectorAll("[data-t-label]")) {
      const words = app.word(element.dataset.tLabel);
      element.setAttribute("aria-label", words);
      if (element.placeholder !== undefined) element.placeholder = words;
    }
    const button = app.byId("switch");
    button.textContent = app.word("other_language");
    button.lang = app.word("other_code");
    const sources = data.sources.map((source) => {
      const item = app.make("li");
      item.append(app.sourceLine(source));
      return item;
    });
    app.byId("sources").replaceChildren(...sources);
    for (const redraw of app.onLanguage) redraw();
  };
  app.onLanguage = [];

  app.setLanguage = function (lang) {
    app.lang = lang;
    app.translatePage();
  };
  app.byId("switch").addEventListener("click", () => app.setLanguage(app.lang === "zh" ? "en" : "zh"));
})(kgMap);
