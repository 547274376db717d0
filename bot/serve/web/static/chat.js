// Page 咨询. The server answers with one turn, made there and escaped there; it is put behind the
// turns before. Whatever comes from a person is set as text, never as HTML.
const at = (id) => document.getElementById(id);

// Gradio puts the page in place when it has started itself, which takes a slow line seconds; until
// then there are the bar and the heading that were sent with it.
const inPlace = () => document.querySelector("#chat #asking");
if (!inPlace()) {
  await new Promise((done) => {
    const seen = new MutationObserver(() => inPlace() && (seen.disconnect(), done()));
    seen.observe(document.body, { childList: true, subtree: true });
  });
}
at("arriving").remove();

const talk = at("talk");
const form = at("asking");
const box = document.querySelector("#question textarea");
const day = at("as-of");
const sheet = at("sheet");
const sources = at("sources");
const choices = at("choices");
const STARTERS = [...choices.querySelectorAll("button")].map((button) => button.textContent);
const NO_SOURCES = sources.innerHTML;
const WIDE = matchMedia("(min-width: 900px)");
const TOUCH = matchMedia("(pointer: coarse)");
const LOST =
  "与服务的连接断开了，没有处理这一次。您填写的内容还在，请过一会儿再提交；如仍不行，请刷新页面。";
const FAILED = "这一次没有处理成功，您填写的内容还在，请过一会儿再提交。";

let conversation = null; // the key of what was said before
let underway = null; // what stops the question that is being answered

const turns = () => talk.querySelectorAll(".turn");
const newest = () => [...turns()].at(-1);

const made = (name, className, text) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

/* ---- the address of the conversation ---- */

// All links of the page are relative: where they count from stays, whatever the address bar says.
const HOME = new URL("./", document.baseURI).href;
const addressed = (key) => {
  if (!document.querySelector("base")) {
    const base = made("base");
    base.href = HOME;
    document.head.prepend(base);
  }
  const address = key ? `${HOME}c/${key}` : HOME;
  if (location.href !== address) history.replaceState(null, "", address);
};
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link || event.defaultPrevented) return;
  event.preventDefault(); // with a base it would leave the page
  const target = at(link.hash.slice(1));
  target?.focus();
  target?.scrollIntoView();
});

// What was said before: after a reload, on Back, in a second tab.
const resume = async () => {
  const key = location.pathname.match(/\/c\/([\w-]{16,64})$/)?.[1];
  if (!key) return;
  addressed(key);
  const response = await fetch(`${HOME}c/${key}/turns`);
  if (!response.ok) {
    notice(await refused(response));
    addressed(null);
    return;
  }
  const holder = made("template");
  holder.innerHTML = (await response.json()).turns;
  talk.replaceChildren(holder.content);
  conversation = key;
  beside(newest());
  newest().scrollIntoView({ block: "start" });
};

/* ---- asking ---- */

const section = (number, question) => {
  const turn = made("section", "turn");
  turn.id = `turn-${number}`;
  turn.dataset.number = number;
  turn.tabIndex = -1;
  const asked = made("div", "asked");
  const words = made("p", "", question);
  words.setAttribute("role", "heading");
  words.setAttribute("aria-level", "2");
  asked.append(words);
  const reply = made("div", "reply");
  const waiting = made("div", "waiting");
  waiting.append(made("i"), made("span", "", "正在查阅条款……"));
  reply.append(waiting);
  turn.append(asked, reply);
  return turn;
};

const growing = (turn, lines) => {
  const reply = turn.querySelector(".reply");
  const waiting = reply.querySelector(".waiting");
  waiting.lastChild.textContent = "语言模型正在看这一问……";
  reply.replaceChildren(...lines.map((line) => made("p", "line", line)), waiting);
};

const working = (is) => {
  at("send").hidden = is;
  at("stop").hidden = !is;
  talk.setAttribute("aria-busy", is);
};

const notice = (words) => {
  const said = made("div", "reply notice");
  said.setAttribute("role", "alert");
  said.append(made("p", "line", words));
  talk.append(said);
  said.scrollIntoView({ block: "nearest" });
};

const offer = (labels) => {
  choices.replaceChildren(
    ...labels.map((label) => {
      const button = made("button", "choice", label);
      button.type = "button";
      return button;
    }),
  );
};

// The lines of an answer as they come. Throws what fetch throws.
async function* told(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) yield JSON.parse(line);
  }
}

const complete = (waiting, answer, tapped) => {
  for (const turn of turns()) {
    for (const tap of turn.querySelectorAll(".say")) tap.remove(); // of replies before this one
  }
  const holder = made("template");
  holder.innerHTML = answer.turn;
  const turn = holder.content.querySelector(".turn");
  waiting.replaceWith(turn);
  conversation = answer.conversation;
  if (conversation) addressed(conversation);
  offer(answer.choices);
  beside(turn);
  at("said").textContent = answer.said;
  // Who typed goes on typing, but for a keyboard on the screen, which leaves room for the answer.
  if (tapped || TOUCH.matches) turn.focus({ preventScroll: true });
  turn.scrollIntoView({ block: "start" });
};

const refused = async (response) => {
  const answer = await response.json().catch(() => ({}));
  return answer.detail ?? FAILED;
};

const answered = async (turn, question, signal, tapped) => {
  const asked = { question, day: day.value, conversation, number: Number(turn.dataset.number) };
  const response = await fetch(form.action, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(asked),
    signal,
  });
  if (!response.ok) return refused(response);
  for await (const answer of told(response)) {
    if (signal.aborted) throw new DOMException("", "AbortError");
    if (answer.problem) return answer.problem;
    if (answer.turn) {
      complete(turn, answer, tapped);
      return "";
    }
    growing(turn, answer.lines);
  }
  return LOST;
};

const ask = async (question, tapped = false) => {
  if (underway) return;
  for (const before of talk.querySelectorAll(".notice")) before.remove();
  const stop = (underway = new AbortController());
  const turn = section(Number(newest()?.dataset.number ?? 0) + 1, question);
  talk.append(turn);
  turn.scrollIntoView({ block: "start" });
  working(true);
  let problem = "";
  try {
    problem = await answered(turn, question, stop.signal, tapped);
  } catch (error) {
    problem = stop.signal.aborted ? "已停止，这一问没有回答。" : LOST;
  }
  if (underway !== stop) return; // a new conversation was begun meanwhile
  underway = null;
  working(false);
  if (!problem) return;
  turn.remove();
  if (!box.value && !tapped) box.value = question;
  notice(problem);
  if (!TOUCH.matches) box.focus();
};

const send = () => {
  const question = box.value;
  if (underway) return;
  box.value = "";
  ask(question);
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});
at("stop").addEventListener("click", () => underway?.abort());
choices.addEventListener("click", (event) => {
  const choice = event.target.closest("button");
  if (choice) ask(choice.textContent, true);
});

at("anew").addEventListener("click", () => {
  underway?.abort();
  underway = null;
  conversation = null;
  addressed(null);
  working(false);
  talk.replaceChildren();
  sources.innerHTML = NO_SOURCES;
  offer(STARTERS);
  box.value = "";
  at("said").textContent = "已开始新的对话。";
  scrollTo({ top: 0 });
  box.focus();
});

/* ---- clauses, beside the answer or as a sheet from below ---- */

const clausesOf = (turn) =>
  [...turn.querySelectorAll(".cited > .clause")].map((clause) => {
    const copy = clause.cloneNode(true);
    copy.dataset.of = copy.id;
    copy.removeAttribute("id");
    return copy;
  });

const beside = (turn) => {
  const clauses = clausesOf(turn);
  if (clauses.length) sources.replaceChildren(made("h2", "", "条款原文"), ...clauses);
  else sources.innerHTML = NO_SOURCES;
  sources.scrollTop = 0;
};

let cameFrom = null; // the marker whose clause is looked at beside the answer
const look = (marker) => {
  const turn = marker.closest(".turn");
  const wanted = decodeURIComponent(marker.hash.slice(1));
  const holder = WIDE.matches ? sources : sheet.querySelector(".sheet-body");
  cameFrom = marker;
  if (WIDE.matches) beside(turn);
  else {
    holder.replaceChildren(...clausesOf(turn));
    sheet.showModal();
  }
  const clause = [...holder.querySelectorAll(".clause")].find((one) => one.dataset.of === wanted);
  clause.classList.add("looked-at");
  clause.focus({ preventScroll: true });
  holder.scrollTop += clause.getBoundingClientRect().top - holder.getBoundingClientRect().top - 44;
};
const back = () => {
  cameFrom?.focus({ preventScroll: true });
  cameFrom = null;
};
sheet.addEventListener("close", back);
sheet.addEventListener("click", (event) => {
  if (event.target === sheet) sheet.close(); // beside the sheet
});
at("sheet-close").addEventListener("click", () => sheet.close());
sources.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && cameFrom) back();
});

/* ---- taps in an answer ---- */

const copied = async (button) => {
  const words = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const held = made("textarea", "unseen"); // without TLS there is no clipboard to write to
    held.value = words;
    document.body.append(held);
    held.select();
    document.execCommand("copy");
    held.remove();
    button.focus();
  }
  button.textContent = "已复制";
  at("said").textContent = "已复制。";
  setTimeout(() => {
    button.textContent = "复制";
  }, 2000);
};

talk.addEventListener("click", (event) => {
  const marker = event.target.closest("a.ref, a.source");
  if (marker) {
    event.preventDefault();
    look(marker);
    return;
  }
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".copy")) copied(button);
  else if (button.matches(".share")) shared(button);
  else if (button.matches(".useful, .useless")) judge(button);
  else if (button.matches(".print")) print();
  else if (!button.matches(".say")) return;
  else if ("hold" in button.dataset) {
    box.value = button.dataset.say; // to be completed
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  } else ask(button.dataset.say, true);
});

// On paper nothing is folded away.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...talk.querySelectorAll("details:not([open])")];
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of folded) one.open = false;
});

/* ---- sharing, and whether it helped ---- */

const placed = (button) => `${HOME}c/${conversation}/${button.closest(".turn").dataset.number}`;
const posted = (address, told) =>
  fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(told),
  }).catch(() => null);

const after = (button, element) => {
  const tools = button.closest(".tools");
  tools.parentElement.querySelector(".after-tools")?.remove();
  element.classList.add("after-tools");
  tools.after(element);
};

const shared = async (button) => {
  const response = await posted(`${placed(button)}/share`, {});
  const told = made("p");
  told.setAttribute("role", "status");
  if (response?.ok) {
    const address = HOME + (await response.json()).address;
    const link = made("a", "", address);
    link.href = address;
    told.append("只读链接，有它的人都能看到这一条答复和之前的提问：", link);
  } else told.textContent = response ? await refused(response) : LOST;
  after(button, told);
};

const REASONS = ["没有理解我的问题", "金额不对", "依据的条款不对", "看不懂", "不是我要的"];
const judge = async (button) => {
  const useful = button.matches(".useful");
  const say = async (reason) => {
    const response = await posted(`${placed(button)}/judge`, { useful, reason });
    const words = response?.ok ? "谢谢，已经记下。" : response ? await refused(response) : LOST;
    const told = made("p", "", words);
    told.setAttribute("role", "status");
    after(button, told);
  };
  if (useful) {
    say("");
    return;
  }
  const asked = made("form", "why");
  const label = made("label", "", "哪里不对？（可不填）");
  const words = made("input");
  words.type = "text";
  words.maxLength = 500;
  label.append(words);
  const reasons = REASONS.map((reason) => {
    const tap = made("button", "choice", reason);
    tap.type = "button";
    tap.addEventListener("click", () => say(reason));
    return tap;
  });
  const submit = made("button", "primary", "提交");
  asked.append(...reasons, label, submit);
  asked.addEventListener("submit", (event) => {
    event.preventDefault();
    say(words.value);
  });
  after(button, asked);
  words.focus();
};

await resume();

// Questions that an address brings: of a case that an evaluator opens, one turn after the other.
const ASKED = 12; // of them at most
for (const question of new URLSearchParams(location.search).getAll("q").slice(0, ASKED)) {
  await ask(question);
}
