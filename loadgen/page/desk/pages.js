"use strict";

// Client pages: those of the workspace, and one of each other for every interaction.

let beside = []; // pages that belong to interactions
const pages = new Map(); // by key: {number, iframe, tab}
let front = null;

function openClients(list) {
  byId("frames").replaceChildren();
  byId("tabs").replaceChildren();
  pages.clear();
  front = null;
  beside = list.filter((page) => page.besideInteraction);
  for (const page of list) if (!page.besideInteraction) openPage(page.label, page.label, page.url);
}

function openPage(key, label, url) {
  const iframe = element("iframe", { title: label, allow: "microphone" });
  byId("frames").append(iframe);
  const tab = element("button", { type: "button", role: "tab", onclick: () => bring(key) }, label);
  byId("tabs").append(tab);
  pages.set(key, { number: embed(label, url, iframe), iframe, tab });
  bring(front ?? key);
}

function closePage(key) {
  const page = pages.get(key);
  if (!page) return;
  drop(page.number);
  page.iframe.remove();
  page.tab.remove();
  pages.delete(key);
  if (front === key && pages.size) bring(pages.keys().next().value);
  if (!pages.size) front = null;
}

function bring(key) {
  front = key;
  for (const [other, page] of pages) {
    page.iframe.style.visibility = other === key ? "visible" : "hidden";
    if (page.number !== undefined) tell({ op: "show-frame", frame: page.number, visible: other === key });
  }
  selectTab(byId("tabs"), pages.get(key)?.tab);
}

/// Opens and closes the pages that belong to interactions, as these come and go.
function followInteractions() {
  for (const page of beside) {
    const key = (id) => `${page.label} #${id}`;
    for (const id of interactions.keys()) if (!pages.has(key(id))) openPage(key(id), key(id), page.url);
    for (const open of [...pages.keys()])
      if (open.startsWith(`${page.label} #`) && !interactions.has(open.slice(page.label.length + 2))) closePage(open);
  }
}

walkTabs(byId("tabs"));
