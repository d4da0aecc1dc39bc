// The page around a drawing: legend, search, list, details and tooltips. Every word of the graph is put on the
// page as text; no HTML is made of strings.
(function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("graph").textContent);
  const types = new Map(data.types.map((type) => [type.key, type]));
  const roles = new Map(data.roles.map((role) => [role.key, role]));
  const hidden = { types: new Set(), roles: new Set() };
  const ties = data.nodes.map(() => []);
  data.edges.forEach((edge, place) => {
    ties[edge.from].push(place);
    if (edge.to !== edge.from) ties[edge.to].push(place);
  });
  let theme = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  let chosen = null; // or { node: place } or { edge: place }
  let drawing = null;

  function make(tag, name, ...parts) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    for (const part of parts) if (part !== null && part !== undefined) element.append(part);
    return element;
  }

  function words(tag, name, text) {
    const element = make(tag, name, text);
    element.dir = "auto";
    return element;
  }

  function safeLink(address, text, name) {
    let url = null;
    try { url = new URL(address); } catch { return null; }
    if (url.protocol !== "https:" && url.protocol !== "http:") return null;
    const link = make("a", name, text);
    link.href = url.href;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }

  const SVG = "http://www.w3.org/2000/svg";
  const OUTLINES = {
    square: "M2 2H14V14H2Z", dot: "M8 2A6 6 0 1 1 8 14A6 6 0 1 1 8 2Z", diamond: "M8 1L15 8L8 15L1 8Z",
    hexagon: "M4.5 2H11.5L15 8L11.5 14H4.5L1 8Z", triangle: "M8 2L15 14H1Z", triangleDown: "M1 2H15L8 14Z",
    star: "M8 1L10 6H15L11 9.5L12.5 15L8 11.5L3.5 15L5 9.5L1 6H6Z", box: "M1 4H15V12H1Z",
    ellipse: "M1 8A7 4.5 0 1 1 15 8A7 4.5 0 1 1 1 8Z",
  };

  function svg(width, name, attributes) {
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("class", "icon");
    icon.setAttribute("width", width);
    icon.setAttribute("height", 16);
    icon.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    icon.append(shape);
    return icon;
  }

  function typeIcon(key) {
    const type = types.get(key);
    const framed = type.shape === "box" || type.shape === "ellipse";
    return svg(16, "path", { d: OUTLINES[type.shape], fill: type[theme], stroke: framed ? "#7d8791" : type[theme] });
  }

  function roleIcon(key) {
    const role = roles.get(key);
    return svg(28, "path", {
      d: role.directed ? "M1 8H25M21 4L26 8L21 12" : "M1 8H27", fill: "none", stroke: role[theme], "stroke-width": 2,
      "stroke-dasharray": role.dashes.length ? role.dashes.map((dash) => dash * 0.7).join(" ") : "none",
    });
  }

  function quote(evidence) {
    const [before, marked, after] = evidence.words;
    const block = words("blockquote", "", null);
    block.append(before, marked ? make("mark", "", marked) : "", after);
    const cite = make("cite", "", evidence.link ? safeLink(evidence.link, evidence.source) || evidence.source : evidence.source);
    if (evidence.source) block.append(cite);
    return block;
  }

  const edgeWords = (edge) => edge.label || roles.get(edge.role).words;
  const name = (place) => data.nodes[place].label;

  function evidenceOf(place) {
    const own = data.nodes[place].evidence;
    if (own.length) return own;
    const found = ties[place].map((tie) => data.edges[tie]).find((edge) => edge.evidence.length && edge.role !== "together");
    return found && (place !== data.focus) ? found.evidence : [];
  }

  // The legend, whose entries hide and show.
  function legend() {
    for (const [box, looks, icon, off] of [
      [byId("types"), data.types, typeIcon, hidden.types], [byId("roles"), data.roles, roleIcon, hidden.roles]]) {
      box.replaceChildren(...looks.map((look) => {
        const chip = make("button", "chip", icon(look.key), words("span", "", look.words), make("small", "", String(look.count)));
        chip.type = "button";
        chip.dataset.key = look.key;
        chip.setAttribute("aria-pressed", String(!off.has(look.key)));
        chip.addEventListener("click", () => {
          if (off.has(look.key)) off.delete(look.key); else off.add(look.key);
          chip.setAttribute("aria-pressed", String(!off.has(look.key)));
          refresh();
        });
        return chip;
      }));
    }
  }

  function matches(place, wanted) {
    const node = data.nodes[place];
    const heard = [node.label, types.get(node.type).words, ...node.facts.map((fact) => fact[1]),
      ...evidenceOf(place).map((evidence) => evidence.words.join(""))].join("\n").toLowerCase();
    return wanted.every((word) => heard.includes(word));
  }

  function found() {
    const wanted = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const order = new Map(data.types.map((type, place) => [type.key, place]));
    return data.nodes.map((_, place) => place)
      .filter((place) => !hidden.types.has(data.nodes[place].type) && matches(place, wanted))
      .sort((a, b) => order.get(data.nodes[a].type) - order.get(data.nodes[b].type)
        || data.nodes[b].weight - data.nodes[a].weight || name(a).localeCompare(name(b), "en"));
  }

  function list(places) {
    const rows = [];
    let type = null;
    for (const place of places) {
      const node = data.nodes[place];
      if (node.type !== type) {
        type = node.type;
        const heading = make("li", "heading", types.get(type).words);
        heading.setAttribute("role", "presentation");
        rows.push(heading);
      }
      const row = make("li", "", typeIcon(node.type), words("span", "", node.label), node.weight > 1 ? make("small", "", String(node.weight)) : null);
      row.id = "node-" + place;
      row.dataset.place = place;
      row.title = node.label;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(chosen !== null && chosen.node === place));
      row.addEventListener("click", () => choose({ node: place }, true));
      rows.push(row);
    }
    byId("list").replaceChildren(...rows);
    const searching = byId("search").value.trim() !== "";
    byId("found").textContent = searching ? (places.length ? places.length + " found" : "Nothing found") : "";
  }

  function refresh() {
    const places = found();
    const visible = new Set(data.nodes.map((_, place) => place).filter((place) => !hidden.types.has(data.nodes[place].type)));
    const edges = new Set(data.edges.map((_, place) => place).filter((place) => !hidden.roles.has(data.edges[place].role)));
    list(places);
    drawing.filter(visible, edges);
    emphasise(places);
  }

  function emphasise(places) {
    const searching = byId("search").value.trim() !== "";
    if (chosen !== null && chosen.node !== undefined) {
      const near = ties[chosen.node].filter((tie) => !hidden.roles.has(data.edges[tie].role));
      const some = new Set([chosen.node, ...near.flatMap((tie) => [data.edges[tie].from, data.edges[tie].to])]);
      drawing.emphasise(some, new Set(near), new Set(near.length <= 12 ? near : []));
    } else if (chosen !== null) {
      const edge = data.edges[chosen.edge];
      drawing.emphasise(new Set([edge.from, edge.to]), new Set([chosen.edge]), new Set([chosen.edge]));
    } else if (searching) {
      drawing.emphasise(new Set(places || found()), new Set(), new Set());
    } else {
      drawing.emphasise(null, null, new Set());
    }
  }

  function choose(what, move) {
    chosen = what;
    byId("tip").hidden = true;
    const place = what && what.node !== undefined ? what.node : null;
    for (const row of byId("list").querySelectorAll("[role=option]")) {
      const on = Number(row.dataset.place) === place;
      row.setAttribute("aria-selected", String(on));
      if (on) { row.scrollIntoView({ block: "nearest" }); byId("list").setAttribute("aria-activedescendant", row.id); }
    }
    if (place === null) byId("list").removeAttribute("aria-activedescendant");
    drawing.select(place);
    emphasise();
    details();
    if (place !== null && move) drawing.centre(place);
  }

  // What is known of the chosen node or edge.
  function go(place) {
    const button = words("button", "go", name(place));
    button.type = "button";
    button.addEventListener("click", () => choose({ node: place }, true));
    return button;
  }

  function nodeDetails(place) {
    const node = data.nodes[place];
    const parts = [words("h2", "", node.label), make("p", "kind", typeIcon(node.type), types.get(node.type).words)];
    if (node.link) parts.push(safeLink(node.link, node.link.includes("//arxiv.org/") ? "Open on arXiv" : "Open its page", "open"));
    if (node.facts.length) {
      parts.push(make("dl", "", ...node.facts.flatMap(([heading, fact]) => [words("dt", "", heading), words("dd", "", fact)])));
    }
    parts.push(...node.evidence.map(quote));
    for (const role of data.roles) {
      for (const outward of role.directed ? [true, false] : [null]) {
        const some = ties[place].map((tie) => data.edges[tie]).filter((edge) =>
          edge.role === role.key && (outward === null || (edge.from === place) === outward));
        if (!some.length) continue;
        some.sort((a, b) => b.weight - a.weight || 0);
        const ahead = outward === false ? "← " + role.words : role.words;
        const items = some.map((edge) => make("li", "", go(edge.from === place ? edge.to : edge.from),
          edge.label ? words("div", "kind", edge.label) : null,
          ...(edge.role === "together" || node.type === "Result" ? [] : edge.evidence.slice(0, 1).map(quote))));
        parts.push(words("h3", "", ahead + " (" + some.length + ")"), make("ul", "", ...items));
      }
    }
    return parts;
  }

  function edgeDetails(place) {
    const edge = data.edges[place];
    const kind = make("p", "kind", roleIcon(edge.role), words("span", "", edgeWords(edge)));
    const papers = edge.role === "together" && edge.evidence.length;
    return [go(edge.from), kind, go(edge.to), papers ? words("h3", "", "Newest of these papers") : null, ...edge.evidence.map(quote)];
  }

  function details() {
    const box = byId("details");
    if (chosen === null && data.focus === null) {
      box.replaceChildren(make("p", "kind", "Choose a node or a line, in the picture or in the list, to see what is known of it. "
        + "Press / to search, arrow keys to walk through the list, Esc to see all again."));
      return;
    }
    const parts = chosen === null ? nodeDetails(data.focus) : chosen.node !== undefined ? nodeDetails(chosen.node) : edgeDetails(chosen.edge);
    box.replaceChildren(...parts.filter(Boolean));
    box.scrollTop = 0;
  }

  // What stands under the pointer.
  function hover(kind, place, x, y) {
    const tip = byId("tip");
    const node = kind === "node";
    const evidence = node ? evidenceOf(place) : data.edges[place].evidence;
    const edge = node ? null : data.edges[place];
    const heading = node ? name(place) : name(edge.from) + (roles.get(edge.role).directed ? " → " : " – ") + name(edge.to);
    const sort = node ? types.get(data.nodes[place].type).words : edgeWords(edge);
    tip.replaceChildren(words("strong", "", heading), words("span", "kind", sort), ...evidence.slice(0, 1).map(quote));
    tip.hidden = false;
    const room = byId("picture").getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(x + 14, room.width - tip.offsetWidth - 8)) + "px";
    tip.style.top = (y + 18 + tip.offsetHeight > room.height ? Math.max(4, y - tip.offsetHeight - 14) : y + 18) + "px";
  }

  function step(by) {
    const rows = [...byId("list").querySelectorAll("[role=option]")];
    if (!rows.length) return;
    const now = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    const next = rows[Math.max(0, Math.min(rows.length - 1, now + by))];
    choose({ node: Number(next.dataset.place) }, true);
  }

  function reset() {
    byId("search").value = "";
    choose(null);
    refresh();
    drawing.fit();
  }

  function keys() {
    byId("search").addEventListener("input", () => { chosen = null; drawing.select(null); refresh(); details(); });
    byId("search").addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === "ArrowDown") { event.preventDefault(); byId("list").focus(); step(1); }
    });
    byId("list").addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -1e6, End: 1e6 }[event.key];
      if (by) { event.preventDefault(); step(by); }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") reset();
      if (event.key === "/" && document.activeElement !== byId("search")) { event.preventDefault(); byId("search").focus(); }
    });
    for (const button of byId("zoom").children) {
      const act = { in: () => drawing.zoom(1.3), out: () => drawing.zoom(1 / 1.3), fit: reset }[button.dataset.zoom];
      button.addEventListener("click", act);
    }
    byId("theme").addEventListener("click", () => colours(theme === "dark" ? "light" : "dark"));
  }

  function colours(name) {
    theme = name;
    document.documentElement.dataset.theme = name;
    byId("theme").textContent = name === "dark" ? "Light" : "Dark";
    drawing.colours(name);
    legend();
    refresh();
    details();
  }

  if (!data.nodes.length) return;
  drawing = window.kgDraw(byId("canvas"), data, {
    node: (place) => choose({ node: place }),
    edge: (place) => choose({ edge: place }),
    nothing: () => choose(null),
    hover,
    leave: () => { byId("tip").hidden = true; },
  });
  keys();
  colours(theme);
  drawing.start();
  window.kgPage = { data, drawing };
})();
