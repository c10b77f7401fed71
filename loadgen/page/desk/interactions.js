"use strict";

// Cases and their interactions, with the buttons that their states allow.

const interactions = new Map(); // by id, as the last event has told

// What a capability lets the agent do, whatever the medium.
const CAPABILITIES = {
  ANSWER: ["Answer", "voice.answer", "go"],
  ACCEPT: ["Accept", "interaction.accept", "go"],
  CALL: ["Call", "outbound.callPreviewRecord", "go"],
  HANGUP: ["Hang up", "voice.hangUp", "stop"],
  HOLD: ["Hold", "voice.hold", ""],
  RESUME: ["Resume", "voice.resume", "go"],
  REJECT: ["Reject", "interaction.reject", "stop"],
  REJECT_RECORD: ["Reject record", "outbound.rejectPreviewRecord", ""],
  CANCEL_RECORD: ["Cancel record", "outbound.cancelPreviewRecord", "stop"],
  MARK_DONE: ["Mark done", "interaction.markdone", ""],
};

// No capability tells of these: what there is to do follows from the states.
const RECORDING = {
  STOPPED: [["Record", "voice.startCallRecording"]],
  RECORDING: [["Pause recording", "voice.pauseCallRecording"], ["Stop recording", "voice.stopCallRecording"]],
  PAUSED: [["Resume recording", "voice.resumeCallRecording"], ["Stop recording", "voice.stopCallRecording"]],
};
const COMPLETE = [
  ["Complete transfer", "interaction.completeTransfer"],
  ["Complete conference", "interaction.completeConference"],
];
const TRANSFER = ["Transfer", "interaction.singleStepTransfer"];
const PASS_ON = [TRANSFER, ["Conference", "interaction.singleStepConference"], ["Consult", "interaction.consult"]];
const TARGETS = {
  CUSTOM_CONTACT: "Number",
  AGENT: "Agent, such as emp2",
  INTERACTION_QUEUE: "Queue, such as calls",
  ROUTING_POINT: "Routing point",
  AGENT_GROUP: "Group",
  SKILL: "Skill",
};
const CHATTING = ["ACCEPTED", "JOIN_PENDING", "JOIN_FAILED", "NEW_MESSAGE"];
const INSIDE = ["AGENT", "INTERACTION_QUEUE"]; // chats and the like leave the contact centre for nobody

const words = (name) => name.toLowerCase().replaceAll("_", " ");
const isCall = (one) => "callType" in one && !one.callType.includes("PREVIEW");
const isConnected = (one) => isCall(one) && (one.state === "TALKING" || one.state === "HELD");
const mediumOf = (one) => one.media ?? (isCall(one) ? "voice" : words(one.callType ?? ""));

function changed(data) {
  const one = data.interaction;
  if (data.eventType === "REMOVED") interactions.delete(one.interactionId);
  else interactions.set(one.interactionId, { ...recordsOf(one.interactionId), media: data.media, ...one });
  showInteractions();
}

/// The records of a chain are told once.
function recordsOf(id) {
  const { chainedRecords } = interactions.get(id) ?? {};
  return chainedRecords ? { chainedRecords } : {};
}

function caseChanged(data) {
  for (const one of interactions.values()) one.isCaseSelected = one.caseId === data.selectedCaseId;
  showInteractions();
}

function showInteractions() {
  followInteractions();
  const cases = new Map();
  for (const one of interactions.values()) cases.set(one.caseId, [...(cases.get(one.caseId) ?? []), one]);
  refresh(byId("interactions"),
    [...cases].map(([id, all]) => ({ key: id, from: all, make: () => caseOf(id, all) })));
  byId("count").textContent = interactions.size || "";
}

function caseOf(id, all) {
  const selected = all.some((one) => one.isCaseSelected);
  const head = button(`Case ${id.slice(0, 8)}`, () => act("interaction.selectCaseByCaseId", id), {
    class: "link",
    title: `${id}: press to select`,
    "aria-pressed": selected,
  });
  return element("li", { class: selected ? "case selected" : "case" },
    element("div", { class: "casehead" }, head, element("small", {}, selected ? "selected" : "")),
    ...all.map(card));
}

function card(one) {
  const id = one.interactionId;
  const name = (one.parties ?? []).map((p) => p.name).join(", ") || "–";
  const facts = [mediumOf(one), one.isConsultation ? "consultation" : (one.direction ?? "").toLowerCase(), `#${id}`];
  const recording = one.recordingState && one.recordingState !== "STOPPED" ? one.recordingState.toLowerCase() : "";
  const spoken = `${mediumOf(one)} ${id}, ${name}, ${one.state}`;
  return element("article", { class: `card ${one.state}`, "aria-label": spoken },
    element("header", {}, element("strong", {}, name), element("span", { class: "state" }, one.state)),
    element("small", {}, facts.filter(Boolean).join(" · "),
      recording && element("span", { class: `recording ${one.recordingState}` }, ` ● ${recording}`)),
    element("div", { class: "row" }, ...buttonsOf(one)),
    ...recordParts(one),
    canPassOn(one) && passOn(one),
    dataOf(one));
}

function buttonsOf(one) {
  const id = one.interactionId;
  const simple = ([label, name, look]) =>
    button(label, () => act(name, id), { class: look || undefined, "data-keep": `${id} ${label}` });
  const rows = (one.capabilities ?? []).map((c) =>
    (c === "CALL" ? callChosen(one) : simple(CAPABILITIES[c] ?? unknown(c))));
  if (isConnected(one)) rows.push(...(RECORDING[one.recordingState] ?? []).map(simple));
  if (one.isConsultation && one.state === "TALKING") rows.push(...COMPLETE.map(simple));
  if (one.media === "chat" && CHATTING.includes(one.state)) rows.push(endChat(id));
  return rows;
}

/// No request of the interface ends a chat: the desktop does.
const endChat = (id) =>
  button("End chat", () => tell({ op: "end-chat", interaction: id }), { class: "stop", "data-keep": `${id} End chat` });

/// So that none is dropped silently, should there be more than this page knows.
const unknown = (capability) => [capability, "interaction.getByInteractionId", ""];

function callChosen(one) {
  const id = one.interactionId;
  const [label, name, look] = CAPABILITIES.CALL;
  return button(label, () => {
    const chosen = byId(`record-${id}`)?.value;
    act(name, id, ...(chosen ? [Number(chosen)] : []));
  }, { class: look, "data-keep": `${id} ${label}` });
}

const canPassOn = (one) =>
  one.state === (isCall(one) ? "TALKING" : one.media === "chat" ? "NEW_MESSAGE" : "ACCEPTED") && !one.isConsultation;

/// To whom the interaction goes, or who is asked about it.
function passOn(one) {
  const id = one.interactionId;
  const targets = Object.keys(TARGETS).filter((t) => isCall(one) || INSIDE.includes(t));
  const to = field("to", "To whom", id, { required: true, placeholder: TARGETS[targets[0]] });
  const hint = () => (to.placeholder = TARGETS[kind.value]);
  const kind = element("select", { "aria-label": "Kind of target", "data-keep": `${id} kind`, onchange: hint },
    ...targets.map((t) => element("option", { value: t }, words(t))));
  const choices = isCall(one) ? PASS_ON : [TRANSFER];
  const form = element("form", { class: "parts" }, kind, to,
    element("div", { class: "row" }, ...choices.map(([label, name]) =>
      element("button", { value: name, "data-keep": `${id} ${label}` }, label))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const target = { target: kind.value, destination: to.value.trim(), media: mediumOf(one) };
    act(event.submitter?.value ?? choices[0][1], id, target, {}, {});
  });
  return fold(`${id} pass`, choices.map(([label]) => label).join(", "), form);
}

const field = (name, label, id, more = {}) =>
  element("input", { name, "aria-label": label, "data-keep": `${id} ${name}`, autocomplete: "off", ...more });

const fold = (keep, title, ...inside) =>
  element("details", { "data-keep": keep }, element("summary", {}, title), ...inside);

function dataOf(one) {
  const id = one.interactionId;
  const key = field("key", "Key", id, { required: true, placeholder: "Key" });
  const value = field("value", "Value", id, { placeholder: "Value" });
  const form = element("form", { class: "parts pair" }, key, value, element("button", { class: "small" }, "Set"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act("interaction.setUserData", id, { [key.value]: value.value });
  });
  const entries = Object.entries(one.userData ?? {}).filter(([k]) => !RECORD_KEYS.has(k));
  return fold(`${id} data`, `Data (${entries.length})`, table(entries), form);
}

const table = (entries) =>
  element("table", { class: "data" }, ...entries.map(([k, v]) =>
    element("tr", {}, element("th", { scope: "row" }, k),
      element("td", {}, typeof v === "string" ? v : JSON.stringify(v)))));
