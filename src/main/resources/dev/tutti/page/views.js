// The views of the page. Each is {title, show}: show takes the state and the name in the address, and makes elements.

import { itemButtons, mayAct, queueButtons, whyNone } from "./actions.js";
import { bytes, chart, count, duration, exactly, grid, make, rate, table } from "./elements.js";
import { server } from "./server.js";

const DEAD = ".dead";
/** The state of items that is shown of each queue that was looked at. */
const chosen = new Map();
/** The last ids of the pages before the one that is shown, for each queue and state whose first page is not shown. */
const pagesBefore = new Map();

function link(view, name, text = name) {
  return make("a", { href: `#${view}/${encodeURIComponent(name)}`, "data-key": `${view}/${name}` }, text);
}

function legend() {
  return make("p", { class: "legend" },
    make("span", {}, "solid line: items put a second"), make("span", {}, "dashed line: items done a second"));
}

function latest(state, name) {
  return state.rates.get(name)?.at(-1) ?? { put: 0, done: 0 };
}

function rateLabel(name, now) {
  return `${name}: ${rate(now.put)} items put and ${rate(now.done)} done a second`;
}

// ---- all queues

const QUEUE_COLUMNS = (state) => [
  { label: "queue", text: true, cell: (queue) => make("span", {}, link("queue", queue.name), " ",
    queue.paused ? make("span", { class: "tag" }, "paused") : null) },
  { label: "rates", cell: (queue) => chart(state.rates.get(queue.name) ?? [],
    rateLabel(queue.name, latest(state, queue.name))) },
  { label: "put/s", number: true, cell: (queue) => rate(latest(state, queue.name).put) },
  { label: "done/s", number: true, cell: (queue) => rate(latest(state, queue.name).done) },
  { label: "ready", number: true, cell: (queue) => count(queue.ready) },
  { label: "delayed", number: true, cell: (queue) => count(queue.delayed) },
  { label: "in flight", number: true, cell: (queue) => count(queue.in_flight) },
  { label: "oldest", number: true, cell: (queue) => (queue.ready ? duration(queue.oldest_millis) : "") },
  { label: "waiting to get", number: true, cell: (queue) => count(queue.getters) },
  { label: "waiting to put", number: true, cell: (queue) => count(queue.putters) },
  { label: "dead", number: true, cell: (queue) => (queue.dead
    ? make("span", { class: "bad" }, link("queue", queue.name + DEAD, count(queue.dead))) : "0") },
];

async function queues(state) {
  const { queues: rows = [], others } = state.overview;
  const rest = others && others.put + others.ready > 0
    ? make("p", { class: "quiet" }, `All other queues together: ${count(others.ready)} items ready, `
      + `${count(others.in_flight)} in flight, ${count(others.put)} put so far.`)
    : null;
  return [
    make("h2", {}, "Queues"), legend(),
    table("The queues that have had most items", QUEUE_COLUMNS(state), rows, "There are no queues yet."),
    ...(rest ? [rest] : []),
  ];
}

// ---- what cannot be shown

const allQueues = () => make("a", { href: "#queues", "data-key": "back" }, "All queues");

/** In the place of a view that cannot be shown. */
export function notShown(why) {
  return [make("p", {}, allQueues()), make("h2", {}, "Not shown"), make("p", {}, why)];
}

// ---- one queue

const ago = (now) => (time) => (time === null || time === undefined ? "" : `${duration(Math.max(0, now - time))} ago`);

const ITEM_COLUMNS = (now, extra) => [
  { label: "id", cell: (item) => String(item.id) },
  { label: "put", cell: (item) => ago(now)(item.put) },
  { label: "attempts", number: true, cell: (item) => count(item.attempts) },
  { label: "due", cell: (item) => (item.due === null ? "" : `in ${duration(Math.max(0, item.due - now))}`) },
  { label: "holder", text: true, cell: (item) => (item.holder ? `${item.holder[0]} ${item.holder[1] ?? ""}` : "") },
  { label: "since", cell: (item) => ago(now)(item.since) },
  { label: "lease left", number: true, cell: (item) => duration(item.lease) },
  { label: "error", text: true, cell: (item) => item.error ?? "" },
  { label: "progress", text: true, cell: (item) => item.progress ?? "" },
  ...extra,
];

// ---- the figures of one queue

const unlimited = (show) => (value) => (value === 0 ? "no limit" : show(value));
const none = (value) => (value === 0 ? "none" : exactly(value));
const FIGURES = {
  size: ["ready", count], delayed: ["delayed", count], inflight: ["in flight", count], unfinished: ["unfinished", count],
  results: ["results kept", count], getters: ["clients waiting to get", count],
  putters: ["clients waiting to put", count], oldest: ["oldest ready item", (age) => (age === 0 ? "none" : duration(age))],
  waited: ["last item waited", duration], bytes: ["memory", bytes],
};
const TOTALS = {
  put: ["put", count], done: ["done", count], failed: ["attempts failed", count], retried: ["retried", count],
  dead: ["dead", count], cancelled: ["cancelled", count], expired: ["expired", count],
};
const SETTINGS = {
  kind: ["kind", String], paused: ["paused", (left) => (left === 0 ? "no" : left < 0 ? "until it is resumed"
    : `for ${duration(left)}`)],
  maxsize: ["most items", unlimited(count)], lease: ["lease", none], attempts: ["attempts", unlimited(count)],
  detached: ["detached leases", String], backoff: ["first delay of a retry", none],
  maxbackoff: ["longest delay of a retry", none], concurrency: ["most in flight", unlimited(count)],
  expires: ["items expire after", none], deadsize: ["most dead items", unlimited(count)],
  deadage: ["dead items are dropped after", none], grouplimit: ["most in flight of a group", unlimited(count)],
};

/** Those figures that the server has told. */
function figures(title, kinds, values) {
  const shown = Object.entries(kinds).filter(([name]) => values[name] !== undefined && values[name] !== null);
  return [make("h3", {}, title), grid(shown.map(([name, [label, show]]) => [label, show(values[name])]))];
}

function settings(values) {
  const pace = values.rate ? `${count(values.rate)} items in ${exactly(values.per)}` : "no limit";
  return figures("Settings", { ...SETTINGS, pace: ["deliveries", String] }, { ...values, pace });
}

function stateButtons(state, name, states, current) {
  return make("p", { class: "buttons", role: "group", "aria-label": "State of the items" },
    ...states.map((one) => make("button", {
      type: "button", "aria-pressed": String(one === current), "data-key": `state/${one}`,
      onclick: () => { chosen.set(name, one); state.refresh(); },
    }, one === "inflight" ? "in flight" : one)));
}

function pageButtons(state, key, items, most) {
  const before = pagesBefore.get(key) ?? [];
  const turn = (label, focus, isPossible, change) => make("button", {
    type: "button", "data-key": focus, "aria-disabled": isPossible ? null : "true",
    onclick: () => { if (isPossible) { change(); state.refresh(); } },
  }, label);
  if (before.length === 0 && items.length < most) {
    return null;
  }
  return make("p", { class: "buttons", role: "group", "aria-label": "Pages of items" },
    turn("First items", "page/first", before.length > 0, () => pagesBefore.delete(key)),
    turn("Previous items", "page/previous", before.length > 0, () => pagesBefore.set(key, before.slice(0, -1))),
    turn("Next items", "page/next", items.length === most, () => pagesBefore.set(key, [...before, items.at(-1).id])));
}

function itemsCaption(items, most, after) {
  const some = items.length === 1 ? "1 item" : `${count(items.length)} items`;
  if (after > 0) {
    return `${some} with ids above ${after}`;
  }
  return items.length < most ? some : `The first ${some}`;
}

async function queue(state, name) {
  const isDead = name.endsWith(DEAD);
  const states = isDead ? ["dead", "ready", "delayed", "inflight"] : ["ready", "delayed", "inflight"];
  const current = chosen.get(name) ?? states[0];
  const key = `${current}/${name}`;
  const after = pagesBefore.get(key)?.at(-1) ?? 0;
  const query = `name=${encodeURIComponent(name)}`;
  const [{ exists, stats, settings: values }, { items, most }] = await Promise.all([
    state.ask(`/api/queue?${query}`), state.ask(`/api/items?${query}&state=${current}&after=${after}`)]);
  const tag = (text) => make("span", { class: "tag" }, text);
  const other = isDead ? link("queue", name.slice(0, -DEAD.length)) : link("queue", name + DEAD);
  const buttons = mayAct() ? [{ label: "actions", cell: (item) => itemButtons(state, name, item) }] : [];
  const head = [
    make("p", {}, allQueues(), " · ", isDead ? "failed items of " : "failed items: ", other),
    make("h2", {}, `Queue ${name} `, stats.paused ? tag("paused") : null, exists ? null : tag("does not exist now")),
  ];
  if (!exists && stats.put === 0) {
    return [...head, make("p", {}, "There is no queue of this name now. A queue is created at its first use, and "
      + "forgotten when it is empty.")];
  }
  return [
    ...head,
    mayAct() ? queueButtons(state, name, Boolean(stats.paused)) : whyNone(), legend(),
    chart(state.rates.get(name) ?? [], rateLabel(name, latest(state, name)), true),
    ...figures("Now", FIGURES, stats),
    make("h3", {}, "Items"), stateButtons(state, name, states, current),
    table(itemsCaption(items, most, after), ITEM_COLUMNS(Date.now(), buttons), items, after > 0
      ? `There are no items with ids above ${after} in this state.` : "There are no items in this state."),
    pageButtons(state, key, items, most),
    ...figures("Since the start of the server", TOTALS, stats), ...settings(values),
  ].filter((one) => one !== null);
}

// ---- consumers

/** A consumer with the number of its items by their end, and with their number and time together. */
function counted(consumer) {
  const row = { ...consumer, count: 0, seconds: 0 };
  for (const [end, times] of Object.entries(consumer.ends)) {
    row[end] = times.count;
    row.count += times.count;
    row.seconds += times.seconds;
  }
  return row;
}

async function consumers(state) {
  const number = (label, figure) => ({ label, number: true, cell: (row) => count(row[figure]) });
  const bad = (label, figure) => ({ label, number: true,
    cell: (row) => (row[figure] ? make("span", { class: "bad" }, count(row[figure])) : "0") });
  return [
    make("h2", {}, "Consumers"),
    table("The consumers inside the server. Other workers are connections.", [
      { label: "queue", text: true, cell: (row) => link("queue", row.queue) },
      { label: "task", text: true, cell: (row) => row.task },
      number("instances", "instances"),
      { label: "running", number: true, cell: (row) => `${count(row.running)} of ${count(row.slots)}` },
      number("done", "done"), bad("failed", "failed"), bad("timed out", "timed_out"), number("cancelled", "cancelled"),
      { label: "time of an item", number: true,
        cell: (row) => (row.count ? duration((1000 * row.seconds) / row.count) : "") },
      bad("do not end", "abandoned"),
    ], state.overview.consumers.map(counted), "No consumers run inside the server."),
  ];
}

// ---- locks, schedules, connections

/** Holders have a token, and waiters a command. */
function participants(shown, all) {
  const how = (what) => (/^[0-9]/.test(what) ? `token ${what}` : what);
  const list = make("ul", {}, ...shown.map((one) =>
    make("li", {}, `connection ${[one.id, one.name].join(" ").trim()}, ${how(one.what)}, for ${duration(one.millis)}`)));
  return all > shown.length ? make("div", {}, list, `and ${count(all - shown.length)} more`) : all ? list : "";
}

async function locks(state) {
  const { locks: rows, most } = await state.ask("/api/locks");
  const deadlocks = state.overview.events.deadlock ?? { count: 0, lines: [] };
  return [
    make("h2", {}, "Locks and their kin"),
    make("p", { class: deadlocks.count ? "bad" : "quiet" },
      `Deadlocks found and ended since the start: ${count(deadlocks.count)}`),
    ...(deadlocks.count ? [table("The last of them that the log has", [
      { label: "when", cell: (line) => `${duration(line.ageMillis)} ago` },
      { label: "line of the log", text: true, cell: (line) => line.text },
    ], deadlocks.lines, "The log has no line about them.")] : []),
    table(rows.length < most ? "Those that are held or waited for" : `The first ${most}, those that are waited for first`, [
      { label: "kind", cell: (row) => row.kind },
      { label: "name", text: true, cell: (row) => row.name },
      { label: "holders", text: true, cell: (row) => participants(row.holders, row.holderCount) },
      { label: "waiters", text: true, cell: (row) => participants(row.waiters, row.waiterCount) },
    ], rows, "Nothing is held or waited for."),
  ];
}

async function schedules(state) {
  const { schedules: rows, most, now } = await state.ask("/api/schedules");
  return [
    make("h2", {}, "Schedules"),
    table(rows.length < most ? "All schedules" : `The first ${most} schedules`, [
      { label: "name", text: true, cell: (row) => row.name },
      { label: "queue", text: true, cell: (row) => link("queue", row.queue) },
      { label: "times", text: true, cell: (row) => row.cron ?? `every ${exactly(row.everyMillis)}` },
      { label: "next", cell: (row) => (row.next === null ? "never" : `in ${duration(Math.max(0, row.next - now))}`) },
      { label: "last", cell: (row) => ago(now)(row.last) },
      { label: "skipped", number: true,
        cell: (row) => (row.skipped ? make("span", { class: "bad" }, count(row.skipped)) : "0") },
    ], rows, "There are no schedules."),
  ];
}

async function connections(state) {
  const { connections: rows, most } = await state.ask("/api/connections");
  const { connections: totals } = state.overview;
  return [
    make("h2", {}, "Connections"),
    make("p", { class: "quiet" }, `${count(totals.open)} of ${count(totals.limit)} are open. So far ${count(totals.accepted)} `
      + `were accepted and ${count(totals.rejected)} rejected. ${count(totals.passwordFailures)} passwords were wrong.`),
    table(rows.length < most ? "All connections" : `The first ${most} connections`, [
      { label: "id", cell: (row) => row.id },
      { label: "address", cell: (row) => row.addr },
      { label: "name", text: true, cell: (row) => row.name ?? "" },
      { label: "user", text: true, cell: (row) => row.user ?? "" },
      { label: "age", number: true, cell: (row) => duration(1000 * Number(row.age)) },
      { label: "idle", number: true, cell: (row) => duration(1000 * Number(row.idle)) },
      { label: "last command", cell: (row) => (row.cmd === "NULL" ? "" : row.cmd) },
      { label: "unanswered", number: true, cell: (row) => row["cmd-waiting"] ?? "" },
    ], rows, "Nobody is connected."),
  ];
}

export const VIEWS = {
  queues: { title: "Queues", show: queues, also: "queue" },
  queue: { show: queue },
  consumers: { title: "Consumers", show: consumers },
  locks: { title: "Locks", show: locks },
  schedules: { title: "Schedules", show: schedules },
  connections: { title: "Connections", show: connections },
  server: { title: "Server", show: server },
  none: { show: async () => notShown(`This page has no view with the address ${location.hash}.`) },
};
