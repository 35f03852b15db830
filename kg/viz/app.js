"use strict";
// The page's own code; one namespace, no globals but it. Every word reaches the page through
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
  app.name = (number) => app.pick(data.facts[number].name);
  app.kindOf = (number) => data.kinds[Number(data.nodes[number].group.slice(1))];

  app.make = function (tag, text, className) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  // Records by node number, made once: the panel and the highlight read them.
  app.recordsOf = data.nodes.map(() => []);
  data.records.forEach((record, number) => {
    app.recordsOf[record[1]].push(number);
    if (record[2] !== record[1]) app.recordsOf[record[2]].push(number);
  });

  app.status = (number) => data.facts[number].status || "existing";
  app.isLeader = (number) => Boolean(data.facts[number].roles);
  // What is only intended is never drawn like what exists.
  app.isIntended = (number) => ["proposed", "planned", "building"].includes(app.status(number));

  const known = (prefix, value) => data.words[prefix + value] ? app.word(prefix + value) : value;
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

  // One button that goes to a node.
  app.nodeButton = function (number) {
    const button = app.make("button", app.name(number), "link");
    button.type = "button";
    button.addEventListener("click", () => app.choose(number, true));
    return button;
  };

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
    app.byId("counts").textContent = app.word("counts")
      .replace("#nodes", String(data.nodes.length)).replace("#records", String(data.records.length));
    app.byId("coverage").textContent = app.pick(data.coverage);
    const sources = data.sources.map((source) => {
      const item = app.make("li");
      item.append(app.sourceLine(source));
      return item;
    });
    app.byId("sources").replaceChildren(...sources);
  };
})(kgMap);
