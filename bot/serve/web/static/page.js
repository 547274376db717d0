// Runs before Gradio: its words in Chinese and its light look whatever the browser prefers.
Object.defineProperty(navigator, "language", { get: () => "zh-CN" });
Object.defineProperty(navigator, "languages", { get: () => ["zh-CN", "zh"] });

const settle = () => {
  document.documentElement.lang = "zh-CN";
  document.body.classList.remove("dark");
};

// The newest question comes to the top of the window, so that its conclusion is read first.
let shown = "";
const follow = () => {
  const turns = document.querySelectorAll(".turn");
  const newest = turns[turns.length - 1];
  if (!newest) return;
  const state = newest.id + (newest.querySelector(".waiting") ? " asked" : " answered");
  if (state === shown) return;
  shown = state;
  newest.scrollIntoView({ behavior: "smooth", block: "start" });
};

document.addEventListener("DOMContentLoaded", () => {
  settle();
  new MutationObserver(() => {
    settle();
    follow();
  }).observe(document.body, { childList: true, subtree: true });
});
