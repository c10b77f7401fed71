"use strict";

// What client pages put on the desktop: toasts, dialogs, views of the menu bar.

const NOTICE_MS = 8000;

const windows = new Map(); // open dialogs by id: {window, number}
const toasts = new Map(); // by owner: those that this tab shows, {number, content}
const closings = new Map(); // of toasts that close by themselves or were waved away: {content, timer, over}

/// What another connection has shown means nothing to this one.
function clearDesktop() {
  for (const open of windows.values()) open.window.remove();
  windows.clear();
  toasts.clear();
  holdName();
  showToasts();
  byId("views").replaceChildren();
}

function showDesktop(desktop) {
  takeToasts(welcome.tab, desktop.toasts);
  others.postMessage({ agent: welcome.agent, owner: welcome.tab, toasts: desktop.toasts });
  refresh(byId("views"), desktop.views.map((v) => ({ key: v.name, from: v, make: () => view(v) })));
  for (const [id, open] of windows)
    if (!desktop.dialogs.some((d) => d.id === id)) {
      drop(open.number);
      open.window.remove();
      windows.delete(id);
    }
  for (const d of desktop.dialogs) if (!windows.has(d.id)) openDialog(d);
}

function view(v) {
  const made = element("span", { title: v.tooltip },
    v.iconUrl && element("img", { src: v.iconUrl, alt: "" }), v.label ?? v.shortLabel ?? v.name);
  made.style.background = v.backgroundColor ?? "";
  made.style.color = v.labelColor ?? "";
  return made;
}

function openDialog(d) {
  const label = d.options.label ?? d.id;
  const iframe = element("iframe", { title: label });
  const made = element("div", { class: "window", role: "dialog", "aria-label": label },
    element("div", {}, element("strong", {}, label), element("span", { class: "grow" }),
      button("Close", () => act("system.closeDialog", d.id), { class: "small" })), iframe);
  made.style.width = d.options.width ?? "480px";
  made.style.height = d.options.height ?? "360px";
  byId("dialogs").append(made);
  windows.set(d.id, { window: made, number: embed(d.id, d.url, iframe) });
}

// -- toasts --------------------------------------------------------------------------------------

// A toast is shown by the tab that was active last when it popped up, which may not be the one that
// owns it. The tabs tell each other. A tab holds a lock of its name, so that others know when it is
// gone, however it went.
const others = new BroadcastChannel("deskstorm");
const lockOf = (tab) => `deskstorm ${welcome.agent}/${tab}`;
let letGo = () => {};

function holdName() {
  letGo();
  navigator.locks?.request(lockOf(welcome.tab), () => new Promise((resolve) => (letGo = resolve)));
}

function awaitEnd(owner) {
  navigator.locks?.request(lockOf(owner), { mode: "shared" }, () => {
    toasts.delete(owner);
    showToasts();
  });
}

function takeToasts(owner, all) {
  if (!toasts.has(owner) && owner !== welcome.tab) awaitEnd(owner);
  toasts.set(owner, all.filter((t) => t.shownIn === welcome.tab));
  showToasts();
}

function showToasts() {
  const all = [...toasts].flatMap(([owner, list]) => list.map((t) => ({ ...t, owner, key: `${owner}/${t.number}` })));
  for (const [key, one] of closings) {
    if (all.some((t) => t.key === key && JSON.stringify(t.content) === one.content)) continue;
    clearTimeout(one.timer);
    closings.delete(key);
  }
  for (const t of all) if (t.content.autoCloseTimeout > 0 && !closings.has(t.key)) closeLater(t);
  const open = all.filter((t) => !closings.get(t.key)?.over);
  refresh(byId("toasts"), open.map((t) => ({ key: t.key, from: t.content, make: () => toast(t) })));
}

/// Counted from when it first said what it says.
function closeLater(t) {
  const one = { content: JSON.stringify(t.content), over: false };
  one.timer = setTimeout(() => close(one), t.content.autoCloseTimeout);
  closings.set(t.key, one);
}

function close(one) {
  one.over = true;
  showToasts();
}

/// The agent waves it away: its owner need not know.
function dismiss(t) {
  if (!closings.has(t.key)) closings.set(t.key, { content: JSON.stringify(t.content) });
  close(closings.get(t.key));
}

function toast(t) {
  const c = t.content;
  const labels = c.buttons ?? (c.buttonShowDismiss ? ["Show", "Dismiss"] : []);
  const made = element("div", { class: "toast" },
    button("×", () => dismiss(t), { class: "close", "aria-label": "Close" }),
    c.iconUrl && element("img", { src: c.iconUrl, alt: "" }),
    element("strong", {}, c.title ?? ""), c.subject && element("em", {}, c.subject),
    element("div", {}, c.message ?? ""),
    c.keyValues && table(Object.entries(c.keyValues)),
    element("div", { class: "row" }, ...labels.map((label, n) => button(label, () => click(t.owner, t.number, n)))));
  if (c.width > 0) made.style.width = `${c.width}px`;
  return made;
}

function click(owner, number, pressed) {
  if (owner === welcome.tab) tell({ op: "click", toast: number, button: pressed });
  else others.postMessage({ agent: welcome.agent, owner, click: { number, button: pressed } });
}

others.onmessage = ({ data }) => {
  if (data.agent !== welcome.agent) return;
  if (!data.click) takeToasts(data.owner, data.toasts);
  else if (data.owner === welcome.tab) click(data.owner, data.click.number, data.click.button);
};

/// What the desktop itself has to say.
function notice(title, text) {
  const made = element("div", { class: "toast notice" }, element("strong", {}, title), text);
  byId("notices").append(made);
  setTimeout(() => made.remove(), NOTICE_MS);
}
