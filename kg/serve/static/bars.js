// Bars as SVG, built node by node so that no text is ever read as markup.
const SVG = "http://www.w3.org/2000/svg";

function shape(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

export function drawBars(pairs, label) {
  const row = 26, width = 760, left = 240;
  const most = Math.max(...pairs.map(([, value]) => Math.abs(value)), 1e-9);
  const picture = shape("svg", { viewBox: `0 0 ${width} ${row * pairs.length + 8}`, role: "img", "aria-label": label, class: "bars" });
  pairs.forEach(([name, value], place) => {
    const y = 4 + place * row;
    const length = Math.max(1, (Math.abs(value) / most) * (width - left - 90));
    picture.append(
      shape("text", { x: left - 10, y: y + 16, "text-anchor": "end" }, name.length > 32 ? `${name.slice(0, 31)}…` : name),
      shape("rect", { x: left, y: y + 3, width: length, height: row - 8, rx: 3 }),
      shape("text", { x: left + length + 8, y: y + 16 }, value.toLocaleString("en")),
    );
  });
  return picture;
}
