// The explorer: a picture and a list of the same things, filters, a link that brings all of it back.
import { Graph } from "./vendor/sigma.js";
import { KINDS, Layout, addNode, colour, faint, render, weigh } from "./graph-view.js";
import { asSvg, save } from "./picture.js";

const by = (id) => document.getElementById(id);
const graph = new Graph({ multi: true, type: "directed" });
const layout = new Layout(graph);
const at = new URLSearchParams(location.search);
const shown = {
  around: at.getAll("iri"), month: at.get("month") || "", role: at.get("role") || "", since: at.get("since") || "",
  until: at.get("until") || "", hidden: new Set((at.get("hide") || "").split(",").filter(Boolean)), chosen: at.get("at") || "",
};
const WORDS = { evaluatesOn: "tests on", evaluates: "puts to the test", comparesWith: "compares with", addresses: "works on",
  reportsMetric: "reports", mentionsInPassing: "mentions in passing", listsPerson: "lists", variantOf: "variant of", broader: "kind of" };
const words = (role) => WORDS[role] || role;
let sigma = null;
let hovered = "";
const A_PAGE = 500;
let listed = A_PAGE;

function link() {
  const kept = new URLSearchParams();
  for (const iri of shown.around) kept.append("iri", iri);
  for (const name of ["month", "role", "since", "until"]) if (shown[name]) kept.set(name, shown[name]);
  if (shown.hidden.size) kept.set("hide", [...shown.hidden].join(","));
  if (shown.chosen) kept.set("at", shown.chosen);
  history.replaceState(null, "", `/explore?${kept}`);
  return location.href;
}

const say = (text) => { by("told").textContent = text; };

async function load(query, near) {
  say("Loading …");
  const answer = await fetch(`/explore.json?${query}`).catch(() => null);
  if (!answer || !answer.ok) { say(answer ? await answer.text() : "The server does not answer."); return false; }
  const found = await answer.json();
  for (const node of found.nodes) {
    addNode(graph, node.id, { label: node.name, kind: node.kind, path: node.path, date: node.date || "", color: colour(node.kind) }, near);
  }
  for (const [source, role, target] of found.edges) {
    const ends = [found.nodes[source].id, found.nodes[target].id];
    const key = `${ends[0]} ${role} ${ends[1]}`;
    if (!graph.hasEdge(key)) graph.addEdgeWithKey(key, ...ends, { role, size: 1 });
  }
  weigh(graph);
  say(found.all === false ? "It is tied to more than can be drawn; these are the newest." : "");
  return true;
}

function isDated(node) {
  if (node.kind !== "Paper" || !node.date) return true;
  return (!shown.since || node.date >= shown.since) && (!shown.until || node.date <= shown.until);
}

function visible(id) {
  const node = graph.getNodeAttributes(id);
  if (shown.hidden.has(node.kind) || !isDated(node)) return false;
  if (!shown.role) return isDated(node) && (node.kind === "Paper" || shown.around.includes(id) || !graph.degree(id) || graph.someNeighbor(id, (_, other) => isDated(other)));
  return graph.someEdge(id, (_, edge) => edge.role === shown.role);
}

function choose(id, moves = true) {
  shown.chosen = id;
  link();
  const node = graph.getNodeAttributes(id);
  const title = document.createElement("h2");
  title.append(Object.assign(document.createElement(node.path ? "a" : "span"), { textContent: node.label, ...(node.path ? { href: node.path } : {}) }));
  const facts = Object.assign(document.createElement("p"), { className: "quiet", textContent: [node.kind, node.date, `${graph.degree(id)} ties here`].filter(Boolean).join(" · ") });
  const more = Object.assign(document.createElement("button"), { type: "button", className: "do", textContent: "Add what it is tied to" });
  more.addEventListener("click", () => expand(id));
  const ties = document.createElement("ul");
  graph.forEachEdge(id, (_, edge, source, target) => {
    if (ties.children.length >= 40) return;
    const other = source === id ? target : source;
    const row = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "tie", textContent: graph.getNodeAttribute(other, "label") });
    button.addEventListener("click", () => choose(other));
    row.append(`${source === id ? words(edge.role) : `${words(edge.role)} (by)`} `, button);
    ties.append(row);
  });
  by("details").replaceChildren(title, facts, more, ties);
  for (const row of by("list").children) row.setAttribute("aria-selected", String(row.dataset.id === id));
  const row = [...by("list").children].find((one) => one.dataset.id === id);
  if (row) { by("list").setAttribute("aria-activedescendant", row.id); row.scrollIntoView({ block: "nearest" }); }
  if (sigma) {
    sigma.refresh();
    const place = sigma.getNodeDisplayData(id);
    if (place && moves) sigma.getCamera().animate({ x: place.x, y: place.y, ratio: Math.min(sigma.getCamera().ratio, 0.6) }, { duration: 300 });
  }
}

async function add(iri) {
  if (graph.hasNode(iri)) { choose(iri); await expand(iri); return; }
  if (!shown.around.includes(iri)) shown.around.push(iri);
  if (await load(`iri=${encodeURIComponent(iri)}`)) {
    await settle(200);
    choose(iri);
  }
}

async function expand(id) {
  const { x, y } = graph.getNodeAttributes(id);
  const before = graph.order;
  if (!shown.around.includes(id)) shown.around.push(id);
  if (await load(`iri=${encodeURIComponent(id)}`, { x, y })) {
    await settle(120);
    choose(id, false);
    if (!by("told").textContent) say(graph.order > before ? `${graph.order - before} more` : "Nothing more is tied to it.");
  }
}

function list() {
  const wanted = by("filter").value.trim().toLowerCase();
  const ids = graph.filterNodes((id, node) => visible(id) && (!wanted || node.label.toLowerCase().includes(wanted)))
    .sort((one, other) => graph.degree(other) - graph.degree(one) || graph.getNodeAttribute(one, "label").localeCompare(graph.getNodeAttribute(other, "label")));
  by("list").replaceChildren(...ids.slice(0, listed).map((id, place) => {
    const node = graph.getNodeAttributes(id);
    const row = Object.assign(document.createElement("li"), { id: `row-${place}`, className: `option ${node.kind}` });
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(id === shown.chosen));
    row.dataset.id = id;
    const count = Object.assign(document.createElement("span"), { className: "n", textContent: graph.degree(id) });
    row.append(document.createElement("i"), Object.assign(document.createElement("bdi"), { textContent: node.label }), count);
    row.addEventListener("click", () => choose(id));
    row.addEventListener("dblclick", () => expand(id));
    return row;
  }));
  const number = (count) => count.toLocaleString("en");
  const left = ids.length - listed;
  const found = wanted ? `, ${number(ids.length)} found` : "";
  const first = left > 0 ? `; the list has the ${number(listed)} with the most ties` : "";
  by("number").textContent = `${number(graph.filterNodes(visible).length)} of ${number(graph.order)} things shown${found}${first}`;
  by("more").hidden = left <= 0;
  by("more").textContent = `List ${number(Math.min(A_PAGE, left))} more`;
}

function filtersOf() {
  const roles = [...new Set(graph.mapEdges((_, edge) => edge.role))].sort();
  by("role").replaceChildren(new Option("all", ""), ...roles.map((role) => new Option(words(role), role, false, role === shown.role)));
  const kinds = KINDS.filter((kind) => graph.someNode((_, node) => node.kind === kind));
  by("kinds").replaceChildren(by("kinds").querySelector("legend"), ...kinds.map((kind) => {
    const label = Object.assign(document.createElement("label"), { className: `kind ${kind}` });
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: !shown.hidden.has(kind), value: kind });
    box.addEventListener("change", () => { shown.hidden[box.checked ? "delete" : "add"](kind); refresh(); });
    label.append(box, document.createElement("i"), kind);
    return label;
  }));
}

function refresh() {
  link();
  list();
  if (sigma) sigma.refresh();
}

async function settle(steps) {
  filtersOf();
  if (sigma) sigma.setSetting("labelRenderedSizeThreshold", graph.order < 80 ? 0 : 5.5 * scale());
  refresh();
  await layout.run(steps);
  if (sigma) sigma.refresh();
}

function focus() {
  const id = hovered || shown.chosen;
  return graph.hasNode(id) ? id : "";
}

const scale = () => (graph.order > 900 ? 0.75 : 1) * Math.max(0.5, Math.min(1, by("canvas").clientWidth / 800));
const short = (label) => (label.length > 42 ? `${label.slice(0, 41)}…` : label);

function start() {
  try {
    sigma = render(graph, by("canvas"), {
      nodeReducer: (id, data) => {
        if (!visible(id)) return { ...data, hidden: true };
        const far = Boolean(focus()) && id !== focus() && !graph.areNeighbors(id, focus());
        // The titles of papers are long: among many things they show only close by, or beside what is chosen.
        const isNamed = data.kind !== "Paper" || graph.order < 80 || (focus() && !far) || sigma.getCamera().ratio < 0.4;
        return { ...data, label: far || !isNamed ? "" : short(data.label), color: far ? colour("line") : colour(data.kind),
          size: data.size * scale(), zIndex: far ? 0 : 1, highlighted: id === shown.chosen };
      },
      edgeReducer: (key, data) => {
        if (shown.role && data.role !== shown.role) return { ...data, hidden: true };
        const isClose = focus() && graph.hasExtremity(key, focus());
        const share = isClose ? 0.9 : focus() ? 0.08 : graph.order > 900 ? 0.18 : graph.order > 200 ? 0.35 : 0.6;
        return { ...data, color: faint(colour(data.role), share), size: isClose ? 1.6 : graph.order > 900 ? 0.7 : 1, zIndex: isClose ? 1 : 0 };
      },
    });
  } catch (error) {
    say("This browser can't draw here (it has no WebGL); the list has everything.");
    return;
  }
  sigma.on("clickNode", ({ node }) => choose(node, false));
  sigma.on("doubleClickNode", (event) => { event.preventSigmaDefault(); expand(event.node); });
  sigma.on("enterNode", ({ node }) => { hovered = node; sigma.refresh(); });
  sigma.on("leaveNode", () => { hovered = ""; sigma.refresh(); });
  sigma.on("clickStage", () => { shown.chosen = ""; refresh(); });
}

function press(event) {
  const rows = [...by("list").children];
  const now = rows.findIndex((row) => row.dataset.id === shown.chosen);
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -rows.length, End: rows.length }[event.key];
  if (step && rows.length) { event.preventDefault(); choose(rows[Math.max(0, Math.min(rows.length - 1, now + step))].dataset.id); }
  if (event.key === "Enter" && now >= 0) { event.preventDefault(); expand(shown.chosen); }
}

function wire() {
  by("list").addEventListener("keydown", press);
  by("filter").addEventListener("input", () => { listed = A_PAGE; list(); });
  by("more").addEventListener("click", () => { listed += A_PAGE; list(); });
  by("role").addEventListener("change", () => { shown.role = by("role").value; refresh(); });
  for (const name of ["since", "until"]) {
    by(name).value = shown[name];
    by(name).addEventListener("change", () => { shown[name] = by(name).value; refresh(); });
  }
  by("month").value = shown.month;
  by("month").addEventListener("change", () => { if (by("month").value) location.assign(`/explore?month=${by("month").value}`); });
  by("fit").addEventListener("click", () => sigma && sigma.getCamera().animatedReset());
  by("link").addEventListener("click", async () => {
    const address = link();
    try { await navigator.clipboard.writeText(address); say("The link is in the clipboard."); } catch { say("The link is in the address bar."); }
  });
  by("svg").addEventListener("click", () => save(asSvg(graph, visible, shown.role), "svg"));
  by("png").addEventListener("click", () => save(asSvg(graph, visible, shown.role), "png"));
  addEventListener("theme", () => { if (sigma) sigma.refresh(); });
  by("q-add").addEventListener("choose", (event) => { event.preventDefault(); add(event.detail.iri); });
}

async function main() {
  wire();
  start();
  if (!shown.around.length && !shown.month) shown.month = by("month").options[1] ? by("month").options[1].value : "";
  by("month").value = shown.month;
  if (shown.month) await load(`month=${shown.month}`);
  for (const iri of [...shown.around]) await load(`iri=${encodeURIComponent(iri)}`, graph.hasNode(iri) ? graph.getNodeAttributes(iri) : null);
  await settle(graph.order > 1500 ? 160 : 300);
  const first = shown.chosen || shown.around.at(-1);
  if (first && graph.hasNode(first)) choose(first, false);
  document.documentElement.dataset.ready = "explore";
}
window.explorer = { graph, shown, get sigma() { return sigma; }, visible };
main();
