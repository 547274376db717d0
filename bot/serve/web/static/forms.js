// Forms of 测算 and 政策体检, and the profile: what is typed stays in this browser alone.
(() => {
  const HOME = new URL("../", document.currentScript.src); // whatever address the page has
  const FORM = "policy-qa.form";
  const PROFILE = "policy-qa.profile";
  const FIRM = (form) => [...form.querySelectorAll(".firm [name], .who [name]")];

  // A browser may keep nothing (private windows, a full disk); then forms work all the same.
  const load = (key) => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "{}");
      return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
    } catch {
      return {};
    }
  };
  const keep = (key, value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  };
  const forget = (key) => {
    try {
      localStorage.removeItem(key);
    } catch {
      /* nothing was kept */
    }
  };

  const values = (controls) => {
    const found = {};
    for (const control of controls) {
      const name = control.name;
      if (!name || ["submit", "button", "hidden"].includes(control.type)) continue;
      if (control.type === "checkbox") {
        found[name] = found[name] || [];
        if (control.checked) found[name].push(control.value);
      } else if (control.type === "radio") {
        if (control.checked) found[name] = control.value;
      } else {
        found[name] = control.value; // what was emptied is kept as empty
      }
    }
    return found;
  };
  const put = (controls, kept) => {
    for (const control of controls) {
      if (!(control.name in kept)) continue;
      const value = kept[control.name];
      if (control.type === "checkbox") control.checked = [].concat(value).includes(control.value);
      else if (control.type === "radio") control.checked = control.value === value;
      else if (control.type !== "hidden") control.value = String(value);
    }
  };

  // ---- rows: one for each project or year -------------------------------------------------
  const count = (rows) => rows.querySelectorAll(".row").length;
  const rowsOf = (form, id) => form.querySelector(`.rows[data-group="${CSS.escape(id)}"]`);
  const settleRows = (form, id) => {
    const rows = rowsOf(form, id);
    const many = count(rows);
    rows.classList.toggle("several", many > 1);
    form.querySelector(`[data-more="${CSS.escape(id)}"]`).hidden = many >= Number(rows.dataset.most);
    form.querySelector(`[data-fewer="${CSS.escape(id)}"]`).hidden = many < 2;
  };
  const addRow = (form, id) => {
    const rows = rowsOf(form, id);
    const at = count(rows);
    if (at >= Number(rows.dataset.most)) return null;
    const blank = form.querySelector(`template[data-blank="${CSS.escape(id)}"]`);
    const row = blank.content.firstElementChild.cloneNode(true);
    for (const element of row.querySelectorAll("*")) {
      for (const attribute of element.attributes) {
        attribute.value = attribute.value.replaceAll("#?", `#${at}`);
      }
      if (element.name && element.name.startsWith("name@")) {
        element.value = element.defaultValue = element.value.replace("?", String(at + 1));
      }
    }
    rows.append(row);
    settleRows(form, id);
    return row;
  };
  const dropRow = (form, id) => {
    const rows = rowsOf(form, id);
    if (count(rows) > 1) rows.lastElementChild.remove();
    settleRows(form, id);
  };

  // ---- what is kept ------------------------------------------------------------------------
  const remember = (form) => {
    const kept = load(FORM);
    const firm = FIRM(form);
    const own = [...form.elements].filter((control) => !firm.includes(control));
    kept.forms = { ...kept.forms, [form.dataset.form]: values(own) };
    const rows = {};
    for (const group of form.querySelectorAll(".rows")) rows[group.dataset.group] = count(group);
    kept.rows = { ...kept.rows, [form.dataset.form]: rows };
    kept.firm = { ...kept.firm, ...values(firm) };
    keep(FORM, kept);
  };
  const restore = (form) => {
    const kept = load(FORM);
    const profile = load(PROFILE);
    const given = "given" in form.dataset;
    for (const [id, many] of Object.entries((kept.rows || {})[form.dataset.form] || {})) {
      if (given || !form.querySelector(`template[data-blank="${CSS.escape(id)}"]`)) continue;
      while (count(rowsOf(form, id)) < many && addRow(form, id)) continue;
    }
    const firm = FIRM(form);
    const untouched = firm.filter(
      (control) =>
        !given || !firm.some((one) => one.name === control.name && (one.checked || one.type === "select-one" && one.value)),
    );
    put(untouched, { ...profile, ...kept.firm });
    if (!given) {
      const forms = kept.forms || {};
      put([...form.elements], { ...(form.dataset.form === "checkup" ? {} : forms.checkup), ...forms[form.dataset.form] });
    }
    const told = form.querySelector(".from-profile");
    if (told) told.hidden = !Object.keys(profile).length;
    for (const matter of form.querySelectorAll(".matter")) if (filled(matter)) matter.open = true;
    for (const id of new Set([...form.querySelectorAll(".rows")].map((rows) => rows.dataset.group))) {
      if (form.querySelector(`template[data-blank="${CSS.escape(id)}"]`)) settleRows(form, id);
    }
  };
  const filled = (within) =>
    [...within.querySelectorAll("input")].some(
      (input) =>
        !input.closest(".head") && (input.type === "radio" ? input.checked : input.value.trim() !== ""),
    );

  // ---- the result follows what is typed ------------------------------------------------------
  const LOST = "没有连上服务，这次没有算。填的内容还在，请过一会儿再改一下试试。";
  let waiting = 0;
  let asking = null;
  const show = (form, told) => {
    const result = document.querySelector("#result");
    const open = [...result.querySelectorAll("details")].map((one) => one.open);
    result.innerHTML = told.result; // written by our templates, which escape what was typed
    result.querySelectorAll("details").forEach((one, at) => (one.open = open[at] || false));
    const brief = document.querySelector("#brief span");
    if (brief.textContent !== told.brief) brief.textContent = told.brief;
    for (const field of form.querySelectorAll("[data-field]")) {
      const name = field.dataset.field;
      const wrong = told.problems[name] || "";
      field.querySelector(".meant").textContent = wrong ? "" : told.meant[name] || "";
      field.querySelector(".wrong").textContent = wrong;
      const box = field.querySelector("input[type=text]");
      if (box) box.setAttribute("aria-invalid", wrong ? "true" : "false");
    }
    fold(form, told.unfit);
    const reports = document.querySelector("#reports");
    if (reports) reports.hidden = ![...form.querySelectorAll(".matter")].some(filled);
  };
  const fold = (form, unfit) => {
    for (const matter of form.querySelectorAll(".matter")) {
      const why = unfit[matter.dataset.matter] || "";
      const label = matter.querySelector("[data-unfit]");
      if (label.textContent === why) continue;
      label.textContent = why;
      matter.open = !why || filled(matter);
    }
    const away = document.querySelector(".schemes.folded");
    if (!away) return;
    const near = document.querySelector("nav.schemes");
    const links = [...document.querySelectorAll(".schemes a")];
    links.sort((one, other) => one.dataset.place - other.dataset.place);
    for (const link of links) {
      const out = unfit[link.dataset.rule] && !link.hasAttribute("aria-current");
      (out ? away.querySelector("nav") : near).append(link);
    }
    away.hidden = !away.querySelector("a");
  };
  const ask = async (form) => {
    if (asking) asking.abort();
    asking = new AbortController();
    const mine = asking;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) body.append(name, value);
    try {
      const answer = await fetch(form.dataset.result, { method: "POST", body, signal: mine.signal });
      const told = await answer.json();
      if (mine !== asking) return;
      if (answer.ok) show(form, told);
      else document.querySelector("#brief span").textContent = told.detail || LOST;
    } catch (error) {
      if (error.name !== "AbortError") document.querySelector("#brief span").textContent = LOST;
    }
  };
  const changed = (form) => {
    remember(form);
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(form), 250);
  };

  const calculating = (form) => {
    document.querySelectorAll(".schemes a").forEach((link, at) => (link.dataset.place = at));
    restore(form);
    ask(form);
    form.addEventListener("input", () => changed(form));
    form.addEventListener("change", () => changed(form));
    form.addEventListener("submit", (event) => {
      const pressed = event.submitter;
      if (pressed && pressed.hasAttribute("formaction")) return; // a report is downloaded
      event.preventDefault();
      if (pressed && pressed.dataset.more) {
        const row = addRow(form, pressed.dataset.more);
        if (row) row.querySelector("input").focus();
      }
      changed(form);
    });
    form.addEventListener("click", (event) => {
      const fewer = event.target.closest("[data-fewer]");
      if (!fewer) return;
      dropRow(form, fewer.dataset.fewer);
      changed(form);
    });
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const rows of form.querySelectorAll(".rows.several")) {
        while (count(rows) > 1) dropRow(form, rows.dataset.group);
      }
      for (const control of form.elements) {
        if (control.type === "radio" || control.type === "checkbox") control.checked = false;
        else if (control.type === "text" && !control.name.startsWith("name@")) control.value = "";
        else if (control.tagName === "SELECT") control.value = "";
      }
      const kept = load(FORM);
      delete kept.firm;
      keep(FORM, kept);
      put(FIRM(form), load(PROFILE));
      changed(form);
    });
  };

  // ---- the profile -----------------------------------------------------------------------------
  // Conditions that are only listed are taken as met unless it is said that they are not.
  const sentence = (profile) => {
    const said = [];
    const industry = profile["who-industry"];
    if (industry) said.push(industry === "其他行业" ? "我们的行业不在列举的行业里" : `我们做${industry}`);
    const who = (profile["who-identity"] || []).filter((name) => name !== "企业");
    if (who.length) said.push(`是${who.join("、")}`);
    const asked = new Set(profile.asked || []);
    const named = (state, which) =>
      Object.entries(profile.names || {})
        .filter(([name]) => profile[name] === state && which(name))
        .map(([, label]) => `“${label}”`)
        .join("");
    const met = named("符合", (name) => asked.has(name));
    const unmet = named("不符合", () => true);
    if (met) said.push(`符合${met}`);
    if (unmet) said.push(`不符合${unmet}`);
    return said.length ? `${said.join("，")}。` : "";
  };
  const profiling = (form) => {
    const saved = form.querySelector(".saved");
    const words = document.querySelector("#profile-words");
    const tell = () => {
      const profile = load(PROFILE);
      const there = Object.keys(profile).length > 0;
      words.textContent = there ? sentence(profile) || "档案里没有要在咨询时先说的情况。" : "还没有企业档案。";
      form.querySelector("[data-delete-profile]").hidden = !there;
    };
    put([...form.elements], load(PROFILE));
    tell();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const profile = values([...form.elements]);
      profile.names = {};
      profile.asked = [];
      for (const field of form.querySelectorAll(".pick")) {
        profile.names[field.dataset.field] = field.dataset.label;
        if ("asked" in field.dataset) profile.asked.push(field.dataset.field);
      }
      const kept = load(FORM);
      delete kept.firm; // what was said of the enterprise in a form gives way to the new profile
      keep(FORM, kept);
      saved.textContent = keep(PROFILE, profile)
        ? "已保存在这台设备上。"
        : "这个浏览器不允许保存，档案没有存下来。";
      tell();
    });
    form.querySelector("[data-delete-profile]").addEventListener("click", () => {
      forget(PROFILE);
      const kept = load(FORM);
      delete kept.firm;
      keep(FORM, kept);
      for (const control of form.elements) {
        if (control.type === "radio" || control.type === "checkbox") control.checked = false;
        else if (control.tagName === "SELECT") control.value = "";
      }
      saved.textContent = "已删除，这台设备上不再有企业档案。";
      tell();
    });
  };

  // Into the box of the first question, where it can be seen and changed before it is sent.
  const introduce = () => {
    const words = sentence(load(PROFILE));
    if (!words) return;
    const watch = new MutationObserver(() => {
      const box = document.querySelector("#question textarea");
      if (!box) return;
      watch.disconnect();
      if (box.value || document.querySelector(".turn")) return;
      const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
      set.call(box, words);
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
    watch.observe(document.body, { childList: true, subtree: true });
  };

  const start = () => {
    const form = document.querySelector("form[data-form]");
    const profile = document.querySelector("form[data-profile-form]");
    if (form) calculating(form);
    if (profile) profiling(profile);
    if (document.querySelector("gradio-app")) introduce();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
