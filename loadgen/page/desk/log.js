"use strict";

// The log of what pages and desktop say to each other.

const LOG_LINES = 300;

function note(direction, number, message) {
  if (number === DESK && !byId("own").checked) return;
  const label = frames[number]?.label ?? `frame ${number}`;
  const [kind, text] = describe(direction, message);
  const at = new Date().toTimeString().slice(0, 8) + (Date.now() % 1000 / 1000).toFixed(3).slice(1);
  const line = element("li", {}, element("details", {},
    element("summary", {}, element("span", { class: "at" }, at + " "), element("span", { class: kind }, text),
      element("span", { class: "at" }, ` · ${label}`)),
    element("pre", {}, JSON.stringify(message, null, 1))));
  line.hidden = !isSought(line);
  const log = byId("log");
  log.prepend(line);
  while (log.children.length > LOG_LINES) log.lastChild.remove();
}

function describe(direction, m) {
  if (direction === "in") {
    if (m.notPassedOn) return ["bad", `→ not passed on: ${m.notPassedOn}`];
    if (m.event) return ["in", `→ ${m.event} ${[m.data].flat().join(", ")}`];
    return ["in", `→ ${m.request ?? "?"} #${m.referenceId}`];
  }
  if (m.event) return ["event", `← ${m.event} ${m.data?.eventType ?? m.data?.frameState ?? ""}`];
  if ("errorMessage" in m) return ["bad", `← #${m.referenceId} ${m.errorMessage}`];
  if ("referenceId" in m) return ["ok", `← #${m.referenceId} ${m.request ?? "subscribed"}`];
  return ["ok", `← hello, frame ${m.frameId}`];
}

const isSought = (line) => line.textContent.toLowerCase().includes(byId("seek").value.trim().toLowerCase());

byId("seek").addEventListener("input", () => {
  for (const line of byId("log").children) line.hidden = !isSought(line);
});
byId("clear").addEventListener("click", () => byId("log").replaceChildren());
