// What is drawn as an SVG file or a PNG file; built node by node, so that names are never read as markup.
import { colour } from "./graph-view.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1600, HEIGHT = 1000, EDGE = 60;

function shape(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function clean(text) {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, "");
}

export function asSvg(graph, visible, role) {
  const ids = graph.filterNodes(visible);
  const places = ids.map((id) => graph.getNodeAttributes(id));
  const [left, right] = [Math.min(...places.map((n) => n.x)), Math.max(...places.map((n) => n.x))];
  const [low, high] = [Math.min(...places.map((n) => n.y)), Math.max(...places.map((n) => n.y))];
  const scale = Math.min((WIDTH - 2 * EDGE) / (right - left || 1), (HEIGHT - 2 * EDGE) / (high - low || 1));
  const x = (node) => ((node.x - (left + right) / 2) * scale + WIDTH / 2).toFixed(1);
  const y = (node) => ((low + high) / 2 * scale - node.y * scale + HEIGHT / 2).toFixed(1);
  const picture = shape("svg", { xmlns: SVG, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "font-family": "sans-serif", "font-size": 13 });
  picture.append(shape("rect", { width: WIDTH, height: HEIGHT, fill: colour("back") }));
  graph.forEachEdge((_, edge, source, target, from, to) => {
    if (!visible(source) || !visible(target) || (role && edge.role !== role)) return;
    picture.append(shape("line", { x1: x(from), y1: y(from), x2: x(to), y2: y(to), stroke: colour(edge.role) || colour("line"), "stroke-opacity": 0.5 }));
  });
  const labelled = new Set([...ids].sort((one, other) => graph.degree(other) - graph.degree(one)).slice(0, 60));
  ids.forEach((id) => {
    const node = graph.getNodeAttributes(id);
    picture.append(shape("circle", { cx: x(node), cy: y(node), r: node.size, fill: colour(node.kind) }));
    if (labelled.has(id)) picture.append(shape("text", { x: Number(x(node)) + node.size + 4, y: Number(y(node)) + 4, fill: colour("text") }, clean(node.label).slice(0, 60)));
  });
  return picture;
}

function download(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export async function save(picture, form) {
  const svg = new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" });
  if (form === "svg") { download(svg, "graph.svg"); return; }
  const image = new Image();
  image.src = URL.createObjectURL(svg);
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  canvas.getContext("2d").drawImage(image, 0, 0);
  URL.revokeObjectURL(image.src);
  canvas.toBlob((blob) => download(blob, "graph.png"), "image/png");
}
