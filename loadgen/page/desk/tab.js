"use strict";

// The browser's half of a tab: one WebSocket to the server, the client pages in their frames, and
// the desktop as a client of its own, in frame 0. It carries messages and decides nothing.

const DESK = 0;
const DESK_ORIGIN = "deskstorm:desk";
const TIME_OUT_MS = 10000;
const PATIENCE_MS = 3000; // until what is only read is asked for again
const AGAIN_MS = 1500;
const LOADING_MS = 10000; // what a page posts within that time before it has loaded may be its own
const MOST_BYTES = 250000; // of what a page posts, of the 256 KiB that the server takes
const MOST_DEPTH = 60;
const MOST_ITEMS = 10000;
const LONE_SURROGATES = /\\(?:\\|ud[89a-f][0-9a-f]{2})/g; // in JSON; pairs are never written so
const TIMED_OUT = "Request timeout";
const LOST = "The connection was lost";

let socket = null;
let welcome = {};
let frames = []; // by number: {label, iframe, origin, loaded, early}; none where one may be used again
const waiting = new Map(); // own requests: reference -> {resolve, reject, timer}
let references = 0;

const connected = () => socket !== null && socket.readyState === WebSocket.OPEN;

function tell(message) {
  if (connected()) socket.send(JSON.stringify(message));
}

function connect(agent) {
  const mine = (socket = new WebSocket(`ws://${location.host}/tab?agent=${encodeURIComponent(agent)}`));
  mine.onmessage = (event) => mine === socket && receive(JSON.parse(event.data));
  mine.onclose = (event) => {
    for (const referenceId of [...waiting.keys()]) settle({ referenceId, errorMessage: LOST });
    disconnected(event.reason);
    setTimeout(() => connect(agent), AGAIN_MS);
  };
}

function receive(message) {
  if (message.op === "welcome") return start(message).catch(report);
  if (message.op === "desktop") return showDesktop(message);
  if (message.op === "too-much") notice("Desktop", `Its toasts, dialogs and views are more than ${message.bytes} bytes.`);
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

// -- pages in frames -----------------------------------------------------------------------------

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
  const message = sendable(event.data);
  if (!message) return note("in", number, { notPassedOn: "too large, or no JSON" });
  const greeted = message.frameId !== undefined;
  if (frame.origin !== event.origin || greeted) frame.early = [];
  if (!greeted) frame.early.push(Date.now());
  while (frame.early[0] <= Date.now() - LOADING_MS) frame.early.shift();
  frame.origin = event.origin;
  note("in", number, message);
  tell({ op: "message", frame: number, origin: event.origin, message });
});

/// Returns what a page has posted as JSON says it; nothing for what the server would end the whole
/// tab for: too long, too deep, a list too long.
function sendable(posted) {
  try {
    const text = JSON.stringify(posted).replace(LONE_SURROGATES, (code) => (code === "\\\\" ? code : "\\ufffd"));
    const message = JSON.parse(text);
    return new Blob([text]).size <= MOST_BYTES && isBearable(message, MOST_DEPTH) ? message : null;
  } catch {
    return null; // it contains itself, for example
  }
}

function isBearable(value, depth) {
  if (value === null || typeof value !== "object") return true;
  const inside = Object.values(value);
  return depth > 0 && inside.length <= MOST_ITEMS && inside.every((one) => isBearable(one, depth - 1));
}

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

const request = (name, ...parameters) => ask({ request: name, parameters }, TIME_OUT_MS);

function ask(what, patience) {
  const referenceId = `desk${references++}`;
  const message = { ...what, referenceId, userAgent: "WWE Client", protocolVersion: 2 };
  return new Promise((resolve, reject) => {
    if (!connected()) return reject(new Error(LOST));
    const timer = setTimeout(() => settle({ referenceId, errorMessage: TIMED_OUT }), patience);
    waiting.set(referenceId, { resolve, reject, timer });
    note("in", DESK, message);
    tell({ op: "message", frame: DESK, origin: DESK_ORIGIN, message });
  });
}

function settle(reply) {
  const asked = waiting.get(reply.referenceId);
  if (!asked) return;
  waiting.delete(reply.referenceId);
  clearTimeout(asked.timer);
  if ("errorMessage" in reply) asked.reject(new Error(reply.errorMessage));
  else asked.resolve(reply.data);
}

/// Asks for what may be asked for twice until there is an answer: messages get lost here, on
/// purpose, but the desktop must show how things stand.
async function insist(what) {
  for (const on = socket; ; ) {
    try {
      return await ask(what, PATIENCE_MS);
    } catch (error) {
      if (error.message !== TIMED_OUT || on !== socket) throw error;
    }
  }
}

const read = (name, ...parameters) => insist({ request: name, parameters });
const subscribe = (channels) => insist({ event: "subscribe", data: channels });

function ownMessage(message) {
  if (message.event) happened(message.event, message.data).catch(report);
  else settle(message);
}

/// A lost connection is shown as such already.
function report(error) {
  if (error.message !== LOST) notice("Desktop", error.message);
}

/// Does something for the agent, and says so where it is not possible.
async function act(name, ...parameters) {
  try {
    return await request(name, ...parameters);
  } catch (error) {
    notice(name, error.message);
  }
}
