"use strict";

// Campaigns of the agent, the records that they show, and what becomes of their calls.

let callResults = []; // {code, name}

// What a person wants to know of a record, in words. All else of it stands under Data.
const RECORD_FIELDS = {
  GSW_PHONE: "Number",
  GSW_CAMPAIGN_NAME: "Campaign",
  GSW_RECORD_HANDLE: "Record",
  GSW_ATTEMPTS: "Attempts",
  GSW_CALL_RESULT: "Result",
};
const RECORD_KEYS = new Set(Object.keys(RECORD_FIELDS));

const resultName = (code) => callResults.find((r) => String(r.code) === String(code))?.name ?? code;

/// What belongs to the record of a preview or its call.
function recordParts(one) {
  const data = one.userData ?? {};
  if (!("GSW_RECORD_HANDLE" in data)) return [];
  const custom = Object.entries(data).filter(([key]) => key.startsWith("Custom_"));
  const known = Object.entries(RECORD_FIELDS).filter(([key]) => key in data).map(([key, label]) =>
    [label, key === "GSW_CALL_RESULT" ? resultName(data[key]) : data[key]]);
  const parts = [table([...known, ...custom.map(([key, value]) => [key.slice("Custom_".length), value])])];
  if (one.state === "PREVIEWING") parts.unshift(chain(one));
  if (one.state !== "INVITED") parts.push(outcome(one));
  return parts;
}

/// Which number of the customer to call, where there are several.
function chain(one) {
  const records = one.chainedRecords ?? [];
  if (records.length < 2) return undefined;
  const id = `record-${one.interactionId}`;
  return element("label", { class: "parts" }, "Call ", element("select", { id, "data-keep": id },
    ...records.map((r) => element("option", { value: r.GSW_RECORD_HANDLE }, r.GSW_PHONE))));
}

/// What the agent says of the call: its result, a callback, or never again.
function outcome(one) {
  const id = one.interactionId;
  const results = element("select", { "aria-label": "Call result", "data-keep": `${id} result` },
    ...callResults.map((r) => element("option", { value: r.code }, r.name)));
  const when = element("input", { type: "datetime-local", "aria-label": "Call back at", "data-keep": `${id} when` });
  const kind = element("select", { "aria-label": "Callback for", "data-keep": `${id} callback` },
    element("option", { value: "CAMPAIGN" }, "anybody"), element("option", { value: "PERSONAL" }, "me"));
  const doing = (label, press) => button(label, press, { class: "small", "data-keep": `${id} ${label}` });
  return fold(`${id} outcome`, "Call result, callback",
    element("div", { class: "parts pair" }, results,
      doing("Set result", () => act("outbound.setCallResult", id, Number(results.value)))),
    element("div", { class: "parts pair" }, when, kind,
      doing("Call back", () => act("outbound.rescheduleRecord", id, handleOf(one), dateText(when.value), kind.value)),
      doing("Cancel callback", () => act("outbound.cancelReschedule", id))),
    element("div", { class: "row" },
      doing("Do not call", () => act("outbound.setDoNotCall", id)),
      doing("May be called", () => act("outbound.removeDoNotCall", id))));
}

const handleOf = (one) => Number(one.userData.GSW_RECORD_HANDLE);

/// As the interface writes dates: M/D/YYYY H:m. An empty one is left to the desktop to refuse.
function dateText(local) {
  const [year, month, day, hour, minute] = local.split(/[-T:]/).map(Number);
  return local ? `${month}/${day}/${year} ${hour}:${minute}` : "";
}

async function showCampaigns() {
  const list = await read("outbound.getCampaigns");
  refresh(byId("campaigns"), list.map((c) => ({ key: c.name, from: c, make: () => campaignCard(c) })));
  lookAround();
}

function campaignCard(c) {
  const asks = button("Get record", () => act("outbound.getPreviewRecord", c.name), { "data-keep": `${c.name} get` });
  const wants = [["Want records", "outbound.startDirectPushPreview"], ["No more", "outbound.stopDirectPushPreview"]]
    .map(([label, name]) => button(label, () => act(name), { "data-keep": `${c.name} ${label}` }));
  const buttons = { Preview: [asks], "Direct Push Preview": wants }[c.mode] ?? [];
  const state = c.isActive ? "STARTED" : "LOADED";
  return element("article", { class: "card", "aria-label": `Campaign ${c.name}, ${state}` },
    element("header", {}, element("strong", {}, c.name), element("span", { class: "state" }, state)),
    element("small", {}, c.mode),
    c.isActive && buttons.length > 0 && element("div", { class: "row" }, ...buttons));
}
