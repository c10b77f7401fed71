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
  send({ event: "subscribe", data: channels }, (reply) => {
    for (const channel of channels) handlers.set(channel, handler);
    show("subscribed", reply);
  });

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
const groups = {
  agent: ["agent.get", "agent.getState", "agent.getStateList", ["agent.setState", "NotReady"], ["agent.setState", "Ready"]],
  media: ["media.getMediaList", ["media.getMediaByName", "voice"], ["media.setState", "chat", "NotReady"]],
  interaction: ["interaction.getInteractions", ["interaction.setUserData", () => interaction, { Key1: "from the sample" }], ["interaction.blockMarkdone", () => interaction, "The form is not filled in yet."], ["interaction.unblockMarkdone", () => interaction]],
  voice: [["voice.dial", "5001"], ["voice.answer", () => interaction], ["voice.hold", () => interaction], ["voice.resume", () => interaction], ["voice.hangUp", () => interaction], ["voice.startCallRecording", () => interaction]],
  email: [["email.create", "someone@example.org"]],
  outbound: ["outbound.getCampaigns", ["outbound.getPreviewRecord", "Offer of the Month"], ["outbound.getRecordFields", () => interaction], "outbound.getListOfCallResults"],
  system: ["system.getAllowedServices", ["system.popupToast", { title: "Hello", message: "from the sample page", buttons: ["Fine", "Later"], autoCloseTimeout: 20000 }], ["system.openDialog", "/sample.html", { label: "Opened for $Agent.FullName$" }], ["system.updateViewInApplicationMenuBar", { name: "sample", label: "Sample view" }], ["system.closeViewInApplicationMenuBar", "sample"], "system.isFrameLeading", "system.amIVisible"],
  sipEndpoint: ["sipEndpoint.muteMicrophone", "sipEndpoint.isMicrophoneMute", "sipEndpoint.unmuteMicrophone"],
  others: ["auth.getJwtToken", ["configuration.getOption", ["service-client-api.*"]], ["messenger.broadcastMessage", "lobby", { text: "anybody there?" }]],
};

for (const [name, list] of Object.entries(groups)) {
  const box = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = name;
  box.append(legend);
  for (const entry of list) {
    const [call, ...parameters] = [entry].flat(1);
    const button = document.createElement("button");
    button.textContent = call.slice(call.indexOf(".") + 1);
    button.onclick = async () => {
      const filled = Array.isArray(entry) ? entry.slice(1).map((p) => (typeof p === "function" ? p() : p)) : parameters;
      show(call, await request(call, ...filled));
    };
    box.append(button);
  }
  document.getElementById("buttons").append(box);
}

subscribe(["agent", "media", "interaction", "outbound", "system", "markdone", "messenger:lobby"], (event) => {
  if (event.data?.interaction) interaction = event.data.interaction.interactionId;
  show(`event ${event.event} ${event.data?.eventType ?? event.data?.frameState ?? ""}`, event.data);
});
