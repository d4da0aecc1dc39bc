// Draws with vis-network. A drawing is made by window.kgDraw(container, data, on) and has these functions, which
// is all that page.js knows of it:
//   colours(theme, by)        paint all in the colours of "light" or "dark", nodes by "type" or by "group"
//   filter(nodes, edges, groups)   show only these (sets of places in data.nodes and data.edges), without these groups
//   emphasise(nodes, edges, named)   dim all others (null: none); write the role beside the edges in named
//   start()                   the first sight: all, or what is in the middle where all would be too small to read
//   select(node), centre(node), fit(nodes or null), zoom(factor)
//   drawn()                   the places of the nodes that are shown
//   spots()                   for each node where it is and how it is drawn: { x, y, size, lines, font }, y downwards
// It calls on.node(place), on.edge(place), on.nothing(), on.hover(kind, place, x, y), on.leave().
window.kgDraw = function (container, data, on) {
  "use strict";
  const inside = new Set(["box", "ellipse"]);
  const looks = new Map(data.types.map((type) => [type.key, type]));
  const roles = new Map(data.roles.map((role) => [role.key, role]));
  const tones = {
    light: { text: "#1d242c", back: "#ffffff", edge: "#7d8791", border: "#7d8791" },
    dark: { text: "#e8ecf0", back: "#14181d", edge: "#8a949e", border: "#8a949e" },
  };
  const nodes = new vis.DataSet(data.drawing.nodes);
  const edges = new vis.DataSet(data.drawing.edges);
  const network = new vis.Network(container, { nodes, edges }, data.drawing.options);
  let theme = "light";
  let colourBy = "type";
  let kept = { nodes: null, edges: null, groups: new Set() };
  let bright = { nodes: null, edges: null };
  let labelled = new Set();

  const faded = (colour, part) => colour + Math.round(part * 255).toString(16).padStart(2, "0");
  const fill = (node) => (colourBy === "group" && node.group !== null ? data.groups[node.group] : looks.get(node.type))[theme];

  function nodeLook(place) {
    const node = data.nodes[place];
    const look = looks.get(node.type);
    const tone = tones[theme];
    const dim = bright.nodes !== null && !bright.nodes.has(place);
    const background = fill(node);
    const border = inside.has(look.shape) ? tone.border : background;
    return {
      id: place,
      hidden: kept.nodes !== null && !kept.nodes.has(place),
      opacity: dim ? 0.18 : 1,
      borderWidth: inside.has(look.shape) ? 1 : 2,
      color: { background, border, highlight: { background, border: tone.text }, hover: { background, border: tone.text } },
      font: {
        size: data.drawing.nodes[place].font.size, face: "system-ui, sans-serif",
        color: dim ? faded(tone.text, 0.22) : tone.text,
        strokeWidth: inside.has(look.shape) ? 0 : 4, strokeColor: tone.back,
      },
    };
  }

  function edgeLook(place) {
    const edge = data.edges[place];
    const role = roles.get(edge.role);
    const tone = tones[theme];
    const dim = bright.edges !== null && !bright.edges.has(place);
    const shown = (end) => kept.nodes === null || kept.nodes.has(end);
    return {
      id: place,
      hidden: !shown(edge.from) || !shown(edge.to) || (kept.edges !== null && !kept.edges.has(place)),
      color: { color: role[theme], highlight: role[theme], hover: role[theme], opacity: dim ? 0.1 : 0.75 },
      label: labelled.has(place) ? role.words : " ",
      font: { size: 12, face: "system-ui, sans-serif", color: tone.text, strokeWidth: 4, strokeColor: tone.back },
      arrows: role.directed ? { to: { enabled: true, scaleFactor: 0.55 } } : { to: { enabled: false } },
    };
  }

  function paint() {
    nodes.update(data.nodes.map((_, place) => nodeLook(place)));
    edges.update(data.edges.map((_, place) => edgeLook(place)));
  }

  function scenery(context) {
    const scale = network.getScale();
    const at = (x, y) => [x, y];
    at.top = network.DOMtoCanvas({ x: 0, y: 0 }).y;
    at.bottom = network.DOMtoCanvas({ x: 0, y: container.clientHeight }).y;
    return window.kgScenery(data, context, at, 1 / scale, scale, theme, kept.groups);
  }

  network.on("beforeDrawing", (context) => scenery(context).behind());
  network.on("afterDrawing", (context) => scenery(context).before());
  network.once("afterDrawing", () => performance.mark("kg-drawn"));
  network.on("click", (event) => {
    if (event.nodes.length) on.node(event.nodes[0]);
    else if (event.edges.length) on.edge(event.edges[0]);
    else on.nothing();
  });
  const at = (event) => [event.pointer.DOM.x, event.pointer.DOM.y];
  network.on("hoverNode", (event) => on.hover("node", event.node, ...at(event)));
  network.on("hoverEdge", (event) => on.hover("edge", event.edge, ...at(event)));
  for (const name of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(name, () => on.leave());

  // How far a node reaches with its name, in the picture's own measure.
  const ruler = document.createElement("canvas").getContext("2d");
  function reach(place) {
    const { size, label, font } = data.drawing.nodes[place];
    const { x, y } = network.getPosition(place);
    const lines = label.split("\n");
    ruler.font = `${font.size}px system-ui, sans-serif`;
    const half = Math.max(size, ...lines.map((line) => ruler.measureText(line).width / 2 + 6));
    return { left: x - half, right: x + half, top: y - size, bottom: y + size + 6 + 1.25 * font.size * lines.length };
  }

  // The names of groups and of months stand above the nodes, for which vis-network leaves no room.
  const room = { edge: 14, top: data.drawing.discs.length ? 44 : data.drawing.ticks.length ? 30 : 14 };
  function ends(places) {
    const boxes = places.map(reach);
    if (places.length === data.nodes.length) {
      boxes.push(...data.drawing.discs.map(({ x, y, r }) => ({ left: x - r, right: x + r, top: y - r, bottom: y + r })));
    }
    const most = (side, choice) => choice(...boxes.map((box) => box[side]));
    return { left: most("left", Math.min), right: most("right", Math.max), top: most("top", Math.min), bottom: most("bottom", Math.max) };
  }

  function fit(some) {
    const places = some ? [...some] : data.nodes.map((_, place) => place);
    if (!places.length) return;
    const { left, right, top, bottom } = ends(places);
    const wide = container.clientWidth - 2 * room.edge, high = container.clientHeight - room.top - room.edge;
    const scale = Math.max(0.02, Math.min(1.6, wide / (right - left), high / (bottom - top)));
    const y = (top + bottom) / 2 + (room.edge - room.top) / 2 / scale;
    network.moveTo({ scale, position: { x: (left + right) / 2, y }, animation: false });
  }

  return {
    network,
    colours(name, by) { theme = name; colourBy = by; paint(); },
    filter(nodesKept, edgesKept, groups) { kept = { nodes: nodesKept, edges: edgesKept, groups }; paint(); },
    emphasise(some, ties, named) { bright = { nodes: some, edges: ties }; labelled = named; paint(); },
    select(place) { if (place === null) network.unselectAll(); else network.selectNodes([place], false); },
    centre(place) {
      network.moveTo({ position: network.getPosition(place), scale: Math.max(network.getScale(), 0.7),
                       animation: { duration: 250, easingFunction: "easeInOutQuad" } });
    },
    fit,
    start() {
      fit(null);
      const narrow = container.clientWidth < 700;
      if (network.getScale() >= (narrow ? 0.4 : 0.1)) return;
      const heaviest = data.nodes.reduce((best, node, place) => (node.weight > data.nodes[best].weight ? place : best), 0);
      const position = network.getPosition(data.focus === null ? heaviest : data.focus);
      const scale = narrow ? 0.7 : 0.6;
      // A timeline is read from its beginning.
      if (data.drawing.ticks.length) position.x = ends(data.nodes.map((_, place) => place)).left + (container.clientWidth / 2 - room.edge) / scale;
      network.moveTo({ position, scale, animation: false });
    },
    zoom(factor) { network.moveTo({ scale: network.getScale() * factor }); },
    drawn() { return nodes.get({ filter: (node) => !node.hidden }).map((node) => node.id); },
    spots() {
      const found = network.getPositions();
      return data.drawing.nodes.map((node, place) => ({ ...found[place], size: node.size, lines: node.label.split("\n"), font: node.font.size }));
    },
  };
};
