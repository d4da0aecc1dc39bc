// Draws with sigma.js, for many nodes: what it has to do is said in vis.js.
window.kgDraw = function (container, data, on) {
  "use strict";
  const { Graph, Sigma } = window.kgSigma;
  const looks = new Map(data.types.map((type) => [type.key, type]));
  const roles = new Map(data.roles.map((role) => [role.key, role]));
  const tones = {
    light: { text: "#1d242c", back: "#ffffff", dim: "#e4e8ec" },
    dark: { text: "#e8ecf0", back: "#14181d", dim: "#262d35" },
  };
  const few = data.nodes.length <= 300;
  const manyEdges = data.edges.length > 3000;
  const longest = 44;
  let theme = "light";
  let colourBy = "type";
  let kept = { nodes: null, edges: null, groups: new Set() };
  let bright = { nodes: null, edges: null };
  let chosen = null;

  // sigma adds up colours that can be seen through, which dazzles where lines are many: they are mixed with the ground.
  const mixed = (colour, part) => `rgb(${[1, 3, 5].map((place) => {
    const [over, under] = [colour, tones[theme].back].map((one) => parseInt(one.slice(place, place + 2), 16));
    return Math.round(over * part + under * (1 - part));
  }).join(",")})`;
  const short = (label) => (label.length > longest ? `${label.slice(0, longest - 1)}…` : label);
  const fill = (node) => (colourBy === "group" && node.group !== null ? data.groups[node.group] : looks.get(node.type))[theme];

  const graph = new Graph({ multi: true, type: "directed" });
  data.nodes.forEach((node, place) => {
    const [x, y, size] = data.drawing.spots[place];
    graph.addNode(String(place), { x, y: -y, size, label: short(node.label) });
  });
  const heaviest = data.edges.reduce((most, edge) => Math.max(most, edge.weight), 5);
  data.edges.forEach((edge, place) => {
    const type = roles.get(edge.role).directed && !manyEdges ? "arrow" : "line";
    graph.addEdgeWithKey(String(place), String(edge.from), String(edge.to), { type, size: (manyEdges ? 0.5 : 1) + 4 * (edge.weight - 1) / heaviest });
  });

  function nodeLook(id, look) {
    const place = Number(id);
    if (kept.nodes !== null && !kept.nodes.has(place)) return { ...look, hidden: true };
    if (bright.nodes !== null && !bright.nodes.has(place)) return { ...look, color: tones[theme].dim, label: "", zIndex: 0 };
    return { ...look, color: fill(data.nodes[place]), zIndex: 1, highlighted: place === chosen, forceLabel: bright.nodes !== null && bright.nodes.size <= 40 };
  }

  function edgeLook(id, look) {
    const place = Number(id);
    const edge = data.edges[place];
    if (kept.edges !== null && !kept.edges.has(place)) return { ...look, hidden: true };
    const dim = bright.edges !== null && !bright.edges.has(place);
    if (dim && manyEdges) return { ...look, hidden: true };
    const colour = roles.get(edge.role)[theme];
    const lit = bright.edges !== null && !dim;
    return { ...look, color: mixed(colour, dim ? 0.08 : lit ? 0.9 : manyEdges ? 0.16 : 0.5), size: lit ? Math.max(1.2, look.size) : look.size, zIndex: lit ? 1 : 0 };
  }

  function writeLabel(context, node, settings) {
    if (!node.label) return;
    const size = Math.max(11, Math.min(17, node.size * 1.2));
    context.font = `${size}px ${settings.labelFont}`;
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = tones[theme].back;
    context.fillStyle = tones[theme].text;
    const wide = context.measureText(node.label).width;
    const [x, y] = [window.kgBeside(node.x, node.size + 3, wide, container.clientWidth), node.y + size / 3];
    context.strokeText(node.label, x, y);
    context.fillText(node.label, x, y);
  }

  function drawHovered(context, node, settings) {
    context.beginPath();
    context.arc(node.x, node.y, node.size + 2.5, 0, 2 * Math.PI);
    context.lineWidth = 2;
    context.strokeStyle = tones[theme].text;
    context.stroke();
    writeLabel(context, node, settings);
  }

  const sigma = new Sigma(graph, container, {
    itemSizesReference: "positions", zIndex: true, nodeReducer: nodeLook, edgeReducer: edgeLook,
    enableEdgeEvents: data.edges.length <= 1500, minEdgeThickness: manyEdges ? 0.6 : 1.4, hideEdgesOnMove: data.edges.length > 800,
    labelFont: "system-ui, sans-serif", labelDensity: 1, labelGridCellSize: 120, labelRenderedSizeThreshold: 5, renderLabels: !few,
    defaultDrawNodeLabel: writeLabel, defaultDrawNodeHover: drawHovered, stagePadding: data.groups.length && few ? 60 : 30,
    minCameraRatio: 0.005, maxCameraRatio: 3, allowInvalidContainer: true,
  });
  const behind = sigma.createCanvasContext("behind", { beforeLayer: "edges" }).getCanvases().behind.getContext("2d");
  const before = sigma.createCanvasContext("before", { afterLayer: "labels" }).getCanvases().before.getContext("2d");
  for (const canvas of [behind.canvas, before.canvas]) canvas.style.pointerEvents = "none";
  sigma.resize(true);

  // Of few nodes, as many names as fit: sigma.js would write some over others.
  const heaviestFirst = data.nodes.map((_, place) => place).sort((a, b) => data.nodes[b].weight - data.nodes[a].weight);
  function labels() {
    const shown = (place) => (kept.nodes === null || kept.nodes.has(place)) && (bright.nodes === null || bright.nodes.has(place));
    return heaviestFirst.filter(shown).map((place) => {
      const { x, y, size, label } = graph.getNodeAttributes(String(place));
      return { ...sigma.graphToViewport({ x, y }), words: label, size: sigma.scaleSize(size) };
    });
  }

  function scenery() {
    const { width, height } = sigma.getDimensions();
    const place = (x, y) => { const spot = sigma.graphToViewport({ x, y: -y }); return [spot.x, spot.y]; };
    const scale = Math.hypot(...place(1000, 0).map((part, axis) => part - place(0, 0)[axis])) / 1000;
    place.top = 0;
    place.bottom = height;
    place.right = width;
    for (const context of [behind, before]) context.clearRect(0, 0, width, height);
    window.kgScenery(data, behind, place, 1, scale, theme, kept.groups).behind();
    window.kgScenery(data, before, place, 1, scale, theme, kept.groups).before(few ? labels() : []);
  }
  sigma.on("afterRender", scenery);
  sigma.once("afterRender", () => performance.mark("kg-drawn"));

  let dragged = null;
  let moved = false;
  sigma.on("downNode", ({ node }) => { dragged = node; moved = false; if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox()); });
  sigma.on("moveBody", ({ event }) => {
    if (dragged === null) return;
    moved = true;
    on.leave();
    graph.mergeNodeAttributes(dragged, sigma.viewportToGraph(event));
    event.preventSigmaDefault();
    event.original.preventDefault();
    event.original.stopPropagation();
  });
  for (const name of ["upNode", "upStage", "upEdge"]) sigma.on(name, () => { dragged = null; });
  sigma.on("clickNode", ({ node }) => { if (!moved) on.node(Number(node)); moved = false; });
  sigma.on("clickEdge", ({ edge }) => on.edge(Number(edge)));
  sigma.on("clickStage", () => on.nothing());
  sigma.on("enterNode", ({ node, event }) => { if (dragged === null) on.hover("node", Number(node), event.x, event.y); });
  sigma.on("enterEdge", ({ edge, event }) => on.hover("edge", Number(edge), event.x, event.y));
  for (const name of ["leaveNode", "leaveEdge", "wheelStage", "downStage"]) sigma.on(name, () => on.leave());

  const camera = sigma.getCamera();
  container.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const { x, y, ratio } = camera.getState();
    camera.setState({ x: x + step[0] * ratio * 0.08, y: y + step[1] * ratio * 0.08 });
  });
  // Seen from afar, the names of groups are enough.
  function names() {
    const wanted = !few && (!data.groups.length || bright.nodes !== null || camera.getState().ratio < 0.45);
    if (sigma.getSetting("renderLabels") !== wanted) sigma.setSetting("renderLabels", wanted);
  }
  camera.on("updated", names);
  // Several changes become one drawing, in the next frame.
  let waiting = false;
  function refresh() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; sigma.refresh({ skipIndexation: true }); });
  }

  function fit(some) {
    const places = some ? [...some] : data.nodes.map((_, place) => place);
    const shown = places.map((place) => sigma.getNodeDisplayData(String(place))).filter(Boolean);
    if (!some || !shown.length) { camera.setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }); return; }
    const ends = (axis) => [Math.min(...shown.map((spot) => spot[axis])), Math.max(...shown.map((spot) => spot[axis]))];
    const [[left, right], [low, high]] = [ends("x"), ends("y")];
    const one = sigma.framedGraphToViewport({ x: left, y: low });
    const two = sigma.framedGraphToViewport({ x: right, y: high });
    const { width, height } = sigma.getDimensions();
    const closer = Math.min((width * 0.72) / (Math.abs(two.x - one.x) || 1), (height * 0.72) / (Math.abs(two.y - one.y) || 1));
    const ratio = Math.max(0.04, Math.min(1.4, camera.getState().ratio / closer));
    camera.setState({ x: (left + right) / 2, y: (low + high) / 2, ratio });
  }

  return {
    sigma, graph,
    colours(name, by) { theme = name; colourBy = by; refresh(); },
    filter(nodesKept, edgesKept, groups) { kept = { nodes: nodesKept, edges: edgesKept, groups }; refresh(); },
    emphasise(some, ties) { bright = { nodes: some, edges: ties }; names(); refresh(); },
    select(place) { chosen = place; refresh(); },
    centre(place) {
      const { x, y } = sigma.getNodeDisplayData(String(place));
      camera.setState({ x, y, ratio: Math.min(camera.getState().ratio, 0.4) });
    },
    fit,
    start() { fit(null); names(); },
    zoom(factor) { camera.setState({ ratio: camera.getBoundedRatio(camera.getState().ratio / factor) }); },
    drawn() { return data.nodes.map((_, place) => place).filter((place) => kept.nodes === null || kept.nodes.has(place)); },
    spots() {
      return data.nodes.map((node, place) => {
        const { x, y, size } = graph.getNodeAttributes(String(place));
        return { x, y: -y, size, lines: [short(node.label)], font: 12 };
      });
    },
  };
};
