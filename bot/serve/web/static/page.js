// Runs before Gradio, which would write the page's language as its own: it is Chinese, whatever the
// browser prefers.
Object.defineProperty(navigator, "language", { get: () => "zh-CN" });
Object.defineProperty(navigator, "languages", { get: () => ["zh-CN", "zh"] });
document.addEventListener("DOMContentLoaded", () => {
  const page = document.documentElement;
  const settle = () => {
    if (page.lang !== "zh-CN") page.lang = "zh-CN";
  };
  new MutationObserver(settle).observe(page, { attributes: true, attributeFilter: ["lang"] });
});
