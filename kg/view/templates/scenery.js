// Where the names of discs are written, in lines, so that no two meet: above each disc of a small picture, in the middle
// of each of a large one; what finds no room is left out. `discs` have their place (at) and size (reach) on the screen;
// the places taken are added to `taken`.
window.kgDiscNames = function (discs, above, unit, measure, taken) {
  "use strict";

  // As many parts of a name as are wanted.
  function lines(words, parts) {
    const found = [""];
    for (const part of words.split(/(?<=,) /).slice(0, parts)) {
      const last = found.length - 1;
      if (found[last] && found[last].length + part.length > 24) found.push(part);
      else found[last] += (found[last] ? " " : "") + part;
    }
    return found.map((line, place) => (place === found.length - 1 ? line.replace(/,$/, "") : line));
  }

  const names = [];
  for (const disc of [...discs].sort((a, b) => b.reach - a.reach)) {
    const [x, middle] = disc.at;
    const reach = disc.reach * unit;
    const size = Math.max(11, Math.min(above ? 15 : 20, disc.reach / 6));
    const shift = above ? 0 : reach * 0.45;
    for (const [count, down] of [[3, 0], [2, 0], [1, 0], [2, shift], [2, -shift], [1, shift], [1, -shift], [1, 1.6 * shift], [1, -1.6 * shift]]) {
      const rows = lines(disc.words, above ? Math.min(count, 2) : count);
      const half = { x: Math.max(...rows.map((row) => measure(row, size))) / 2 + 3 * unit, y: rows.length * size * 0.6 * unit };
      const y = above ? middle - reach - half.y - 3 * unit : middle + down;
      if (!above && half.x > reach * 1.5 && count > 1) continue;
      if (taken.some((box) => Math.abs(box.x - x) < box.half.x + half.x && Math.abs(box.y - y) < box.half.y + half.y)) continue;
      taken.push({ x, y, half });
      names.push({ rows, x, y, size, reach: disc.reach });
      break;
    }
  }
  return names;
};

// Where a name begins that stands beside its node: to the right, else to the left, where the picture of that width would
// cut it; where neither has the room, as far to the right as it can be read to its end.
window.kgBeside = function (x, reach, wide, width) {
  "use strict";
  const right = x + reach, left = x - reach - wide;
  if (x > width || right + wide <= width) return right;
  return left >= 0 ? left : Math.max(0, width - wide);
};

// Draws what stands behind nodes: discs of groups with their names, and the months of a timeline.
//   context     of a canvas; at(x, y) gives the place on it of a place in the picture
//   unit        how long a pixel of the screen is on that canvas; scale: pixels of the screen for one of the picture
window.kgScenery = function (data, context, at, unit, scale, theme, hidden) {
  "use strict";
  const tone = theme === "dark" ? { text: "#e8ecf0", back: "#14181d", line: "#343c45" } : { text: "#1d242c", back: "#ffffff", line: "#d9dee4" };
  const shown = data.drawing.discs.filter((disc) => !hidden.has(disc.group));

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
      const measure = (row, size) => { context.font = font(size, true); return context.measureText(row).width; };
      const spots = shown.map((disc) => ({ ...disc, at: at(disc.x, disc.y), reach: disc.r * scale }));
      const few = data.nodes.length <= 300;
      for (const name of window.kgDiscNames(spots.filter((disc) => disc.reach >= 14 && disc.reach <= 900), few, unit, measure, taken)) {
        context.globalAlpha = !few && name.reach > 450 ? Math.max(0, (900 - name.reach) / 450) : 1;
        name.rows.forEach((row, place) => write(row, name.x, name.y + (place - (name.rows.length - 1) / 2) * name.size * 1.2 * unit, name.size, "center", true));
        context.globalAlpha = 1;
      }
      for (const label of labels) {
        const size = Math.max(11, Math.min(15, label.size));
        context.font = font(size, false);
        const wide = context.measureText(label.words).width;
        const left = window.kgBeside(label.x, label.size + 3 * unit, wide, at.right);
        const half = { x: wide / 2 + 2 * unit, y: size * 0.62 * unit };
        const x = left + half.x;
        if (taken.some((box) => Math.abs(box.x - x) < box.half.x + half.x && Math.abs(box.y - label.y) < box.half.y + half.y)) continue;
        taken.push({ x, y: label.y, half });
        write(label.words, left, label.y, size, "left", false);
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
