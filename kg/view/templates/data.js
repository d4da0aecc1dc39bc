// Turns the rows of the page's data into objects: see page_data.py for the columns. Much data is packed (gzip, base64).
window.kgData = async function () {
  "use strict";
  const block = document.getElementById("graph");
  let packed = null;
  if (block.dataset.form === "gzip") {
    const bytes = Uint8Array.from(atob(block.textContent), (letter) => letter.charCodeAt(0));
    packed = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  } else {
    packed = JSON.parse(block.textContent);
  }
  const unpacked = (columns, rows) => rows.map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place]])));
  const data = { ...packed, nodes: unpacked(packed.columns.nodes, packed.nodes), edges: unpacked(packed.columns.edges, packed.edges) };
  for (const node of data.nodes) node.type = data.types[node.type].key;
  for (const edge of data.edges) edge.role = data.roles[edge.role].key;
  // Evidence by its number: what stands before the marked words, these, what stands after, and where it is from.
  data.quote = (number) => {
    const [sentence, before, marked, source] = packed.quotes[number];
    const text = packed.sentences[sentence];
    const [words, link] = packed.sources[source];
    return { words: [text.slice(0, before), text.slice(before, before + marked), text.slice(before + marked)], source: words, link };
  };
  data.sentence = (number) => packed.sentences[packed.quotes[number][0]];
  return data;
};
