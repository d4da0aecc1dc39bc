// The picture as it is filtered, as an SVG or a PNG file; built node by node, so that names are never read as markup.
window.kgExport = function (data, drawing, parts, view) {
  "use strict";
  const EDGE = 40, HEAD = 70, FOOT = 46, MOST_NAMED = 150;

  function shape(name, attributes, text) {
    const made = document.createElementNS(parts.SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function written(text, x, y, size, colours, more = {}) {
    return shape("text", { x, y, "font-size": size, fill: colours.text, stroke: colours.back, "stroke-width": size / 4,
      "paint-order": "stroke", "stroke-linejoin": "round", ...more }, text);
  }

  // Those whose names do not meet one that is written already, the first ones first; the layout of few keeps all apart.
  function apart(places, spots) {
    const taken = [];
    return new Set(places.filter((place) => {
      const spot = spots[place];
      const half = { x: 0.26 * spot.font * Math.max(...spot.lines.map((line) => line.length)), y: 0.5 * spot.font * spot.lines.length };
      const y = spot.y + spot.size + half.y;
      if (taken.some((box) => Math.abs(box.x - spot.x) < box.half.x + half.x && Math.abs(box.y - y) < box.half.y + half.y)) return false;
      taken.push({ x: spot.x, y, half });
      return true;
    }));
  }

  function asSvg() {
    const theme = view.theme();
    const colours = theme === "dark" ? { text: "#e8ecf0", soft: "#a3adb8", back: "#14181d" } : { text: "#1d242c", soft: "#59636e", back: "#ffffff" };
    const spots = drawing.spots();
    const places = drawing.drawn();
    const rings = data.drawing.discs.filter((one) => !view.hiddenGroups().has(one.group));
    const above = data.nodes.length <= 300 ? 44 : 0; // the names of few groups stand above their discs
    const some = [...places.map((place) => spots[place]), ...rings.map((disc) => ({ x: disc.x, y: disc.y - above / 2, size: disc.r + above / 2, lines: [""], font: 0 }))];
    const wide = (spot) => Math.max(spot.size, 0.28 * spot.font * Math.max(...spot.lines.map((line) => line.length)));
    const ends = (low, high) => some.reduce((found, spot) => [Math.min(found[0], low(spot)), Math.max(found[1], high(spot))], [Infinity, -Infinity]);
    const [left, right] = ends((spot) => spot.x - wide(spot), (spot) => spot.x + wide(spot));
    const [top, bottom] = ends((spot) => spot.y - spot.size, (spot) => spot.y + spot.size + 1.3 * spot.font * spot.lines.length);
    const width = Math.max(right - left + 2 * EDGE, 760);
    const unit = Math.max(1, width / 1600);
    const head = HEAD * unit, foot = FOOT * unit;
    const height = bottom - top + 2 * EDGE + head + foot;
    const x0 = left - EDGE - (width - (right - left + 2 * EDGE)) / 2, y0 = top - EDGE - head;
    const picture = shape("svg", { xmlns: parts.SVG, viewBox: [x0, y0, width, height].map(Math.round).join(" "),
      width: Math.round(width / unit), height: Math.round(height / unit), "font-family": "system-ui, sans-serif" });
    picture.append(shape("rect", { x: x0, y: y0, width, height, fill: colours.back }));
    for (const disc of rings) {
      picture.append(shape("circle", { cx: disc.x, cy: disc.y, r: disc.r, fill: data.groups[disc.group][theme], "fill-opacity": 0.08 }));
    }
    for (const tick of data.drawing.ticks) {
      picture.append(shape("line", { x1: tick.x, x2: tick.x, y1: top - EDGE / 2, y2: bottom + EDGE / 2, stroke: colours.soft, "stroke-opacity": 0.35, "stroke-width": unit }),
        shape("text", { x: Math.max(tick.x, x0) + 4 * unit, y: top - EDGE / 2, "font-size": 12 * unit, fill: colours.soft }, tick.words));
    }
    const many = data.edges.length > 3000;
    for (const place of view.edges()) {
      const edge = data.edges[place], role = parts.roles.get(edge.role), from = spots[edge.from], to = spots[edge.to];
      picture.append(shape("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, stroke: role[theme], "stroke-opacity": many ? 0.12 : 0.55,
        "stroke-width": 1.2, ...(role.dashes.length ? { "stroke-dasharray": role.dashes.join(" ") } : {}) }));
      const far = Math.hypot(to.x - from.x, to.y - from.y);
      if (many || !role.directed || far < to.size + 14) continue;
      const rest = 1 - (to.size + 3) / far;
      picture.append(shape("path", { d: "M0 0L-10 3.5L-10 -3.5Z", fill: role[theme],
        transform: `translate(${from.x + (to.x - from.x) * rest} ${from.y + (to.y - from.y) * rest}) rotate(${Math.atan2(to.y - from.y, to.x - from.x) * 180 / Math.PI})` }));
    }
    const heaviest = [...places].sort((a, b) => data.nodes[b].weight - data.nodes[a].weight);
    const named = apart(places.length <= 400 ? heaviest : data.groups.length ? [] : heaviest.slice(0, MOST_NAMED), spots);
    const colour = (node) => (view.colourBy() === "group" && node.group !== null ? data.groups[node.group] : parts.types.get(node.type))[theme];
    for (const place of places) {
      const node = data.nodes[place], spot = spots[place], outline = parts.types.get(node.type).shape;
      const framed = outline === "box" || outline === "ellipse";
      if (framed && spot.lines.length) {
        const half = wide(spot) + 8, tall = 0.6 * spot.font * spot.lines.length + 7;
        picture.append(shape("rect", { x: spot.x - half, y: spot.y - tall, width: 2 * half, height: 2 * tall, rx: outline === "box" ? 4 : tall, fill: colour(node), stroke: "#7d8791" }));
      } else {
        picture.append(shape("path", { d: parts.OUTLINES[outline], fill: colour(node), transform: `translate(${spot.x} ${spot.y}) scale(${spot.size / 7}) translate(-8 -8)` }));
      }
      if (!framed && !named.has(place)) continue;
      const first = framed ? spot.y - 0.6 * spot.font * (spot.lines.length - 2) - 0.2 * spot.font : spot.y + spot.size + spot.font;
      spot.lines.forEach((line, row) => picture.append(written(line, spot.x, first + 1.2 * spot.font * row, spot.font,
        framed ? { text: colours.text, back: "none" } : colours, { "text-anchor": "middle" })));
    }
    const discs = rings.map((disc) => ({ ...disc, at: [disc.x, disc.y], reach: disc.r / unit }));
    for (const name of window.kgDiscNames(discs, data.nodes.length <= 300, unit, (row, size) => row.length * size * 0.6 * unit, [])) {
      name.rows.forEach((row, place) => picture.append(written(row, name.x, name.y + (place - (name.rows.length - 1) / 2 + 0.35) * name.size * 1.2 * unit,
        name.size * unit, colours, { "text-anchor": "middle", "font-weight": 600 })));
    }
    picture.append(shape("text", { x: x0 + 20 * unit, y: y0 + 32 * unit, "font-size": 20 * unit, "font-weight": 600, fill: colours.text }, document.querySelector("h1").textContent),
      shape("text", { x: x0 + 20 * unit, y: y0 + 54 * unit, "font-size": 14 * unit, fill: colours.soft }, [document.querySelector(".subject").textContent, document.getElementById("count").textContent, document.getElementById("filtered").textContent].filter(Boolean).join("; ")));
    picture.append(shape("text", { x: x0 + 20 * unit, y: y0 + height - 6 * unit, "font-size": 10 * unit, fill: colours.soft }, document.querySelector("footer").textContent));
    let x = x0 + 20 * unit;
    const y = y0 + height - 26 * unit;
    for (const type of data.types) {
      picture.append(shape("path", { d: parts.OUTLINES[type.shape], fill: type[theme], transform: `translate(${x} ${y - 12 * unit}) scale(${unit})` }),
        shape("text", { x: x + 21 * unit, y, "font-size": 13 * unit, fill: colours.text }, type.words));
      x += (44 + 7.5 * type.words.length) * unit;
    }
    return picture;
  }

  function download(blob, form) {
    const name = document.title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "graph";
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${name}.${form}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async function save(form) {
    const picture = asSvg();
    // No XML may hold controls (XML 1.0, 2.2); names come without them, but a page can be edited.
    const text = new XMLSerializer().serializeToString(picture).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
    const blob = new Blob([text], { type: "image/svg+xml" });
    if (form === "svg") { download(blob, form); return; }
    const image = new Image();
    image.src = URL.createObjectURL(blob);
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * picture.getAttribute("width"), height: 2 * picture.getAttribute("height") });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    canvas.toBlob((made) => download(made, form), "image/png");
  }

  return { asSvg, save };
};
