"use strict";

// What client pages put on the desktop: toasts, dialogs, views of the menu bar.

const timers = new Map(); // of toasts: {content, until, timer}
const windows = new Map();

/// What another connection has shown means nothing to this one.
function clearDesktop() {
  for (const open of windows.values()) open.window.remove();
  windows.clear();
  toasts.clear();
  for (const one of timers.values()) clearTimeout(one.timer);
  timers.clear();
}

// A toast is shown by the tab that was active last when it popped up, which may not be the one that
// owns it. The tabs tell each other.
const toasts = new Map(); // by owner: those that this tab shows
const others = new BroadcastChannel("deskstorm");

function takeToasts(owner, all) {
  toasts.set(owner, all.filter((t) => t.shownIn === welcome.tab));
  for (const [key, one] of timers) {
    clearTimeout(one.timer);
    if (![...toasts].some(([of, list]) => list.some((t) => `${of}/${t.number}` === key))) timers.delete(key);
  }
  const notices = byId("toasts").querySelectorAll(".notice");
  byId("toasts").replaceChildren(...notices, ...[...toasts].flatMap(([of, list]) => list.map((t) => toast(of, t))));
}

function click(owner, number, button) {
  if (owner === welcome.tab) tell({ op: "click", toast: number, button });
  else others.postMessage({ agent: welcome.agent, owner, click: { number, button } });
}

others.onmessage = ({ data }) => {
  if (data.agent !== welcome.agent) return;
  if (data.click) {
    if (data.owner === welcome.tab) click(data.owner, data.click.number, data.click.button);
  } else {
    takeToasts(data.owner, data.toasts);
  }
};

function showDesktop(desktop) {
  takeToasts(welcome.tab, desktop.toasts);
  others.postMessage({ agent: welcome.agent, owner: welcome.tab, toasts: desktop.toasts });
  byId("views").replaceChildren(...desktop.views.map((v) =>
    element("span", { title: v.tooltip },
      v.iconUrl ? element("img", { src: v.iconUrl, alt: "" }) : undefined, v.label ?? v.shortLabel ?? v.name)));
  for (const [id, open] of windows)
    if (!desktop.dialogs.some((d) => d.id === id)) {
      drop(open.number);
      open.window.remove();
      windows.delete(id);
    }
  for (const d of desktop.dialogs) if (!windows.has(d.id)) openDialog(d);
}

function toast(owner, t) {
  const c = t.content;
  const labels = c.buttons ?? (c.buttonShowDismiss ? ["Show", "Dismiss"] : []);
  const made = element("div", { class: "toast" },
    element("strong", {}, c.title ?? ""), c.subject ? element("em", {}, c.subject) : undefined,
    element("div", {}, c.message ?? ""),
    element("table", {}, ...Object.entries(c.keyValues ?? {}).map(([k, v]) =>
      element("tr", {}, element("td", {}, k), element("td", {}, String(v))))),
    element("div", { class: "row" }, ...labels.map((label, button) =>
      element("button", { onclick: () => click(owner, t.number, button) }, label))));
  const key = `${owner}/${t.number}`;
  if (!(c.autoCloseTimeout > 0)) timers.delete(key);
  else if (timers.get(key)?.content !== JSON.stringify(c))
    timers.set(key, { content: JSON.stringify(c), until: Date.now() + c.autoCloseTimeout });
  const one = timers.get(key);
  if (one) one.timer = setTimeout(() => made.remove(), Math.max(0, one.until - Date.now()));
  return made;
}

function openDialog(d) {
  const iframe = element("iframe", { title: d.options.label ?? d.id });
  const made = element("div", { class: "window" },
    element("div", {}, d.options.label ?? d.id, element("span", { class: "grow" }),
      element("button", { class: "small", onclick: () => act("system.closeDialog", d.id) }, "Close")), iframe);
  made.style.width = d.options.width ?? "480px";
  made.style.height = d.options.height ?? "360px";
  byId("dialogs").append(made);
  windows.set(d.id, { window: made, number: embed(d.id, d.url, iframe) });
}

function notice(title, text) {
  const made = element("div", { class: "toast notice" }, element("strong", {}, title), text);
  byId("toasts").append(made);
  setTimeout(() => made.remove(), 6000);
}
