// A graph drawn by sigma.js with a layout by forces; shared by the explorer and the answers of queries.
import { Graph, Sigma, forceAtlas2 } from "./vendor/sigma.js";

export const KINDS = ["Paper", "Method", "Model", "Dataset", "Metric", "Task", "Person", "Thing"];

const hues = new Map();
addEventListener("theme", () => hues.clear());

export function colour(name) {
  // Asking for the computed style of the page takes longer than all else that is done for a node.
  if (!hues.has(name)) hues.set(name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
  return hues.get(name) || "#6b7885";
}

export function faint(hue, share) {
  // The canvas adds colours up that are already weighed with their share.
  const [red, green, blue] = [1, 3, 5].map((place) => Math.round(share * parseInt(hue.slice(place, place + 2), 16)));
  return /^#[0-9a-f]{6}$/i.test(hue) ? `rgba(${red}, ${green}, ${blue}, ${share})` : hue;
}

function hash(text) {
  let value = 2166136261;
  for (let place = 0; place < text.length; place += 1) value = Math.imul(value ^ text.charCodeAt(place), 16777619);
  return (value >>> 0) / 4294967296;
}

export function addNode(graph, id, attributes, near) {
  if (graph.hasNode(id)) return;
  const angle = hash(id) * 2 * Math.PI, far = (near ? 4 : 100) * Math.sqrt(hash(`${id}~`));
  const { x, y } = near || { x: 0, y: 0 };
  graph.addNode(id, { x: x + far * Math.cos(angle), y: y + far * Math.sin(angle), size: 4, ...attributes });
}

export function weigh(graph) {
  graph.forEachNode((id) => graph.setNodeAttribute(id, "size", 3 + 1.6 * Math.sqrt(graph.degree(id))));
}

const TURN = Math.PI * (3 - Math.sqrt(5));

export class Layout {
  // Forces move only what is tied to two things or more; what hangs on one thing is set around it. That is quicker,
  // and shows which papers share something. It runs some steps a frame, and at the latest stops after some seconds.
  constructor(graph) { this.graph = graph; this.left = 0; this.handle = 0; }

  core() {
    const core = new Graph({ multi: false, type: "undirected" });
    const inner = (id) => this.graph.neighbors(id).length > 1 || this.graph.order < 60;
    this.graph.forEachNode((id, { x, y, size }) => { if (inner(id)) core.addNode(id, { x, y, size }); });
    this.graph.forEachEdge((_, __, source, target) => {
      if (source !== target && core.hasNode(source) && core.hasNode(target)) core.mergeEdge(source, target);
    });
    return core;
  }

  show(core, unit) {
    const hung = new Map();
    this.graph.forEachNode((id) => {
      if (core.hasNode(id)) return;
      const [hook] = this.graph.neighbors(id);
      if (hook !== undefined && core.hasNode(hook)) hung.set(hook, [...(hung.get(hook) || []), id]);
    });
    const places = new Map();
    core.forEachNode((id, { x, y }) => places.set(id, { x, y }));
    for (const [hook, ids] of hung) {
      const { x, y, size } = core.getNodeAttributes(hook);
      ids.forEach((id, place) => {
        const far = unit * (size / 4 + Math.sqrt(place + 1)), angle = TURN * place;
        places.set(id, { x: x + far * Math.cos(angle), y: y + far * Math.sin(angle) });
      });
    }
    this.graph.updateEachNodeAttributes((id, node) => Object.assign(node, places.get(id)), { attributes: ["x", "y"] });
  }

  run(steps) {
    this.left = steps;
    cancelAnimationFrame(this.handle);
    const core = this.core();
    const settings = { ...forceAtlas2.inferSettings(core), barnesHutOptimize: core.order > 400, linLogMode: core.order > 150,
      gravity: 0.6, scalingRatio: core.order > 150 ? 4 : 12, slowDown: 4 };
    const end = performance.now() + 6000;
    const unit = () => {
      const xs = core.mapNodes((_, { x }) => x);
      return xs.length > 1 ? (Math.max(...xs) - Math.min(...xs)) / (6 * Math.sqrt(this.graph.order)) : 1;
    };
    return new Promise((done) => {
      const step = () => {
        const began = performance.now();
        if (began > end) this.left = 0;
        while (this.left > 0 && performance.now() - began < 14) {
          forceAtlas2.assign(core, { iterations: 1, settings });
          this.left -= 1;
        }
        this.show(core, unit());
        if (this.left > 0) this.handle = requestAnimationFrame(step); else done();
      };
      if (core.order > 1) step(); else { this.show(core, 1); done(); }
    });
  }
}

const FONT = "system-ui, sans-serif";

function drawHover(context, data) {
  // Sigma's own is black on white in every theme.
  const size = 13;
  context.font = `600 ${size}px ${FONT}`;
  context.fillStyle = colour("card");
  context.strokeStyle = colour("accent");
  context.lineWidth = 2;
  context.beginPath();
  context.arc(data.x, data.y, data.size + 3, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  if (!data.label) return;
  const wide = context.measureText(data.label).width, beside = data.x + data.size + 7;
  // The edge of the picture would cut it: there it stands on the other side.
  const left = beside + wide + 14 > context.canvas.clientWidth ? Math.max(4, data.x - data.size - 21 - wide) : beside;
  context.beginPath();
  context.roundRect(left, data.y - size * 0.9, wide + 14, size * 1.8, 6);
  context.fill();
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = colour("text");
  context.fillText(data.label, left + 7, data.y + size * 0.35);
}

function drawLabels(waiting, width) {
  // The largest first, and none over another.
  const taken = [];
  waiting.sort((one, other) => other.data.size - one.data.size);
  for (const { context, data } of waiting) {
    const size = Math.min(16, Math.max(11, 9 + data.size / 4));
    context.font = `500 ${size}px ${FONT}`;
    const wide = context.measureText(data.label).width;
    const left = Math.max(4, Math.min(data.x + data.size + 4, width - wide - 4));
    const box = [left - 4, data.y - size * 0.75, left + wide + 4, data.y + size * 0.75];
    if (taken.some((one) => one[0] < box[2] && box[0] < one[2] && one[1] < box[3] && box[1] < one[3])) continue;
    taken.push(box);
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = colour("back");
    context.strokeText(data.label, left, data.y + size * 0.35);
    context.fillStyle = colour("text");
    context.fillText(data.label, left, data.y + size * 0.35);
  }
  waiting.length = 0;
}

export function render(graph, box, settings) {
  const waiting = [];
  const sigma = new Sigma(graph, box, {
    allowInvalidContainer: true, labelDensity: 2, labelGridCellSize: 90, labelRenderedSizeThreshold: graph.order < 80 ? 0 : 5.5,
    labelFont: FONT, defaultEdgeColor: colour("line"), zIndex: true, minCameraRatio: 0.02, maxCameraRatio: 4, stagePadding: 40,
    defaultDrawNodeLabel: (context, data) => { if (data.label) waiting.push({ context, data }); },
    defaultDrawNodeHover: drawHover, ...settings,
  });
  sigma.on("beforeRender", () => { waiting.length = 0; });
  sigma.on("afterRender", () => drawLabels(waiting, sigma.getDimensions().width));
  return sigma;
}

export function drawGraph(box, triples) {
  const graph = new Graph({ multi: true, type: "directed" });
  const short = (iri) => decodeURIComponent(iri.replace(/^.*[/#](?=.)/, "").replace(/%(?![0-9a-fA-F]{2})/g, "%25")).slice(0, 60);
  const kind = (iri) => ({ paper: "Paper", person: "Person" })[(iri.match(/\/id\/(\w+)\//) || [])[1]] || "Thing";
  for (const [subject, predicate, object] of triples) {
    for (const iri of [subject, object]) addNode(graph, iri, { label: short(iri), color: colour(kind(iri) === "Thing" ? "Method" : kind(iri)) });
    graph.addEdge(subject, object, { label: short(predicate), size: 1 });
  }
  weigh(graph);
  render(graph, box, { renderEdgeLabels: triples.length < 80, edgeLabelColor: { color: colour("quiet") } });
  new Layout(graph).run(150);
}
