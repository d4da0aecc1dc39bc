// The page around a drawing: what is shown, found, chosen and hovered. Every word of the graph is put on the page as
// text; no HTML is made of strings.
(async function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const data = await window.kgData();
  if (!data.nodes.length) return;
  let theme = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  let colourBy = data.groups.length ? "group" : "type";
  const parts = window.kgParts(data, () => theme);
  const { make, words, button, types, roles } = parts;
  const hidden = { types: new Set(), roles: new Set(), groups: new Set() };
  const days = { since: "", until: "" };
  const ties = data.nodes.map(() => []);
  data.edges.forEach((edge, place) => {
    ties[edge.from].push(place);
    if (edge.to !== edge.from) ties[edge.to].push(place);
  });
  const MOST_ROWS = 500, MOST_OF_TYPE = 80, MOST_TIES = 40;
  let only = null; // or the set of nodes that a reader has laid bare
  let chosen = null; // or { node: place } or { edge: place }
  let visible = new Set();
  let edges = new Set();
  let emptyGroups = new Set();
  let drawing = null;
  let exporting = null;

  const edgeWords = (edge) => edge.label || roles.get(edge.role).words;
  const name = (place) => data.nodes[place].label;
  const other = (edge, place) => (edge.from === place ? edge.to : edge.from);
  const neighbours = (place) => ties[place].filter((tie) => !hidden.roles.has(data.edges[tie].role)).map((tie) => other(data.edges[tie], place));

  function quotesOf(place) {
    const own = data.nodes[place].quotes;
    if (own.length) return own;
    const found = ties[place].map((tie) => data.edges[tie]).find((edge) => edge.quotes.length && edge.role !== "together");
    return found && (place !== data.focus) ? found.quotes : [];
  }

  // What is shown: types, groups, days, and the part that was laid bare.
  function isDated(place) {
    const { date } = data.nodes[place];
    return !date || ((!days.since || date >= days.since) && (!days.until || date <= days.until));
  }

  function inDays(place) {
    if (!days.since && !days.until) return true;
    if (data.nodes[place].date) return isDated(place);
    const dated = ties[place].map((tie) => other(data.edges[tie], place)).filter((one) => data.nodes[one].date);
    return place === data.focus || !dated.length || dated.some(isDated);
  }

  function isVisible(place) {
    const node = data.nodes[place];
    return !hidden.types.has(node.type) && !hidden.groups.has(node.group) && (only === null || only.has(place)) && inDays(place);
  }

  function legend() {
    for (const [box, looks, icon, off] of [[byId("types"), data.types, parts.typeIcon, hidden.types],
      [byId("roles"), data.roles, parts.roleIcon, hidden.roles], [byId("groups"), data.groups, parts.groupIcon, hidden.groups]]) {
      box.replaceChildren(...looks.map((look) => {
        const chip = button("chip", "", () => {
          if (off.has(look.key)) off.delete(look.key); else off.add(look.key);
          chip.setAttribute("aria-pressed", String(!off.has(look.key)));
          refresh();
        });
        chip.append(icon(look.key), words("span", "", look.words), make("small", "", String(look.count)));
        chip.dataset.key = look.key;
        chip.setAttribute("aria-pressed", String(!off.has(look.key)));
        return chip;
      }));
    }
  }

  // The list, in one order for good: type by type, the most mentioned first.
  const collator = new Intl.Collator("en");
  const typeOrder = new Map(data.types.map((type, place) => [type.key, place]));
  const order = data.nodes.map((_, place) => place).sort((a, b) => typeOrder.get(data.nodes[a].type) - typeOrder.get(data.nodes[b].type)
    || data.nodes[b].weight - data.nodes[a].weight || collator.compare(name(a), name(b)));
  const heard = [];

  function matches(place, wanted) {
    const node = data.nodes[place];
    if (!heard[place]) {
      heard[place] = [node.label, types.get(node.type).words, ...node.facts.map((fact) => fact[1]), ...quotesOf(place).map(data.sentence)].join("\n").toLowerCase();
    }
    return wanted.every((word) => heard[place].includes(word));
  }

  function found() {
    const wanted = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    return order.filter((place) => visible.has(place) && matches(place, wanted));
  }

  function row(place) {
    const node = data.nodes[place];
    const made = make("li", "", parts.typeIcon(node.type), words("span", "", node.label), node.weight > 1 ? make("small", "", String(node.weight)) : null);
    made.id = "node-" + place;
    made.dataset.place = place;
    made.title = node.label;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", String(chosen !== null && chosen.node === place));
    made.addEventListener("click", () => choose({ node: place }, true));
    made.addEventListener("dblclick", () => openPage(place));
    return made;
  }

  function note(text) {
    const made = make("li", "heading", text);
    made.setAttribute("role", "presentation");
    return made;
  }

  function list(places) {
    const rows = [];
    const most = places.length > MOST_ROWS ? MOST_OF_TYPE : Infinity;
    for (const type of data.types) {
      const some = places.filter((place) => data.nodes[place].type === type.key);
      if (!some.length) continue;
      rows.push(note(type.words), ...some.slice(0, most).map(row));
      if (some.length > most) rows.push(note(`and ${(some.length - most).toLocaleString("en")} more: search for them`));
    }
    byId("list").replaceChildren(...rows);
    const searching = byId("search").value.trim() !== "";
    byId("found").textContent = searching ? (places.length ? places.length.toLocaleString("en") + " found" : "Nothing found") : "";
  }

  function refresh() {
    visible = new Set(data.nodes.map((_, place) => place).filter(isVisible));
    edges = new Set(data.edges.map((_, place) => place).filter((place) => {
      const edge = data.edges[place];
      return !hidden.roles.has(edge.role) && visible.has(edge.from) && visible.has(edge.to);
    }));
    const places = found();
    list(places);
    const filtered = visible.size < data.nodes.length;
    byId("filtered").textContent = filtered ? `${visible.size.toLocaleString("en")} of these pass the filters` : "";
    byId("everything").hidden = !filtered;
    byId("none").hidden = visible.size > 0;
    const peopled = new Set([...visible].map((place) => data.nodes[place].group));
    emptyGroups = new Set(data.groups.map((group) => group.key).filter((key) => !peopled.has(key)));
    drawing.filter(visible, edges, emptyGroups);
    emphasise(places);
  }

  function emphasise(places) {
    const searching = byId("search").value.trim() !== "";
    if (chosen !== null && chosen.node !== undefined) {
      const near = ties[chosen.node].filter((tie) => edges.has(tie));
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
    for (const one of byId("list").querySelectorAll("[role=option]")) {
      const on = Number(one.dataset.place) === place;
      one.setAttribute("aria-selected", String(on));
      if (on) { one.scrollIntoView({ block: "nearest" }); byId("list").setAttribute("aria-activedescendant", one.id); }
    }
    if (place === null) byId("list").removeAttribute("aria-activedescendant");
    drawing.select(place);
    emphasise();
    details();
    if (place !== null && move) drawing.centre(place);
  }

  // A paper opens by a second click, a double click in the list, or Enter.
  function openPage(place) {
    const address = place === null ? null : parts.safeAddress(data.nodes[place].link);
    if (address !== null) window.open(address, "_blank", "noopener,noreferrer");
  }

  function press(place) {
    if (chosen !== null && chosen.node === place) openPage(place); else choose({ node: place });
  }

  // Lay bare a node with what it is tied to, then more, step by step.
  function expand(place) {
    only = new Set([...(only || []), place, ...neighbours(place)]);
    refresh();
    choose({ node: place });
    drawing.fit(visible);
  }

  function zoomToSelection() {
    if (chosen !== null && chosen.node !== undefined) drawing.fit(new Set([chosen.node, ...neighbours(chosen.node).filter((place) => visible.has(place))]));
    else if (chosen !== null) drawing.fit(new Set([data.edges[chosen.edge].from, data.edges[chosen.edge].to]));
    else if (byId("search").value.trim()) drawing.fit(new Set(found()));
    else drawing.fit(visible);
  }

  // What is known of the chosen node or edge.
  const go = (place) => button("go", name(place), () => choose({ node: place }, true));

  function nodeDetails(place) {
    const node = data.nodes[place];
    const box = [words("h2", "", node.label), make("p", "kind", parts.typeIcon(node.type), types.get(node.type).words)];
    if (node.group !== null) box.push(make("p", "kind", parts.groupIcon(node.group), words("span", "", data.groups[node.group].words)));
    if (node.link) box.push(parts.safeLink(node.link, node.link.includes("//arxiv.org/") ? "Open on arXiv" : "Open its page", "open"));
    const more = only === null ? null : neighbours(place).filter((one) => !only.has(one)).length;
    if (ties[place].length && more !== 0) {
      box.push(make("p", "", button("act", more === null ? "Only this and what it is tied to" : `Add what it is tied to (${more})`, () => expand(place))));
    }
    if (node.facts.length) {
      box.push(make("dl", "", ...node.facts.flatMap(([heading, fact]) => [words("dt", "", heading), words("dd", "", fact)])));
    }
    box.push(...node.quotes.map(parts.quote));
    for (const role of data.roles) {
      for (const outward of role.directed ? [true, false] : [null]) {
        const some = ties[place].map((tie) => data.edges[tie]).filter((edge) =>
          edge.role === role.key && (outward === null || (edge.from === place) === outward));
        if (!some.length) continue;
        some.sort((a, b) => b.weight - a.weight || 0);
        const ahead = outward === false ? "← " + role.words : role.words;
        const items = some.slice(0, MOST_TIES).map((edge) => make("li", "", go(other(edge, place)),
          edge.label ? words("div", "kind", edge.label) : null,
          ...(edge.role === "together" || node.type === "Result" ? [] : edge.quotes.slice(0, 1).map(parts.quote))));
        if (some.length > MOST_TIES) items.push(make("li", "kind", `and ${some.length - MOST_TIES} more`));
        box.push(words("h3", "", ahead + " (" + some.length + ")"), make("ul", "", ...items));
      }
    }
    return box;
  }

  function edgeDetails(place) {
    const edge = data.edges[place];
    const kind = make("p", "kind", parts.roleIcon(edge.role), words("span", "", edgeWords(edge)));
    const papers = edge.role === "together" && edge.quotes.length;
    return [go(edge.from), kind, go(edge.to), papers ? words("h3", "", "Newest of these papers") : null, ...edge.quotes.map(parts.quote)];
  }

  function details() {
    const box = byId("details");
    if (chosen === null && data.focus === null) {
      box.replaceChildren(make("p", "kind", "Choose a node or a line, in the picture or in the list, to see what is known of it. "
        + "A second click on a paper, or Enter, opens it. Keys: / searches, arrows walk through the list, n shows only "
        + "what is tied to the chosen node and then more, z zooms to it, Esc shows all again."));
      return;
    }
    const shown = chosen === null ? nodeDetails(data.focus) : chosen.node !== undefined ? nodeDetails(chosen.node) : edgeDetails(chosen.edge);
    box.replaceChildren(...shown.filter(Boolean));
    box.scrollTop = 0;
  }

  // What stands under the pointer.
  function hover(kind, place, x, y) {
    const tip = byId("tip");
    const node = kind === "node";
    const quotes = node ? quotesOf(place) : data.edges[place].quotes;
    const edge = node ? null : data.edges[place];
    const heading = node ? name(place) : name(edge.from) + (roles.get(edge.role).directed ? " → " : " – ") + name(edge.to);
    const sort = node ? types.get(data.nodes[place].type).words : edgeWords(edge);
    tip.replaceChildren(words("strong", "", heading), words("span", "kind", sort), ...quotes.slice(0, 1).map(parts.quote));
    tip.hidden = false;
    const room = byId("picture").getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(x + 14, room.width - tip.offsetWidth - 8)) + "px";
    tip.style.top = (y + 18 + tip.offsetHeight > room.height ? Math.max(4, y - tip.offsetHeight - 14) : y + 18) + "px";
  }

  function step(by) {
    const rows = [...byId("list").querySelectorAll("[role=option]")];
    if (!rows.length) return;
    const now = rows.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const next = rows[Math.max(0, Math.min(rows.length - 1, now + by))];
    choose({ node: Number(next.dataset.place) }, true);
  }

  function reset() {
    byId("search").value = "";
    only = null;
    for (const off of Object.values(hidden)) off.clear();
    for (const end of ["since", "until"]) { days[end] = ""; byId(end).value = ""; }
    choose(null);
    legend();
    refresh();
    drawing.fit(null);
  }

  function keys(event) {
    const inField = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    const place = chosen !== null && chosen.node !== undefined ? chosen.node : null;
    if (event.key === "Escape") reset();
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { event.preventDefault(); byId("search").focus(); }
    if (event.key === "z") zoomToSelection();
    if (event.key === "n" && place !== null) expand(place);
    if (event.key === "Enter" && ["list", "canvas", ""].includes(document.activeElement.id) && document.activeElement.tagName !== "BUTTON") openPage(place);
  }

  function wire() {
    byId("search").addEventListener("input", () => { chosen = null; drawing.select(null); const places = found(); list(places); emphasise(places); details(); });
    byId("search").addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === "ArrowDown") { event.preventDefault(); byId("list").focus(); step(1); }
    });
    byId("list").addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -1e6, End: 1e6 }[event.key];
      if (by) { event.preventDefault(); step(by); }
    });
    document.addEventListener("keydown", keys);
    const acts = { in: () => drawing.zoom(1.3), out: () => drawing.zoom(1 / 1.3), fit: () => drawing.fit(null), selection: zoomToSelection, everything: reset,
      png: () => exporting.save("png"), svg: () => exporting.save("svg") };
    for (const one of document.querySelectorAll("[data-act]")) one.addEventListener("click", acts[one.dataset.act]);
    const dates = data.nodes.map((node) => node.date).filter(Boolean).sort();
    byId("days").hidden = dates.length < 2 || dates[0] === dates.at(-1);
    for (const end of ["since", "until"]) {
      [byId(end).min, byId(end).max] = [dates[0] || "", dates.at(-1) || ""];
      byId(end).addEventListener("change", () => { days[end] = byId(end).value; refresh(); });
    }
    byId("colour").hidden = !data.groups.length;
    byId("by").value = colourBy;
    byId("by").addEventListener("change", () => { colourBy = byId("by").value; drawing.colours(theme, colourBy); });
    byId("theme").addEventListener("click", () => colours(theme === "dark" ? "light" : "dark"));
  }

  function colours(chosenTheme) {
    theme = chosenTheme;
    document.documentElement.dataset.theme = theme;
    byId("theme").textContent = theme === "dark" ? "Light" : "Dark";
    drawing.colours(theme, colourBy);
    legend();
    refresh();
    details();
  }

  const view = { theme: () => theme, colourBy: () => colourBy, edges: () => edges, hiddenGroups: () => emptyGroups };
  try {
    drawing = window.kgDraw(byId("canvas"), data, {
      node: press, edge: (place) => choose({ edge: place }), nothing: () => choose(null), hover, leave: () => { byId("tip").hidden = true; },
    });
  } catch (error) {
    drawing = window.kgStill(byId("canvas"), data, () => exporting.asSvg());
  }
  exporting = window.kgExport(data, drawing, parts, view);
  wire();
  colours(theme);
  drawing.start();
  window.kgPage = { data, drawing, exporting, visible: () => [...visible] };
})();
