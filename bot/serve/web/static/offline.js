// A bar on top while the service cannot be reached: it says so, and goes when the service is back.
(() => {
  const HEALTH = new URL("../healthz", document.currentScript.src);
  const UNPLUGGED = "这台设备没有连上网络。您填写的内容还在这一页；连上之后，这条提示会自己消失。";
  const GONE = "与服务的连接断开了。您填写的内容还在这一页，请先不要关闭；恢复之后，这条提示会自己消失。";
  const CALM = 60000; // between two looks while all is well, or while it lasts
  const FIRST = 3000; // before the second look; then twice as long each time
  const PATIENCE = 8000; // for one look
  const AWAY = [502, 503, 504]; // what a proxy answers in place of the service

  let bar = null;
  let wait = CALM;
  let timer = 0;
  let looking = false;
  let lost = false;

  const show = (words) => {
    if (!bar) {
      bar = document.createElement("div");
      bar.className = "offline-bar";
      bar.setAttribute("role", "alert");
      document.body.prepend(bar);
    }
    if (bar.textContent !== words) bar.textContent = words;
  };

  const hide = () => {
    bar?.remove();
    bar = null;
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, wait * (0.85 + Math.random() * 0.3)); // not all pages at once
  };

  const reached = async () => {
    const patience = new AbortController();
    const end = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await plain(HEALTH, { cache: "no-store", signal: patience.signal });
      return !AWAY.includes(answer.status);
    } catch {
      return false;
    } finally {
      clearTimeout(end);
    }
  };

  const look = async () => {
    if (looking || document.hidden) return;
    looking = true;
    const there = navigator.onLine && (await reached());
    looking = false;
    if (there) hide();
    else show(navigator.onLine ? GONE : UNPLUGGED);
    wait = there ? CALM : Math.min(lost ? wait * 2 : FIRST, CALM);
    lost = !there;
    later();
  };

  // A call of the page that does not get through is a reason to look at once.
  const plain = window.fetch.bind(window);
  window.fetch = async (...call) => {
    try {
      return await plain(...call);
    } catch (error) {
      if (error.name !== "AbortError" && !lost) look();
      throw error;
    }
  };

  addEventListener("offline", look);
  addEventListener("online", look);
  document.addEventListener("visibilitychange", look);
  later();
})();
