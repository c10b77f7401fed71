"use strict";

// What the desktop does when its tab opens, and when something happens.

const CHANNELS = ["agent", "media", "interaction", "system", "outbound", "markdone"];

function disconnected(reason) {
  byId("down").hidden = false;
  byId("down").textContent = `Connection lost${reason ? ": " + reason : ""}. Trying again…`;
  showElection("…");
  byId("active").hidden = true;
}

async function start(message) {
  welcome = message;
  byId("down").hidden = true;
  byId("who").textContent = `${agentName} · agent ${message.agent} · tab ${message.tab}`;
  document.title = `${agentName} – deskstorm`;
  frames = [{ label: "desktop", iframe: null, origin: DESK_ORIGIN }];
  interactions.clear();
  clearDesktop();
  tell({ op: "embed", frame: DESK, origin: DESK_ORIGIN });
  tell({ op: "show-tab", visible: document.visibilityState === "visible" });
  if (document.hasFocus()) tell({ op: "focus" });
  openClients(message.clients);
  lookAround();
  await subscribe(CHANNELS);
  const [, results, states] = await Promise.all([
    read("interaction.getInteractions").then(takeInteractions),
    read("outbound.getListOfCallResults"),
    read("agent.getStateList"),
  ]);
  callResults = results;
  showInteractions();
  byId("state").replaceChildren(...states.map((s) =>
    element("option", { value: s.operationName ?? "" }, s.displayName ?? s.type)));
  await Promise.all([showMedia(), showCampaigns(), showState(), askElection()]);
}

/// At once: the next event may already be about one of them.
function takeInteractions(list) {
  for (const one of list) interactions.set(one.interactionId, one);
  showInteractions();
}

async function happened(channel, data) {
  if (channel === "interaction" && data.interaction) changed(data);
  else if (channel === "interaction") caseChanged(data);
  else if (channel === "media") await showMedia();
  else if (channel === "agent") await showState();
  else if (channel === "outbound") await showCampaigns();
  else if (channel === "markdone")
    notice("Mark done is blocked", `Interaction ${data.interactionId}: a client page wants to finish first.`);
  else if (data.frameState) {
    showElection(data.frameState);
    await showActive();
  } else if (data.eventType === "REALTIME_CONNECTION") {
    byId("backend").hidden = data.state === "RECONNECTED";
    notice("Connection to the backend", data.state);
  }
}

async function showState() {
  const state = await read("agent.getState");
  const choice = byId("state");
  choice.value = state.operationName ?? "";
  choice.title = state.displayName ?? state.type;
}

async function showMedia() {
  const list = await read("media.getMediaList");
  refresh(byId("media"), list.map((m) => ({ key: m.name, from: m, make: () => medium(m) })));
}

function medium(m) {
  const ready = m.state.type === "READY";
  const label = m.state.displayName ?? m.state.type;
  return element("tr", {}, element("td", {}, m.name), element("td", {},
    button(label, () => act("media.setState", m.name, ready ? "NotReady" : "Ready"), {
      class: `small ${ready ? "ready" : ""}`,
      "data-keep": m.name,
      "aria-label": `${m.name}: ${label}, press to change`,
    })));
}

function showElection(state) {
  const badge = byId("badge");
  badge.textContent = state;
  badge.className = `badge ${state}`;
  lookAround();
}

async function askElection() {
  if (await read("system.isFrameLeading")) showElection("LEADING");
  else showElection((await read("system.isFrameFollowing")) ? "FOLLOWING" : "NEGOTIATING");
  await showActive();
}

async function showActive() {
  byId("active").hidden = !(await read("system.isLastActiveFrame"));
}

byId("state").addEventListener("change", (event) => event.target.value && act("agent.setState", event.target.value));
byId("dial").addEventListener("submit", (event) => {
  event.preventDefault();
  const to = event.target.to.value.trim();
  if (to) act(event.submitter?.value ?? "voice.dial", to, null);
});
window.addEventListener("focus", () => {
  tell({ op: "focus" });
  setTimeout(() => connected() && showActive().catch(report), 300);
});
window.addEventListener("blur", () => setTimeout(() => connected() && showActive().catch(report), 600));
document.addEventListener("visibilitychange", () =>
  tell({ op: "show-tab", visible: document.visibilityState === "visible" }));

let agentName = new URLSearchParams(location.search).get("agent");
if (agentName) {
  connect(agentName);
} else {
  byId("login").showModal();
  byId("login").addEventListener("close", () => {
    agentName = byId("login").querySelector("input").value.trim() || "guest";
    history.replaceState(null, "", `?agent=${encodeURIComponent(agentName)}`);
    connect(agentName);
  });
}
