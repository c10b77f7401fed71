"use strict";

// How elements are made, and how lists of them follow what they show.

const byId = (id) => document.getElementById(id);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value);
  made.append(...children.filter((c) => c !== undefined && c !== null && c !== false));
  return made;
}

const button = (label, press, attributes = {}) =>
  element("button", { type: "button", "data-keep": label, onclick: press, ...attributes }, label);

/// Shows rows {key, from, make} in a box. An element stays as long as its row is made `from` the
/// same; a new one in its place takes over what people have opened, typed and focused.
function refresh(box, rows) {
  const before = new Map([...box.children].map((child) => [child.rowKey, child]));
  const after = rows.map((row) => {
    const old = before.get(row.key);
    const from = JSON.stringify(row.from);
    if (old?.madeFrom === from) return old;
    return Object.assign(row.make(), { rowKey: row.key, madeFrom: from, replaces: old });
  });
  const focused = after.find((made) => made.replaces?.contains(document.activeElement));
  const keep = document.activeElement?.dataset.keep;
  for (const made of after) if (made.replaces) takeOver(made.replaces, made);
  for (const old of before.values()) if (!after.includes(old)) old.remove();
  after.forEach((made, at) => {
    delete made.replaces;
    if (box.children[at] !== made) box.insertBefore(made, box.children[at] ?? null);
  });
  if (focused) (kept(focused, keep) ?? focused.querySelector("button, select, input"))?.focus();
}

const kept = (within, name) => name && within.querySelector(`[data-keep="${CSS.escape(name)}"]`);

function takeOver(old, made) {
  for (const was of old.querySelectorAll("details[data-keep], input[data-keep], select[data-keep]")) {
    const is = kept(made, was.dataset.keep);
    if (is?.localName === "details") is.open = was.open;
    else if (is && [...(is.options ?? [{ value: was.value }])].some((o) => o.value === was.value)) is.value = was.value;
  }
}

/// Lets the arrow keys move between the tabs of a tab list, as people expect of one.
function walkTabs(list) {
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const tabs = [...list.querySelectorAll("[role=tab]")];
    const at = tabs.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = tabs[(at + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  });
}

/// Marks one tab of a list as the one in front, and the only one that the Tab key stops at.
function selectTab(list, chosen) {
  for (const tab of list.querySelectorAll("[role=tab]")) {
    tab.setAttribute("aria-selected", tab === chosen);
    tab.tabIndex = tab === chosen ? 0 : -1;
  }
}
