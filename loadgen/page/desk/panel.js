"use strict";

// What a test would do with POST /api/..., done by hand; and what GET /api/events and /api/state tell.

const LOOK_MS = 250;
const NEWS_LINES = 200;
const token = document.querySelector("meta[name=deskstorm-token]").content;

// -- control -------------------------------------------------------------------------------------

async function control(what, body) {
  try {
    const answer = await fetch(`/api/${what}`, {
      method: "POST",
      headers: { "X-Deskstorm-Token": token },
      body: JSON.stringify(body),
    });
    said(what, answer.ok ? "done" : (await answer.text()).trim(), answer.ok);
  } catch (error) {
    said(what, error.message, false);
  }
  lookAround();
}

function said(what, text, ok) {
  byId("said").textContent = `${what}: ${text}`;
  byId("said").className = ok ? "ok" : "bad";
  if (!ok && byId("control").hidden) notice(what, text);
}

/// Empty fields are not said.
const given = (form) => Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));

// How the fields of each form become the body of a request.
const BODIES = {
  arrivals: ({ queue, whom, count }) =>
    ({ queue, count: Number(count ?? 1), ...(whom === "me" && { agent: welcome.agent }) }),
  records: ({ campaign, phone, fields }) => ({ campaign, phone: phone ?? "", fields: fieldsOf(fields ?? "") }),
  faults: ({ link, what, drop, outage }) =>
    ({ link, ...(what === "outage" ? { outage } : { drop: what === "heal" ? 0 : Number(drop ?? 0) / 100 }) }),
  options: ({ key, value }) => ({ [key]: value ?? "" }),
  reset: () => ({}),
};

/// Reads lines "name=value". What is no such line is taken as a name, for the server to judge.
const fieldsOf = (text) => Object.fromEntries(text.split("\n").filter((l) => l.trim()).map((line) => {
  const [name, ...value] = line.split("=");
  return [name.trim(), value.join("=").trim()];
}));

for (const form of byId("control").querySelectorAll("form"))
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, value } = event.submitter ?? {};
    const fields = { ...given(form), ...(name && { [name]: value }) };
    control(form.dataset.what, BODIES[form.dataset.what](fields));
  });

// -- how things stand ----------------------------------------------------------------------------

let look = null;

/// Asks soon how things stand, once for all who want to know.
function lookAround() {
  look ??= setTimeout(async () => {
    look = null;
    const answer = await fetch("/api/state").catch(() => undefined);
    if (answer?.ok) showStanding(await answer.json());
  }, LOOK_MS);
}

function showStanding(now) {
  const me = now.agents.find((a) => a.agent === welcome.agent);
  const rows = (list, key, make) =>
    list.map((one) => ({ key: one[key], from: [one, welcome.tab], make: () => make(one) }));
  refresh(byId("alltabs"), rows(me?.tabs ?? [], "tab", tabLine));
  refresh(byId("inject"), rows(now.queues.map(({ queue, media }) => ({ queue, media })), "queue", newArrival));
  refresh(byId("queues"), rows(now.queues, "queue", queueLine));
  refresh(byId("steps"), rows(now.campaigns, "campaign", campaignLine));
  choices("queue", now.queues.map((q) => [q.queue, `${q.queue} (${q.media})`]));
  choices("campaign", now.campaigns.map((c) => [c.campaign, c.campaign]));
  byId("scenario").textContent = now.scenario;
}

function choices(name, list) {
  for (const select of byId("control").querySelectorAll(`select[name=${name}]`))
    refresh(select, list.map(([value, label]) =>
      ({ key: value, from: label, make: () => element("option", { value }, label) })));
}

const newArrival = ({ queue, media }) =>
  button(`New ${media}`, () => control("arrivals", { queue, agent: welcome.agent }), {
    "data-keep": queue,
    title: `Queue '${queue}', for this agent`,
  });

const tabLine = ({ tab, state }) =>
  element("li", {}, tab === welcome.tab ? "this tab" : `tab ${tab}`, " ",
    element("span", { class: `badge ${state}` }, state));

const queueLine = (q) =>
  element("tr", {}, element("th", { scope: "row" }, q.queue), element("td", {}, q.media),
    element("td", {}, `${q.waiting} waiting`));

const countsOf = (records) =>
  Object.entries(records).filter(([, n]) => n > 0).map(([what, n]) => `${n} ${what}`).join(", ") || "no records";

const STEPS = { load: ["UNLOADED"], start: ["UNLOADED", "LOADED"], stop: ["STARTED"], unload: ["LOADED", "STARTED"] };

function campaignLine(c) {
  const steps = Object.entries(STEPS).map(([step, from]) =>
    button(step, () => control("campaigns", { campaign: c.campaign, step }), {
      class: "small",
      "data-keep": `${c.campaign} ${step}`,
      "aria-label": `${step} the campaign ${c.campaign}`,
      disabled: !from.includes(c.state),
    }));
  return element("div", { class: "card" },
    element("header", {}, element("strong", {}, c.campaign), element("span", { class: "state" }, c.state)),
    element("small", {}, `${c.mode} · ${countsOf(c.records)}`),
    element("div", { class: "row" }, ...steps));
}

// -- what happens --------------------------------------------------------------------------------

let news = null;

/// Browsers allow few such connections to one server: only a tab that shows them has one.
function hearNews() {
  const wanted = !byId("happens").hidden && document.visibilityState === "visible";
  if (wanted === Boolean(news)) return;
  news?.close();
  news = wanted ? new EventSource("/api/events") : null;
  if (news) news.onmessage = (event) => tellNews(JSON.parse(event.data));
}

function tellNews(what) {
  const { event, ...rest } = what;
  const text = Object.entries(rest).map(([k, v]) => `${k} ${typeof v === "object" ? JSON.stringify(v) : v}`).join(", ");
  byId("news").prepend(element("li", {},
    element("span", { class: "at" }, new Date().toTimeString().slice(0, 8) + " "),
    element("strong", { class: `news-${event}` }, event), ` ${text}`));
  while (byId("news").children.length > NEWS_LINES) byId("news").lastChild.remove();
  lookAround();
}

function bringPanel(tab) {
  selectTab(byId("panels"), tab);
  for (const one of byId("panels").querySelectorAll("[role=tab]"))
    byId(one.getAttribute("aria-controls")).hidden = one !== tab;
  hearNews();
  lookAround();
}

for (const tab of byId("panels").querySelectorAll("[role=tab]")) tab.addEventListener("click", () => bringPanel(tab));
walkTabs(byId("panels"));
document.addEventListener("visibilitychange", hearNews);
