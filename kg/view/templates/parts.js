// Pieces of the page, made of elements and texts alone: no HTML is made of strings.
window.kgParts = function (data, theme) {
  "use strict";
  const types = new Map(data.types.map((type) => [type.key, type]));
  const roles = new Map(data.roles.map((role) => [role.key, role]));
  const SVG = "http://www.w3.org/2000/svg";
  const OUTLINES = {
    square: "M2 2H14V14H2Z", dot: "M8 2A6 6 0 1 1 8 14A6 6 0 1 1 8 2Z", diamond: "M8 1L15 8L8 15L1 8Z",
    hexagon: "M4.5 2H11.5L15 8L11.5 14H4.5L1 8Z", triangle: "M8 2L15 14H1Z", triangleDown: "M1 2H15L8 14Z",
    star: "M8 1L10 6H15L11 9.5L12.5 15L8 11.5L3.5 15L5 9.5L1 6H6Z", box: "M1 4H15V12H1Z",
    ellipse: "M1 8A7 4.5 0 1 1 15 8A7 4.5 0 1 1 1 8Z",
  };

  function make(tag, name, ...children) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    for (const child of children) if (child !== null && child !== undefined) element.append(child);
    return element;
  }

  function words(tag, name, text) {
    const element = make(tag, name, text);
    element.dir = "auto";
    return element;
  }

  function button(name, text, act) {
    const element = words("button", name, text);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  }

  function safeAddress(address) {
    let url = null;
    try { url = new URL(address); } catch { return null; }
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  }

  function safeLink(address, text, name) {
    const href = safeAddress(address);
    if (href === null) return null;
    const link = make("a", name, text);
    link.href = href;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }

  function svg(width, name, attributes) {
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("class", "icon");
    icon.setAttribute("width", width);
    icon.setAttribute("height", 16);
    icon.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    icon.append(shape);
    return icon;
  }

  function typeIcon(key) {
    const type = types.get(key);
    const framed = type.shape === "box" || type.shape === "ellipse";
    return svg(16, "path", { d: OUTLINES[type.shape], fill: type[theme()], stroke: framed ? "#7d8791" : type[theme()] });
  }

  function roleIcon(key) {
    const role = roles.get(key);
    return svg(28, "path", {
      d: role.directed ? "M1 8H25M21 4L26 8L21 12" : "M1 8H27", fill: "none", stroke: role[theme()], "stroke-width": 2,
      "stroke-dasharray": role.dashes.length ? role.dashes.map((dash) => dash * 0.7).join(" ") : "none",
    });
  }

  function groupIcon(key) {
    return svg(16, "path", { d: OUTLINES.dot, fill: data.groups[key][theme()] });
  }

  function quote(number) {
    const evidence = data.quote(number);
    const [before, marked, after] = evidence.words;
    const block = words("blockquote", "", null);
    block.append(before, marked ? make("mark", "", marked) : "", after);
    const cite = make("cite", "", evidence.link ? safeLink(evidence.link, evidence.source) || evidence.source : evidence.source);
    if (evidence.source) block.append(cite);
    return block;
  }

  return { OUTLINES, SVG, types, roles, make, words, button, safeAddress, safeLink, typeIcon, roleIcon, groupIcon, quote };
};
