// Runs before Gradio: its words in Chinese whatever the browser prefers.
Object.defineProperty(navigator, "language", { get: () => "zh-CN" });
Object.defineProperty(navigator, "languages", { get: () => ["zh-CN", "zh"] });

const settle = () => {
  document.documentElement.lang = "zh-CN";
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

// A tap on an answer, or on what a number is, says its words as if they had been typed and sent;
// words to be completed (改成…) wait in the box for the rest.
let spoken = 0;
const speak = (event) => {
  const tapped = event.target.closest("button.say");
  const box = document.querySelector("#question textarea");
  if (!tapped || !box || event.timeStamp - spoken < 800) return; // tapped twice: said once
  const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
  set.call(box, tapped.dataset.say);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  if ("hold" in tapped.dataset) {
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
    return;
  }
  spoken = event.timeStamp;
  requestAnimationFrame(() => document.querySelector("#send").click());
};

// What Gradio says of a failure, in our words; what the service itself said stays.
const CHINESE = /[\u4e00-\u9fff]/;
const FAILED =
  "与服务的连接断开了，没有处理这一次。您填写的内容还在，请过一会儿再提交；如仍不行，请刷新页面。";
const translate = () => {
  for (const words of document.querySelectorAll(".toast-message-text")) {
    if (!CHINESE.test(words.textContent)) words.textContent = FAILED;
  }
  for (const title of document.querySelectorAll(".toast-title")) {
    if (!CHINESE.test(title.textContent)) title.textContent = "提示";
  }
};

document.addEventListener("DOMContentLoaded", () => {
  settle();
  document.addEventListener("click", speak);
  new MutationObserver(() => {
    settle();
    follow();
    translate();
  }).observe(document.body, { childList: true, subtree: true });
});
