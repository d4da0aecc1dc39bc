// Where a browser can't draw by WebGL: the picture stands still, and list, search and filters go on.
window.kgStill = function (container, data, asSvg) {
  "use strict";
  let shown = new Set(data.nodes.keys());
  let waiting = false;
  function draw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const picture = asSvg();
      picture.setAttribute("width", "100%");
      picture.setAttribute("height", "100%");
      container.replaceChildren(picture);
    });
  }
  const nothing = () => {};
  return {
    colours: draw, emphasise: nothing, select: nothing, centre: nothing, fit: nothing, zoom: nothing, start: draw,
    filter(nodes) { shown = nodes; draw(); },
    drawn: () => [...shown],
    spots: () => data.nodes.map((node, place) => {
      const [x, y, size] = data.drawing.spots[place];
      return { x, y, size, lines: [node.label.slice(0, 44)], font: 12 };
    }),
  };
};
