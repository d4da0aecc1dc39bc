// A graph drawn by sigma.js with a layout by forces; shared by the explorer and the answers of queries.
import { Graph, Sigma, forceAtlas2 } from "./vendor/sigma.js";

export const KINDS = ["Paper", "Method", "Model", "Dataset", "Metric", "Task", "Person", "Thing"];

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "#6b7885";
}

function hash(text) {
  let value = 2166136261;
  for (let place = 0; place < text.length; place += 1) value = Math.imul(value ^ text.charCodeAt(place), 16777619);
  return (value >>> 0) / 4294967296;
}

export function addNode(graph, id, attributes, near) {
  if (graph.hasNode(id)) return;
  const angle = hash(id) * 2 * Math.PI, far = (near ? 4 : 100) * (0.3 + hash(`${id}~`));
  const { x, y } = near || { x: 0, y: 0 };
  graph.addNode(id, { x: x + far * Math.cos(angle), y: y + far * Math.sin(angle), size: 4, ...attributes });
}

export function weigh(graph) {
  graph.forEachNode((id) => graph.setNodeAttribute(id, "size", 3 + 1.6 * Math.sqrt(graph.degree(id))));
}

export class Layout {
  // Runs some steps a frame, so that the page stays responsive, and stops by itself, at the latest after some seconds.
  constructor(graph) { this.graph = graph; this.left = 0; this.handle = 0; }
  run(steps) {
    this.left = steps;
    cancelAnimationFrame(this.handle);
    const settings = { ...forceAtlas2.inferSettings(this.graph), barnesHutOptimize: this.graph.order > 400,
      gravity: 0.6, scalingRatio: 12, slowDown: 4 };
    const end = performance.now() + 6000;
    return new Promise((done) => {
      const step = () => {
        const began = performance.now();
        if (began > end) this.left = 0;
        while (this.left > 0 && performance.now() - began < 14) {
          forceAtlas2.assign(this.graph, { iterations: 1, settings });
          this.left -= 1;
        }
        if (this.left > 0) this.handle = requestAnimationFrame(step); else done();
      };
      if (this.graph.order > 1) step(); else done();
    });
  }
}

export function render(graph, box, settings) {
  return new Sigma(graph, box, {
    allowInvalidContainer: true, labelDensity: 1, labelGridCellSize: 110, labelRenderedSizeThreshold: graph.order < 80 ? 0 : 5.5,
    labelFont: "system-ui, sans-serif", labelColor: { color: colour("text") }, defaultEdgeColor: colour("line"),
    zIndex: true, minCameraRatio: 0.02, maxCameraRatio: 4, ...settings,
  });
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
