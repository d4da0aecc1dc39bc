// Sets the theme before anything is painted: what was chosen here before, else what the system prefers.
"use strict";
(() => {
  const root = document.documentElement;
  let chosen = null;
  try { chosen = localStorage.getItem("theme"); } catch { /* no storage: the system's choice holds */ }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  root.dataset.theme = chosen === "dark" || chosen === "light" ? chosen : dark.matches ? "dark" : "light";
  dark.addEventListener("change", () => { if (!chosen) root.dataset.theme = dark.matches ? "dark" : "light"; });
  addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme").addEventListener("click", () => {
      chosen = root.dataset.theme === "dark" ? "light" : "dark";
      root.dataset.theme = chosen;
      try { localStorage.setItem("theme", chosen); } catch { /* it holds for this page */ }
      dispatchEvent(new CustomEvent("theme"));
    });
  });
})();
