// Runs before Gradio: its words in Chinese whatever the browser prefers.
Object.defineProperty(navigator, "language", { get: () => "zh-CN" });
Object.defineProperty(navigator, "languages", { get: () => ["zh-CN", "zh"] });

const settle = () => {
  document.documentElement.lang = "zh-CN";
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
  new MutationObserver(() => {
    settle();
    translate();
  }).observe(document.body, { childList: true, subtree: true });
});
