// Suggestions below a search box (the combobox pattern of ARIA), and the sentence of a score on hover.
"use strict";

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

class Suggestions {
  constructor(input) {
    this.input = input;
    this.list = element("ul", { id: `${input.id}-list`, className: "suggestions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    input.form.append(this.list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
      ["aria-controls", this.list.id]]) input.setAttribute(name, value);
    input.addEventListener("input", () => this.type());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.at = -1;
    this.asked = 0;
  }

  async type() {
    const words = this.input.value.trim();
    const mine = ++this.asked;
    if (!words) return this.close();
    await new Promise((done) => setTimeout(done, 90));
    if (mine !== this.asked) return undefined;
    const answer = await fetch(`/search.json?q=${encodeURIComponent(words)}`).catch(() => null);
    const found = answer && answer.ok ? await answer.json() : [];
    if (mine === this.asked) this.show(found.filter((one) => one.path));
    return undefined;
  }

  show(found) {
    this.at = -1;
    this.found = found;
    this.list.replaceChildren(...found.map((one, place) => {
      const row = element("li", { id: `${this.list.id}-${place}`, className: `option ${one.kind}` },
        element("i"), element("bdi", { textContent: one.by ? `${one.name} (${one.by})` : one.name }),
        element("span", { className: "quiet", textContent: one.hint ? `${one.kind} listed beside ${one.hint}` : one.kind }));
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.addEventListener("mousedown", (event) => { event.preventDefault(); this.choose(place); });
      return row;
    }));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    const rows = [...this.list.children];
    if (event.key === "Escape") this.close();
    if (event.key === "Enter" && this.at >= 0) { event.preventDefault(); this.choose(this.at); }
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || !rows.length) return;
    event.preventDefault();
    if (this.at >= 0) rows[this.at].setAttribute("aria-selected", "false");
    this.at = (this.at + (event.key === "ArrowDown" ? 1 : rows.length - 1 + (this.at < 0))) % rows.length;
    rows[this.at].setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", rows[this.at].id);
  }

  choose(place) {
    // Who listens may do something else with a thing than open its page.
    const chosen = new CustomEvent("choose", { detail: this.found[place], cancelable: true });
    if (this.input.dispatchEvent(chosen)) location.assign(this.found[place].path); else { this.input.value = ""; this.close(); }
  }

  close() {
    this.asked += 1;
    this.show([]);
  }
}

function place(tip, button) {
  const box = button.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8));
  const below = box.bottom + 6 + tip.offsetHeight < innerHeight;
  Object.assign(tip.style, { left: `${left}px`, top: `${below ? box.bottom + 6 : Math.max(8, box.top - tip.offsetHeight - 6)}px`,
    margin: "0" });
}

function hovered(button) {
  const tip = document.getElementById(button.getAttribute("popovertarget"));
  if (!tip || !tip.showPopover) return;
  let byPointer = false;
  tip.addEventListener("toggle", (event) => { if (event.newState === "open") place(tip, button); });
  button.addEventListener("pointerenter", (event) => {
    if (event.pointerType !== "mouse" || tip.matches(":popover-open")) return;
    byPointer = true;
    tip.showPopover();
    place(tip, button);
  });
  button.addEventListener("click", (event) => { if (byPointer) { event.preventDefault(); byPointer = false; } });
  button.addEventListener("pointerleave", () => { if (byPointer) { byPointer = false; tip.hidePopover(); } });
}

for (const input of document.querySelectorAll("form.search input[type=search]")) new Suggestions(input);
for (const button of document.querySelectorAll("button[popovertarget]")) hovered(button);
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || /^(input|textarea|select)$/i.test(event.target.tagName)
    || event.target.isContentEditable) return;
  const input = document.querySelector("form.search input[type=search]");
  if (input) { event.preventDefault(); input.focus(); input.select(); }
});
