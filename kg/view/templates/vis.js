// Draws with vis-network. A drawing is made by window.kgDraw(container, data, on) and has these functions, which
// is all that page.js knows of it:
//   colours(theme)            paint all in the colours of "light" or "dark"
//   filter(nodes, edges)      show only these (sets of places in data.nodes and data.edges)
//   emphasise(nodes, edges, named)   dim all others (null: none); write the role beside the edges in named
//   start()                   the first sight: all, or what is in the middle where all would be too small to read
//   select(node), centre(node), fit(), zoom(factor)
//   drawn()                   the places of the nodes that are shown
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
  let kept = { nodes: null, edges: null };
  let bright = { nodes: null, edges: null };
  let labelled = new Set();

  const faded = (colour, part) => colour + Math.round(part * 255).toString(16).padStart(2, "0");

  function nodeLook(place) {
    const node = data.nodes[place];
    const look = looks.get(node.type);
    const tone = tones[theme];
    const dim = bright.nodes !== null && !bright.nodes.has(place);
    const border = inside.has(look.shape) ? tone.border : look[theme];
    return {
      id: place,
      hidden: kept.nodes !== null && !kept.nodes.has(place),
      opacity: dim ? 0.18 : 1,
      borderWidth: inside.has(look.shape) ? 1 : 2,
      color: {
        background: look[theme], border,
        highlight: { background: look[theme], border: tone.text },
        hover: { background: look[theme], border: tone.text },
      },
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

  network.on("click", (event) => {
    if (event.nodes.length) on.node(event.nodes[0]);
    else if (event.edges.length) on.edge(event.edges[0]);
    else on.nothing();
  });
  const at = (event) => [event.pointer.DOM.x, event.pointer.DOM.y];
  network.on("hoverNode", (event) => on.hover("node", event.node, ...at(event)));
  network.on("hoverEdge", (event) => on.hover("edge", event.edge, ...at(event)));
  for (const name of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(name, () => on.leave());

  return {
    network,
    colours(name) { theme = name; paint(); },
    filter(nodesKept, edgesKept) { kept = { nodes: nodesKept, edges: edgesKept }; paint(); },
    emphasise(some, ties, named) { bright = { nodes: some, edges: ties }; labelled = named; paint(); },
    select(place) { if (place === null) network.unselectAll(); else network.selectNodes([place], false); },
    centre(place) {
      network.moveTo({ position: network.getPosition(place), scale: Math.max(network.getScale(), 0.7),
                       animation: { duration: 250, easingFunction: "easeInOutQuad" } });
    },
    fit() { network.fit({ animation: false }); },
    start() {
      network.fit({ animation: false });
      if (network.getScale() >= (container.clientWidth < 700 ? 0.4 : 0.1)) return;
      const heaviest = data.nodes.reduce((best, node, place) => (node.weight > data.nodes[best].weight ? place : best), 0);
      const middle = data.focus === null ? heaviest : data.focus;
      network.moveTo({ position: network.getPosition(middle), scale: 0.6, animation: false });
    },
    zoom(factor) { network.moveTo({ scale: network.getScale() * factor }); },
    drawn() { return nodes.get({ filter: (node) => !node.hidden }).map((node) => node.id); },
  };
};
