"use strict";

// The desktop page. It is the browser's half of a tab: it shows what the tab tells, and carries
// messages between the client pages in its frames and the server. It decides nothing.

const DESK = 0; // the frame that stands for the desktop itself
const DESK_ORIGIN = "deskstorm:desk";
const TIME_OUT_MS = 10000;
const LOG_LINES = 300;
const LOADING_MS = 10000; // what a page posts within that time before it has loaded may be its own

const byId = (id) => document.getElementById(id);
const token = document.querySelector("meta[name=deskstorm-token]").content;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value);
  made.append(...children.filter((c) => c !== undefined && c !== null));
  return made;
}

// -- the connection ------------------------------------------------------------------------------

let socket = null;
let frames = []; // by number: {label, iframe, origin, loaded, early}; none where one may be used again
let waiting = new Map(); // own requests: reference -> {resolve, reject}
let references = 0;
let welcome = {};

function tell(message) {
  if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function connect(agent) {
  socket = new WebSocket(`ws://${location.host}/tab?agent=${encodeURIComponent(agent)}`);
  socket.onmessage = (event) => receive(JSON.parse(event.data));
  socket.onclose = (event) => {
    byId("down").hidden = false;
    byId("down").textContent = `Connection lost${event.reason ? ": " + event.reason : ""}. Trying again…`;
    showElection("…");
    setTimeout(() => connect(agent), 1500);
  };
}

function receive(message) {
  if (message.op === "welcome") return start(message);
  if (message.op === "desktop") return showDesktop(message);
  if (message.op === "dropped") delete frames[message.frame];
  if (message.op === "refused") notice("Page", `There is no place for '${frames[message.frame]?.label}'.`);
  if (message.op !== "message") return;
  const frame = frames[message.frame];
  note("out", message.frame, message.message);
  if (message.frame === DESK) return ownMessage(message.message);
  if (!frame || !frame.iframe) return;
  const hello = "frameId" in message.message && !message.message.event;
  if (!hello || frame.loaded) deliver(frame, message.origin, message.message);
}

/// To the page that this is for, and to no other that may stand in the frame by now.
function deliver(frame, origin, message) {
  if (origin !== "null") frame.iframe.contentWindow?.postMessage(message, origin);
  else if (frame.origin === "null") frame.iframe.contentWindow?.postMessage(message, "*");
}

window.addEventListener("message", (event) => {
  const number = frames.findIndex((f) => f && f.iframe && f.iframe.contentWindow === event.source);
  if (number < 0) return;
  if (event.data === null || typeof event.data !== "object") return;
  const frame = frames[number];
  if (frame.origin !== event.origin || "frameId" in event.data) frame.early = [];
  if (!("frameId" in event.data)) frame.early.push(Date.now());
  frame.origin = event.origin;
  note("in", number, event.data);
  tell({ op: "message", frame: number, origin: event.origin, message: event.data });
});

/// Puts a page into a frame. Returns its number; nothing for what is no address of a page.
function embed(label, url, iframe) {
  const address = addressOf(url);
  if (!address) return notice(label, `'${url}' is no address of a page.`);
  const free = [...frames.keys()].find((n) => !frames[n]);
  const number = free ?? frames.length;
  // A page that has not said its number yet may still be loading; `early` is when it posted.
  const frame = { label, iframe, origin: address.origin, loaded: false, early: [] };
  frames[number] = frame;
  tell({ op: "embed", frame: number, origin: address.origin });
  iframe.addEventListener("load", () => {
    if (frames[number] !== frame || !frame.iframe) return;
    const early = frame.early.filter((at) => at > Date.now() - LOADING_MS).length;
    tell({ op: "load", frame: number, early });
    frame.loaded = true;
    frame.early = [];
  });
  iframe.src = address.href;
  return number;
}

function addressOf(url) {
  try {
    const address = new URL(url, location.href);
    return ["http:", "https:"].includes(address.protocol) ? address : null;
  } catch {
    return null;
  }
}

/// The number may be used again when the server says that nothing for this page is on its way.
function drop(number) {
  if (!frames[number]) return;
  frames[number].iframe = null;
  tell({ op: "drop", frame: number });
}

// -- the desktop as a client of its own ----------------------------------------------------------

function request(name, ...parameters) {
  const referenceId = "desk" + references++;
  const message = { request: name, parameters, referenceId, userAgent: "WWE Client", protocolVersion: 2 };
  return ask(referenceId, message);
}

function ask(referenceId, message) {
  return new Promise((resolve, reject) => {
    waiting.set(referenceId, { resolve, reject });
    setTimeout(() => waiting.delete(referenceId) && reject(new Error("Request timeout")), TIME_OUT_MS);
    note("in", DESK, message);
    tell({ op: "message", frame: DESK, origin: DESK_ORIGIN, message });
  });
}

function subscribe(channels) {
  const referenceId = "desk" + references++;
  return ask(referenceId, { event: "subscribe", data: channels, referenceId, userAgent: "WWE Client", protocolVersion: 2 });
}

function ownMessage(message) {
  if (message.event) return happened(message.event, message.data);
  const asked = waiting.get(message.referenceId);
  if (!asked) return;
  waiting.delete(message.referenceId);
  if ("errorMessage" in message) asked.reject(new Error(message.errorMessage));
  else asked.resolve(message.data);
}

/// Does something for the agent, and says so where it is not possible.
async function act(name, ...parameters) {
  try {
    return await request(name, ...parameters);
  } catch (error) {
    notice(name, error.message);
  }
}

async function start(message) {
  welcome = message;
  byId("down").hidden = true;
  byId("who").textContent = `${agentName} · agent ${message.agent} · tab ${message.tab}`;
  document.title = `${agentName} – deskstorm`;
  frames = [{ label: "desktop", iframe: null, origin: DESK_ORIGIN }];
  waiting = new Map();
  interactions.clear();
  clearDesktop();
  tell({ op: "embed", frame: DESK, origin: DESK_ORIGIN });
  tell({ op: "show-tab", visible: document.visibilityState === "visible" });
  if (document.hasFocus()) tell({ op: "focus" });
  openClients(message.clients);
  await subscribe(["agent", "media", "interaction", "system", "outbound", "markdone"]);
  const [list, media, states, campaigns, queues] = await Promise.all([
    request("interaction.getInteractions"),
    request("media.getMediaList"),
    request("agent.getStateList"),
    request("outbound.getCampaigns"),
    fetch("/api/state").then((r) => r.json()).catch(() => ({})),
  ]);
  for (const one of list) interactions.set(one.interactionId, one);
  showInteractions();
  showMedia(media);
  showCampaigns(campaigns);
  showInjections(queues.queues ?? []);
  byId("state").replaceChildren(...states.map((s) => element("option", { value: s.operationName ?? "" }, s.displayName ?? s.type)));
  await showState();
  await askElection();
}

async function happened(channel, data) {
  if (channel === "interaction" && data.interaction) {
    const one = { media: data.media, ...data.interaction };
    if (data.eventType === "REMOVED") interactions.delete(one.interactionId);
    else interactions.set(one.interactionId, one);
    showInteractions();
  } else if (channel === "interaction") {
    for (const one of interactions.values()) one.isCaseSelected = one.caseId === data.selectedCaseId;
    showInteractions();
  } else if (channel === "media") {
    showMedia(await request("media.getMediaList"));
  } else if (channel === "agent") {
    await showState();
  } else if (channel === "outbound") {
    showCampaigns(await request("outbound.getCampaigns"));
  } else if (channel === "markdone") {
    notice("Mark done is blocked", `Interaction ${data.interactionId}: a client page wants to finish first.`);
  } else if (channel === "system" && data.frameState) {
    showElection(data.frameState);
    showActive();
  } else if (channel === "system" && data.eventType === "REALTIME_CONNECTION") {
    notice("Connection to the backend", data.state);
  }
}

// -- what is shown -------------------------------------------------------------------------------

const interactions = new Map();
const LOOKS = { ANSWER: "go", ACCEPT: "go", CALL: "go", HANGUP: "stop", REJECT: "stop" };
const DOES = {
  ANSWER: ["Answer", "voice.answer"],
  HANGUP: ["Hang up", "voice.hangUp"],
  HOLD: ["Hold", "voice.hold"],
  RESUME: ["Resume", "voice.resume"],
  ACCEPT: ["Accept", "interaction.accept"],
  REJECT: ["Reject", "interaction.reject"],
  MARK_DONE: ["Mark done", "interaction.markdone"],
  CALL: ["Call", "outbound.callPreviewRecord"],
  REJECT_RECORD: ["Reject record", "outbound.rejectPreviewRecord"],
  CANCEL_RECORD: ["Cancel record", "outbound.cancelPreviewRecord"],
};

function showInteractions() {
  followInteractions();
  byId("interactions").replaceChildren(...[...interactions.values()].map(card));
}

function card(one) {
  const buttons = (one.capabilities ?? []).filter((c) => DOES[c]).map((c) =>
    element("button", { class: LOOKS[c], onclick: () => act(DOES[c][1], one.interactionId) }, DOES[c][0]));
  const what = one.media ?? (one.callType ?? "").toLowerCase().replaceAll("_", " ");
  return element("div", { class: `card ${one.state} ${one.isCaseSelected ? "selected" : ""}` },
    element("header", {},
      element("strong", {}, (one.parties ?? []).map((p) => p.name).join(", ") || "–"),
      element("small", {}, `${what} #${one.interactionId}`),
      element("span", { class: "state" }, one.state)),
    element("small", {}, `case ${(one.caseId ?? "").slice(0, 8)}`,
      one.recordingState && one.recordingState !== "STOPPED" ? ` · ${one.recordingState.toLowerCase()}` : ""),
    element("div", { class: "row" }, ...buttons,
      element("button", { onclick: () => act("interaction.selectCaseByCaseId", one.caseId) }, "Select case")));
}

function showMedia(list) {
  byId("media").replaceChildren(...list.map((m) =>
    element("tr", {}, element("td", {}, m.name), element("td", {},
      element("button", {
        class: "small",
        title: "Click to change",
        onclick: () => act("media.setState", m.name, m.state.type === "READY" ? "NotReady" : "Ready"),
      }, m.state.displayName ?? m.state.type)))));
}

async function showState() {
  const state = await request("agent.getState");
  byId("state").value = state.operationName ?? "";
}

function showCampaigns(list) {
  byId("campaigns").replaceChildren(...list.map((c) =>
    element("div", { class: "card" }, element("strong", {}, c.name), " ",
      element("small", {}, `${c.mode} · ${c.isActive ? "started" : "loaded"}`),
      element("div", { class: "row" },
        element("button", { onclick: () => act("outbound.getPreviewRecord", c.name) }, "Get record")))));
}

function showElection(state) {
  const badge = byId("badge");
  badge.textContent = state;
  badge.className = `badge ${state}`;
}

async function askElection() {
  if (await request("system.isFrameLeading")) showElection("LEADING");
  else showElection((await request("system.isFrameFollowing")) ? "FOLLOWING" : "NEGOTIATING");
  await showActive();
}

async function showActive() {
  byId("active").hidden = !(await request("system.isLastActiveFrame"));
}

// -- client pages: those of the workspace, and one of each other for every interaction -------------

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
  const tab = element("button", { role: "tab", onclick: () => bring(key) }, label);
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
}

function bring(key) {
  front = key;
  for (const [other, page] of pages) {
    page.iframe.style.visibility = other === key ? "visible" : "hidden";
    page.tab.setAttribute("aria-selected", other === key);
    if (page.number !== undefined) tell({ op: "show-frame", frame: page.number, visible: other === key });
  }
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

// -- what the agent, or whoever develops a page, does --------------------------------------------

async function control(what, body) {
  const answer = await fetch(`/api/${what}`, {
    method: "POST",
    headers: { "X-Deskstorm-Token": token },
    body: JSON.stringify(body),
  });
  if (!answer.ok) notice(what, await answer.text());
}

function showInjections(queues) {
  byId("inject").replaceChildren(...queues.map((q) =>
    element("button", { onclick: () => control("arrivals", { queue: q.queue, agent: welcome.agent }) }, `New ${q.media}`)));
}

byId("state").addEventListener("change", (event) => event.target.value && act("agent.setState", event.target.value));
byId("clear").addEventListener("click", () => byId("log").replaceChildren());
byId("dial").addEventListener("submit", (event) => {
  event.preventDefault();
  act("voice.dial", event.target.to.value, null);
});
window.addEventListener("focus", () => {
  tell({ op: "focus" });
  setTimeout(showActive, 300);
});
window.addEventListener("blur", () => setTimeout(() => socket?.readyState === WebSocket.OPEN && showActive(), 600));
document.addEventListener("visibilitychange", () =>
  tell({ op: "show-tab", visible: document.visibilityState === "visible" }));

let agentName = new URLSearchParams(location.search).get("agent");
if (agentName) {
  connect(agentName);
} else {
  byId("login").showModal();
  byId("login").addEventListener("close", () => {
    agentName = new FormData(byId("login").querySelector("form")).get("agent") || "guest";
    history.replaceState(null, "", `?agent=${encodeURIComponent(agentName)}`);
    connect(agentName);
  });
}
