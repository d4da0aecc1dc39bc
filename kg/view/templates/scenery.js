// Draws what stands behind nodes: discs of groups with their names, and the months of a timeline.
//   context     of a canvas; at(x, y) gives the place on it of a place in the picture
//   unit        how long a pixel of the screen is on that canvas; scale: pixels of the screen for one of the picture
window.kgScenery = function (data, context, at, unit, scale, theme, hidden) {
  "use strict";
  const tone = theme === "dark" ? { text: "#e8ecf0", back: "#14181d", line: "#343c45" } : { text: "#1d242c", back: "#ffffff", line: "#d9dee4" };
  const shown = data.drawing.discs.filter((disc) => !hidden.has(disc.group));

  // A disc's name in lines: as many of its parts as fit beside the names that are written already.
  function lines(words, parts) {
    const found = [""];
    for (const part of words.split(/(?<=,) /).slice(0, parts)) {
      const last = found.length - 1;
      if (found[last] && found[last].length + part.length > 24) found.push(part);
      else found[last] += (found[last] ? " " : "") + part;
    }
    return found.map((line, place) => (place === found.length - 1 ? line.replace(/,$/, "") : line));
  }

  const font = (size, strong) => `${strong ? "600 " : ""}${size * unit}px system-ui, sans-serif`;

  function write(words, x, y, size, align, strong) {
    context.font = font(size, strong);
    context.textAlign = align;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 4 * unit;
    context.strokeStyle = tone.back;
    context.fillStyle = tone.text;
    context.strokeText(words, x, y);
    context.fillText(words, x, y);
  }

  return {
    behind() {
      for (const disc of shown) {
        const [x, y] = at(disc.x, disc.y);
        const look = data.groups[disc.group][theme];
        context.beginPath();
        context.arc(x, y, disc.r * scale * unit, 0, 2 * Math.PI);
        context.fillStyle = look + "14";
        context.fill();
        context.strokeStyle = look + "40";
        context.lineWidth = unit;
        context.stroke();
      }
      for (const tick of data.drawing.ticks) {
        const [x] = at(tick.x, 0);
        context.strokeStyle = tone.line;
        context.lineWidth = unit;
        context.beginPath();
        context.moveTo(x, at.top);
        context.lineTo(x, at.bottom);
        context.stroke();
      }
    },
    // Names of groups, and beside the nodes those of `labels` ({ words, x, y, size }) that fit, the first ones first.
    before(labels = []) {
      const taken = [];
      const above = data.nodes.length <= 300;
      for (const disc of [...shown].sort((a, b) => b.r - a.r)) {
        const reach = disc.r * scale;
        if (reach < 14 || reach > 900) continue;
        const [x, middle] = at(disc.x, disc.y);
        const size = Math.max(11, Math.min(above ? 15 : 20, reach / 6));
        const shift = above ? 0 : disc.r * scale * unit * 0.45;
        for (const [count, down] of [[3, 0], [2, 0], [1, 0], [2, shift], [2, -shift], [1, shift], [1, -shift], [1, 1.6 * shift], [1, -1.6 * shift]]) {
          const rows = lines(disc.words, above ? Math.min(count, 2) : count);
          context.font = font(size, true);
          const half = { x: Math.max(...rows.map((row) => context.measureText(row).width)) / 2 + 3 * unit, y: rows.length * size * 0.6 * unit };
          const y = above ? middle - disc.r * scale * unit - half.y - 3 * unit : middle + down;
          if (!above && half.x > disc.r * scale * unit * 1.5 && count > 1) continue;
          if (taken.some((box) => Math.abs(box.x - x) < box.half.x + half.x && Math.abs(box.y - y) < box.half.y + half.y)) continue;
          taken.push({ x, y, half });
          context.globalAlpha = !above && reach > 450 ? Math.max(0, (900 - reach) / 450) : 1;
          rows.forEach((row, place) => write(row, x, y + (place - (rows.length - 1) / 2) * size * 1.2 * unit, size, "center", true));
          context.globalAlpha = 1;
          break;
        }
      }
      for (const label of labels) {
        const size = Math.max(11, Math.min(15, label.size));
        context.font = font(size, false);
        const half = { x: context.measureText(label.words).width / 2 + 2 * unit, y: size * 0.62 * unit };
        const x = label.x + label.size + 3 * unit + half.x;
        if (taken.some((box) => Math.abs(box.x - x) < box.half.x + half.x && Math.abs(box.y - label.y) < box.half.y + half.y)) continue;
        taken.push({ x, y: label.y, half });
        write(label.words, label.x + label.size + 3 * unit, label.y, size, "left", false);
      }
      let free = -Infinity;
      for (const tick of data.drawing.ticks) {
        const [x] = at(tick.x, 0);
        if (x < free) continue;
        write(tick.words, x + 4 * unit, at.top + 12 * unit, 12, "left", false);
        free = x + (12 + 7 * tick.words.length) * unit;
      }
    },
  };
};
