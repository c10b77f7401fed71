"use strict";

// A whole client of the interface: it numbers its requests, waits ten seconds for each reply, and
// has one handler a channel.

const service = window.opener || window.parent;
const pending = new Map();
const handlers = new Map();
let next = 0;
let frameId;

function send(message, done) {
  message.referenceId = String(next++);
  message.userAgent = "WWE Client";
  message.protocolVersion = 2;
  if (frameId !== undefined) message.frameId = frameId;
  const timer = setTimeout(() => {
    pending.delete(message.referenceId);
    done("Request timeout");
  }, 10000);
  pending.set(message.referenceId, (reply) => {
    clearTimeout(timer);
    done(reply);
  });
  service.postMessage(message, "*");
}

const request = (name, ...parameters) =>
  new Promise((resolve) => send(parameters.length ? { request: name, parameters } : { request: name }, resolve));

const subscribe = (channels, handler) =>
  new Promise((resolve) => send({ event: "subscribe", data: channels }, (reply) => {
    if (reply.subscriptionId) for (const channel of channels) handlers.set(channel, handler);
    show("subscribe", reply);
    resolve(reply.subscriptionId);
  }));

function unsubscribe(channels, subscriptionId) {
  for (const channel of channels) handlers.delete(channel);
  send({ event: "unsubscribe", data: subscriptionId }, () => {}); // nobody answers
  show("unsubscribe", subscriptionId);
}

window.addEventListener("message", ({ data }) => {
  if (!data || !String(data.userAgent).includes("WWE")) return;
  if (data.event) {
    handlers.get(data.event)?.(data);
  } else if (data.referenceId) {
    const done = pending.get(data.referenceId);
    pending.delete(data.referenceId);
    done?.(data);
  } else if (data.frameId !== undefined) {
    frameId = data.frameId;
    show("hello", data);
  }
});

function show(title, what) {
  const out = document.getElementById("out");
  out.textContent = `${title}: ${JSON.stringify(what)}\n` + out.textContent.slice(0, 20000);
}

let interaction = "1";
const it = () => interaction;
const groups = {
  agent: ["agent.get", "agent.getState", "agent.getStateList", ["agent.setState", "NotReady"], ["agent.setState", "Ready"]],
  media: ["media.getMediaList", ["media.getMediaByName", "voice"], ["media.setState", "chat", "NotReady"], ["media.setState", "chat", "Ready"]],
  interaction: [
    "interaction.getInteractions",
    ["interaction.getByInteractionId", it],
    ["interaction.setUserData", it, { Key1: "from the sample" }],
    ["interaction.deleteUserData", it, "Key1"],
    ["interaction.accept", it],
    ["interaction.reject", it],
    ["interaction.consult", it, "5002"],
    ["interaction.completeTransfer", it],
    ["interaction.blockMarkdone", it, "The form is not filled in yet."],
    ["interaction.unblockMarkdone", it],
    ["interaction.markdone", it],
  ],
  voice: [
    ["voice.dial", "5001"],
    ["voice.answer", it],
    ["voice.hold", it],
    ["voice.resume", it],
    ["voice.startCallRecording", it],
    ["voice.stopCallRecording", it],
    ["voice.hangUp", it],
  ],
  email: [["email.create", "someone@example.org"]],
  outbound: [
    "outbound.getCampaigns",
    ["outbound.getPreviewRecord", "Offer of the Month"],
    ["outbound.getRecordFields", it],
    ["outbound.callPreviewRecord", it],
    ["outbound.rejectPreviewRecord", it],
    "outbound.getListOfCallResults",
  ],
  system: [
    "system.getAllowedServices",
    ["system.popupToast", { title: "Hello", message: "from the sample page", buttons: ["Fine", "Later"], autoCloseTimeout: 20000 }],
    ["system.openDialog", location.href, { label: "Opened by a page", width: "560px", height: "380px" }],
    ["system.updateViewInApplicationMenuBar", { name: "sample", label: "Sample view" }],
    ["system.closeViewInApplicationMenuBar", "sample"],
    "system.isFrameLeading",
    "system.isLastActiveFrame",
    "system.amIVisible",
    "system.triggerActivity",
  ],
  sipEndpoint: ["sipEndpoint.muteMicrophone", "sipEndpoint.isMicrophoneMute", "sipEndpoint.unmuteMicrophone"],
  auth: ["auth.getJwtToken"],
  configuration: [["configuration.getOption", ["service-client-api.*"]]],
  messenger: [["messenger.broadcastMessage", "lobby", { text: "anybody there?" }]],
};

for (const [name, list] of Object.entries(groups)) {
  const row = document.createElement("div");
  for (const [call, ...parameters] of list.map((entry) => [entry].flat(1))) {
    const button = document.createElement("button");
    const detail = document.createElement("small");
    detail.textContent = parameters.filter((p) => typeof p === "string" && p.length < 12).join(", ");
    button.append(call.slice(call.indexOf(".") + 1) + " ", detail);
    button.title = call;
    button.onclick = async () =>
      show(call, await request(call, ...parameters.map((p) => (typeof p === "function" ? p() : p))));
    row.append(button);
  }
  const title = document.createElement("b");
  title.textContent = name;
  document.getElementById("buttons").append(title, row);
}

const CHANNELS = ["agent", "media", "interaction", "outbound", "system", "markdone", "messenger:lobby"];
const box = document.getElementById("events");
let subscription;

async function listen() {
  if (box.checked) subscription = await subscribe(CHANNELS, heard);
  else unsubscribe(CHANNELS, subscription);
}

function heard(event) {
  if (event.data?.interaction) interaction = event.data.interaction.interactionId;
  show(`event ${event.event} ${event.data?.eventType ?? event.data?.frameState ?? ""}`, event.data);
}

box.addEventListener("change", listen);
listen();
