// The rows of an answer as a table that sorts and filters, built node by node so that no text is ever read as markup.
const STEP = 200;
const NUMBER = /(integer|decimal|double|float)$/;

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function shorter(iri, prefixes) {
  for (const [prefix, start] of Object.entries(prefixes)) {
    if (iri.startsWith(start) && /^[\w./%~-]*$/.test(iri.slice(start.length))) return `${prefix}:${iri.slice(start.length)}`;
  }
  return iri;
}

const isNumber = (term) => Boolean(term && NUMBER.test(term.datatype || ""));
const plain = (term) => (term ? term.value : "");

function cell(term, prefixes) {
  if (!term) return element("td", {});
  if (term.type !== "uri") {
    const made = element("td", { className: isNumber(term) ? "num" : "" }, element("bdi", { textContent: term.value }));
    if (term["xml:lang"]) made.append(element("span", { className: "quiet", textContent: ` @${term["xml:lang"]}` }));
    if (term.datatype) made.title = shorter(term.datatype, prefixes);
    return made;
  }
  const text = shorter(term.value, prefixes);
  if (!/^https?:/.test(term.value)) return element("td", {}, element("bdi", { textContent: text }));
  return element("td", {}, element("a", { href: term.value, textContent: text, title: term.value, rel: "noopener noreferrer" }));
}

function compare(one, other) {
  if (isNumber(one) && isNumber(other)) return Number(one.value) - Number(other.value);
  return plain(one).localeCompare(plain(other), "en", { numeric: true });
}

export function drawTable(names, rows, prefixes) {
  const body = element("tbody", {}), told = element("span", { className: "quiet" });
  const more = element("button", { type: "button", className: "plain", textContent: "Show more" });
  const filter = element("input", { type: "search", placeholder: "Filter the rows", autocomplete: "off" });
  filter.setAttribute("aria-label", "Filter the rows");
  told.setAttribute("role", "status");
  let by = "", sign = 1, most = STEP;

  function show() {
    const wanted = filter.value.trim().toLowerCase();
    const kept = rows.filter((row) => !wanted || names.some((name) => plain(row[name]).toLowerCase().includes(wanted)));
    if (by) kept.sort((one, other) => sign * compare(one[by], other[by]));
    body.replaceChildren(...kept.slice(0, most).map((row) => element("tr", {}, ...names.map((name) => cell(row[name], prefixes)))));
    told.textContent = kept.length > most ? `${most.toLocaleString("en")} of ${kept.length.toLocaleString("en")} rows`
      : wanted ? `${kept.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows` : "";
    more.hidden = kept.length <= most;
  }

  const heads = names.map((name) => {
    const head = element("th", { scope: "col" }), button = element("button", { type: "button", className: "sort", textContent: name });
    if (rows.some((row) => isNumber(row[name]))) head.className = "num";
    button.addEventListener("click", () => {
      sign = by === name ? -sign : 1;
      by = name;
      for (const one of heads) one.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      show();
    });
    head.append(button);
    return head;
  });
  filter.addEventListener("input", show);
  more.addEventListener("click", () => { most += 5 * STEP; show(); });
  const region = element("div", { className: "scroll answer-rows", tabIndex: 0 },
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body));
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", "Rows of the answer");
  show();
  return element("div", {}, element("p", { className: "row-tools" }, filter, told), region, element("p", {}, more));
}
