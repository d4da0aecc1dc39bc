// The editor and the results of YASGUI, with the catalogue's questions, and two more ways to show an answer.
import { drawGraph } from "./graph-view.js";
import { drawBars } from "./bars.js";
import { drawTable } from "./table.js";

const { Yasqe, Yasr } = window.Yasgui;
const START = `# What the graph holds
SELECT ?class (COUNT(?thing) AS ?count)
WHERE { ?thing a ?class }
GROUP BY ?class
ORDER BY DESC(?count)`;
const state = document.getElementById("state");

class Shown {
  constructor(yasr) { this.yasr = yasr; this.priority = 5; }
  getIcon() { const icon = document.createElement("span"); icon.textContent = this.sign; return icon; }
  canHandleResults() { return Boolean(this.yasr.results) && this.fits(); }
  draw() { this.yasr.resultsEl.replaceChildren(this.picture()); }
}

// Takes the place of YASGUI's own table, which gives each value to the browser as markup first.
class Rows extends Shown {
  constructor(yasr) { super(yasr); this.label = "Table"; this.sign = "▦"; this.priority = 10; }
  fits() { const found = this.yasr.results.getAsJson(); return Boolean(found && found.results && found.head.vars); }
  picture() {
    const { head, results } = this.yasr.results.getAsJson();
    return drawTable(head.vars, results.bindings, { ...known, ...yasqe.getPrefixesFromQuery() });
  }
  download(name) {
    return { getData: () => this.yasr.results.asCsv(), contentType: "text/csv", title: "Download as CSV", filename: `${name || "answer"}.csv` };
  }
}

class Chart extends Shown {
  constructor(yasr) { super(yasr); this.label = "Chart"; this.sign = "▮"; }
  parts() {
    const found = this.yasr.results.getAsJson();
    const rows = found && found.results ? found.results.bindings : [];
    const names = found && found.head.vars ? found.head.vars : [];
    const isNumber = (name) => rows.some((row) => row[name] && /(integer|decimal|double|float)$/.test(row[name].datatype || ""));
    const value = names.find(isNumber);
    return { rows, value, name: names.find((one) => one !== value && rows.some((row) => row[one])) };
  }
  fits() { const { value, name } = this.parts(); return Boolean(value && name); }
  picture() {
    const { rows, value, name } = this.parts();
    return drawBars(rows.filter((row) => row[name] && row[value]).slice(0, 40)
      .map((row) => [row[name].value.replace(/^.*[/#](?=.)/, ""), Number(row[value].value)]), `${value} by ${name}`);
  }
}

class Picture extends Shown {
  constructor(yasr) { super(yasr); this.label = "Graph"; this.sign = "◉"; }
  triples() {
    const statements = this.yasr.results.getStatements && this.yasr.results.getStatements();
    if (statements && statements.length) {
      return statements.map((one) => [one.subject.value, one.predicate.value, one.object.value]);
    }
    const found = this.yasr.results.getAsJson();
    const rows = found && found.results ? found.results.bindings : [];
    return rows.flatMap((row) => {
      const iris = Object.entries(row).filter(([, term]) => term.type === "uri");
      return iris.slice(1).map(([name, term]) => [iris[0][1].value, name, term.value]);
    });
  }
  fits() { return this.triples().length > 0; }
  picture() {
    const box = document.createElement("div");
    box.className = "picture";
    requestAnimationFrame(() => drawGraph(box, this.triples().slice(0, 3000)));
    return box;
  }
}
Yasr.registerPlugin("table", Rows);
Yasr.registerPlugin("Chart", Chart);
Yasr.registerPlugin("Graph", Picture);

const answer = document.getElementById("answer");
const known = JSON.parse(answer.dataset.prefixes);

const yasqe = new Yasqe(document.getElementById("editor"), {
  requestConfig: { endpoint: "/sparql", method: "POST",
    acceptHeaderSelect: "application/sparql-results+json", acceptHeaderGraph: "text/turtle" },
  persistenceId: null, showQueryButton: false, createShareableLink: null, resizeable: true,
  autocompleters: ["variables"], editorHeight: "300px",
});
const yasr = new Yasr(answer, {
  persistenceId: null, prefixes: () => ({ ...known, ...yasqe.getPrefixesFromQuery() }),
  pluginOrder: ["table", "boolean", "response", "Chart", "Graph", "error"],
});
answer.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link) return;
  // Resources of the graph, terms of the ontology and concepts have their pages here.
  const places = [["/id/", answer.dataset.base], ["/ontology#", known.kg], ["/concept/", known.kgc]];
  const found = places.find(([, space]) => link.href.startsWith(space));
  if (!found) return;
  event.preventDefault();
  open(found[0] + link.href.slice(found[1].length), "_blank", "noopener");
});
yasqe.getInputField().setAttribute("aria-label", "SPARQL query");
yasqe.on("query", () => { state.textContent = "Asking …"; });
yasqe.on("queryResponse", (_, response, duration) => {
  yasr.setResponse(response, duration);
  const rows = yasr.results && yasr.results.getBindings && yasr.results.getBindings();
  state.textContent = rows ? `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"} in ${(duration / 1000).toFixed(2)} s` : "Answered";
});
const run = () => yasqe.query().catch(() => { state.textContent = "Not answered; the reason is below."; });
document.getElementById("run").addEventListener("click", run);
document.getElementById("share").addEventListener("click", async () => {
  const link = `${location.origin}/query?query=${encodeURIComponent(yasqe.getValue())}`;
  history.replaceState(null, "", link);
  try { await navigator.clipboard.writeText(link); state.textContent = "The link is in the clipboard."; } catch { state.textContent = "The link is in the address bar."; }
});

async function ask(form) {
  const told = form.querySelector(".told");
  const given = new URLSearchParams(new FormData(form));
  const found = await fetch(`/questions/${encodeURIComponent(form.getAttribute("data-name"))}.rq?${given}`);
  const text = await found.text();
  told.hidden = found.ok;
  told.textContent = found.ok ? "" : text;
  if (!found.ok) return;
  yasqe.setValue(text);
  await run();
}
for (const form of document.querySelectorAll("#questions form")) {
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(form); });
}

const asked = new URLSearchParams(location.search);
if (asked.has("query")) {
  yasqe.setValue(asked.get("query"));
} else if (asked.has("name") && document.querySelector(`details[data-name="${CSS.escape(asked.get("name"))}"]`)) {
  const details = document.querySelector(`details[data-name="${CSS.escape(asked.get("name"))}"]`);
  details.open = true;
  const list = document.getElementById("questions");
  list.scrollTop = details.offsetTop - list.offsetTop;
  const found = await fetch(`/questions/${encodeURIComponent(asked.get("name"))}.rq`);
  yasqe.setValue(found.ok ? await found.text() : START);
} else {
  yasqe.setValue(START);
  run();
}
document.documentElement.dataset.ready = "query";
