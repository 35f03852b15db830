// The lines of a box, as content.py puts them together, for the language and filters now set.
(function (app) {
  const PAD = 8, NAME_LINE = 18, LINE = 16, FIRM_LINES = 3, AMOUNTS = 2;
  const family = getComputedStyle(app.byId("canvas")).fontFamily;
  const pen = document.createElement("canvas").getContext("2d");
  const fonts = { plain: `12px ${family}`, bold: `700 12px ${family}`, name: `700 14px ${family}`, lane: `700 13px ${family}`, tag: `700 11px ${family}` };
  const NOT_LAST = /[（《「『【〔“‘([{]+$/;
  const NOT_FIRST = "，。、；：！？）》」』】〕”’·…—,.;:!?)]}%";

  function widthOf(text, font) {
    pen.font = fonts[font];
    return pen.measureText(text).width;
  }

  app.widthOf = widthOf;

  // Lines no wider than the limit; words and numbers stay whole where they can.
  app.fill = function (text, limit, font) {
    const lines = [];
    let line = "";
    for (const piece of text.match(/\d{1,3}(?:,\d{3})+|[A-Za-z0-9À-ɏ.&'’/+_-]+|\s+|./gsu) || []) {
      if (line && widthOf(line + piece.trimEnd(), font) > limit && !NOT_FIRST.includes(piece)) {
        const opening = (line.match(NOT_LAST) || [""])[0];
        if (line.length > opening.length) {
          lines.push(line.slice(0, line.length - opening.length).trimEnd());
          line = opening;
        }
      }
      for (const char of widthOf(piece, font) > limit ? piece : [piece]) {
        if (line && widthOf(line + char, font) > limit) {
          // A comma never begins a line: it takes the character before it along.
          const keep = NOT_FIRST.includes(char) && line.length > 1 ? line.slice(-1) : "";
          lines.push(line.slice(0, line.length - keep.length).trimEnd());
          line = keep;
        }
        line += line ? char : char.trimStart();
      }
    }
    return line.trimEnd() ? [...lines, line.trimEnd()] : lines;
  };

  // Lines of like length, as few as fill() makes; no word is broken for it.
  app.balanced = function (text, limit, font) {
    let best = app.fill(text, limit, font);
    const words = text.match(/[^\s\u2e80-\uffff]+|\S/gu) || [];
    const least = Math.max(...words.map((word) => widthOf(word, font)), 24);
    for (let next = limit - 6; next >= least; next -= 6) {
      const lines = app.fill(text, next, font);
      if (lines.length > best.length) break;
      best = lines;
    }
    return best;
  };

  app.tagWords = (label) => app.words(`label_${label}`);
  app.tagWidth = (label) => label ? widthOf(app.tagWords(label), "tag") + 16 : 0;

  const comma = () => app.word("comma");
  const space = () => app.lang === "zh" ? "" : " ";
  const joined = (texts) => [...new Set(texts)].join(comma());
  const bracketed = (words) => words && (app.lang === "zh" ? `（${words}）` : ` (${words})`);
  // Who leads by itself, not by a plant of its own.
  app.leads = (member) => member.exists && member.roles.length > 0 && ["firm", "other"].includes(member.kind);
  app.rolesOf = (member) => {
    const roles = member.roles.map(app.pick);
    // Brackets in brackets are hard to read.
    if (roles.some((role) => /[）)]$/.test(role))) return (app.lang === "zh" ? "：" : ": ") + joined(roles);
    return bracketed(joined(roles));
  };
  app.countOf = (member) => Array.isArray(member.count) && member.count.length
    ? app.words(`operator_${member.count[1]}`, { count: member.count[0] }) : app.words("uncounted");
  const stated = (members) => joined(members.filter((member) => member.kind === "group" && member.count.length).map(app.countOf));
  app.statedOf = (members) => joined(members.filter((member) => member.kind === "group").map(app.countOf));

  app.facts = function (members) {
    const named = app.named(members);
    const sorts = [["projects", "project"], ["facilities", "plant"]]
      .map(([key, kind]) => [key, named.filter((member) => member.kind === kind).length])
      .filter((sort) => sort[1]).map(([key, count]) => app.words(key, { count }));
    const counts = stated(members);
    const uncounted = members.filter((member) => member.kind === "group" && !member.count.length).length;
    const intended = app.once(members.filter((member) => !member.exists)).length;
    return [
      named.length ? app.words("named", { count: named.length }) + bracketed(joined(sorts)) : "",
      counts && app.words("stated", { counts }),
      uncounted ? app.words("uncounted_groups", { count: uncounted }) : "",
      intended ? app.words("intended", { count: intended }) : "",
    ].filter(Boolean);
  };

  app.investments = function (members) {
    return [["invested", true], ["to_invest", false]].flatMap(([key, exists]) => {
      const texts = [...new Set(members.filter((member) => member.exists === exists)
        .flatMap((member) => member.amounts.filter((amount) => amount[2] === "investment").map(app.pick)))];
      if (!texts.length) return [];
      const first = texts.slice(0, AMOUNTS).join(comma());
      const amounts = texts.length > AMOUNTS ? app.words("more_amounts", { amounts: first, count: texts.length }) : first;
      return [app.words(key, { amounts })];
    });
  };

  // Items [joint, text] in lines; one is broken only if it is wider than a line.
  function inLines(items, limit) {
    const lines = [];
    for (const [joint, text] of items) {
      const last = lines.length - 1;
      const joined = last < 0 ? "" : lines[last] + joint + text;
      if (joined && widthOf(joined.trim(), "plain") <= limit) lines[last] = joined;
      else lines.push(...app.fill(text, limit, "plain"));
    }
    return lines.map((line) => line.trim());
  }

  function listed(names, kind, limit, most) {
    for (let shown = Math.min(names.length, 8); shown > 0; shown -= 1) {
      const items = names.slice(0, shown).map((name, n) => [space(), n < shown - 1 ? name + comma().trim() : name]);
      if (shown < names.length) items.push([" ", app.words(`and_others_${kind}`, { count: names.length })]);
      const lines = inLines(items, limit);
      if (lines.length <= most) return lines;
    }
    return [];
  }

  // The firms that are here only by a plant or project of theirs.
  function behind(view) {
    const named = app.named(view.members);
    const inside = new Set(named.map((member) => app.idOf(member.thing)));
    const found = new Map();
    for (const { head, kind } of named) {
      if (head < 0 || !["plant", "project"].includes(kind) || inside.has(app.idOf(head))) continue;
      found.set(head, (found.get(head) || new Set()).add(kind));
    }
    return [...found].map(([head, kinds]) => app.words(`through_${kinds.size > 1 ? "both" : [...kinds][0]}`, { name: app.name(head) }));
  }

  function firms(view, limit, most) {
    let others = app.once(view.members).filter((member) => !member.roles.length && member.kind !== "group");
    if (view.state !== "planned") others = others.filter((member) => member.exists);
    const own = others.filter((member) => ["firm", "other"].includes(member.kind)).map((member) => app.name(member.thing));
    const found = [...own, ...behind(view)];
    if (found.length) return listed(found, "firm", limit, most);
    const plants = others.filter((member) => member.kind === "plant");
    if (plants.length) return listed(plants.map((member) => app.name(member.thing)), "plant", limit, most);
    return listed(others.map((member) => app.name(member.thing)), "project", limit, most);
  }

  const height = (lines) => 2 * PAD - 2 + lines.reduce((sum, line) => sum + ("nk".includes(line[0] || "-") ? NAME_LINE : LINE), 0);

  // [look, text, paragraph, when it gives way] each; firms' names take what room is left.
  app.linesOf = function (box, view) {
    const room = (box.width - 2 * PAD) * 0.99;
    const tag = app.tagWidth(view.label);
    // A broad tag (English) has a line of its own above the name.
    const lines = tag > 40 ? [["k", "", 0, 0]] : [];
    let paragraph = 0;
    const put = (look, texts, turn = 0) => {
      paragraph += 1;
      texts.forEach((text) => lines.push([look, text, paragraph, turn]));
    };
    const add = (look, text, turn) => put(look, app.fill(text, room, look && "lrs".includes(look) ? "bold" : "plain"), turn);

    put("n", app.balanced(app.name(box.thing), tag <= 40 ? room - tag : room, "name"));
    if (box.inside) add("i", app.words("inside", { name: app.pick(box.inside) }), 2);
    const leaders = app.once(view.members.filter((member) => member.exists && member.roles.length));
    leaders.filter(app.leads).forEach((member) => add("l", app.words("leader", { name: app.name(member.thing) + app.rolesOf(member) })));
    leaders.filter((member) => !app.leads(member)).forEach((member) => add("s", app.words("leaders_site", { name: app.name(member.thing) }), 1));
    if (["needed", "unknown"].includes(view.state)) add("r", app.words(`state_${view.state}`));
    if (["planned", "unnamed", "works", "filtered"].includes(view.state)) add("g", app.words(`state_${view.state}`));
    put("", inLines(app.facts(view.members).map((fact) => [" / ", fact]), room), 4);
    app.investments(view.members).forEach((text) => add("", text, 3));
    const before = lines.length;
    if (view.needs.length && view.state !== "needed") add("r", app.words("more_needed"));
    const needed = lines.length - before;

    // Where words are longer than foreseen, what is least missed is told by the panel alone:
    // a whole paragraph at a time, for a name is never cut.
    for (const turn of [1, 2, 3, 4]) {
      for (let n = lines.length - 1; n > 0 && height(lines) > box.height + 1; n -= 1) {
        if (!lines[n] || lines[n][3] !== turn) continue;
        const gone = lines[n][2];
        lines.splice(0, lines.length, ...lines.filter((line) => line[2] !== gone));
      }
    }
    const left = Math.floor((box.height - height(lines)) / LINE);
    if (left > 0) {
      const names = firms(view, room, Math.min(left, FIRM_LINES)).map((text) => ["", text, -1, 0]);
      lines.splice(lines.length - needed, 0, ...names);
    }
    return lines;
  };

  app.summary = function (number) {
    const box = app.boxes[number];
    const view = app.view(number);
    return [app.name(box.thing), app.stateWords(view), ...app.facts(view.members)].filter(Boolean).join(app.lang === "zh" ? "，" : ", ");
  };
})(kgMap);
