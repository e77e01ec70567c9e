// Asks the server for its figures, keeps the rates of the last minutes, and shows the view that the address names.

import { keepPermission, tell } from "./actions.js";
import { count, duration, make, percent, rate } from "./elements.js";
import { notShown, VIEWS } from "./views.js";

const INTERVAL_MILLIS = 2000;
const MOST_SAMPLES = 90;

/** The state that all views read. */
const state = { overview: null, rates: new Map(), total: [], commands: 0, ask: getJson, refresh };
let last = null;
let timer = null;
/** The address of the view that is shown. */
let shownHash = null;
let running = false;
/** Whether somebody wants newer figures than those that are asked for at the moment. */
let isOld = false;

async function getJson(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  const json = await answer.json();
  if (!answer.ok) {
    const failure = new Error(json.error ?? `${answer.status}`);
    failure.isOfAddress = answer.status === 400;
    throw failure;
  }
  return json;
}

/** The view and the name in the address, such as #queue/jobs. The view of an address that somebody made up is none. */
function place() {
  const [view, ...rest] = (location.hash.slice(1) || "queues").split("/");
  try {
    return { view: Object.hasOwn(VIEWS, view) ? view : "none", name: decodeURIComponent(rest.join("/")) };
  } catch {
    return { view: "none", name: rest.join("/") }; // a percent sign without a code behind it
  }
}

// ---- rates

function sample(before, now, seconds) {
  const perSecond = (key) => Math.max(0, now[key] - (before?.[key] ?? now[key])) / seconds;
  return { put: perSecond("put"), done: perSecond("done") };
}

function remember(list, one) {
  list.push(one);
  if (list.length > MOST_SAMPLES) {
    list.shift();
  }
}

function keepRates(overview, time) {
  if (last !== null) {
    const seconds = (time - last.time) / 1000;
    remember(state.total, sample(last.overview.items, overview.items, seconds));
    state.commands = Math.max(0, overview.server.commands - last.overview.server.commands) / seconds;
    const before = new Map((last.overview.queues ?? []).map((queue) => [queue.name, queue]));
    const shown = new Set();
    for (const queue of overview.queues ?? []) {
      shown.add(queue.name);
      if (!state.rates.has(queue.name)) {
        state.rates.set(queue.name, []);
      }
      remember(state.rates.get(queue.name), sample(before.get(queue.name), queue, seconds));
    }
    [...state.rates.keys()].filter((name) => !shown.has(name)).forEach((name) => state.rates.delete(name));
  }
  last = { overview, time };
}

// ---- what is always shown

function showHeader(overview) {
  const { version, phase, upMillis } = overview.server;
  document.getElementById("server").textContent = `${version}, ${phase}, up for ${duration(upMillis)}`;
  const { view } = place();
  const links = Object.entries(VIEWS).filter(([, one]) => one.title);
  document.getElementById("views").replaceChildren(...links.map(([name, one]) =>
    make("a", { href: `#${name}`, "aria-current": name === view || one.also === view ? "page" : null }, one.title)));
}

const ROLES = { follows: "follower", takes_over: "taking over", leads: "leader" };

function totals(overview) {
  const { items, connections, journal, memory, cluster } = overview;
  const now = state.total.at(-1) ?? { put: 0, done: 0 };
  const use = memory.find((one) => one.content === "items");
  return [
    ["unfinished items", count(items.unfinished)],
    ["items put a second", rate(now.put)],
    ["items done a second", rate(now.done)],
    ["commands a second", rate(state.commands)],
    ["connections", count(connections.open)],
    ["memory of items in use", use ? percent(use.used, use.limit) : ""],
    ["journal", journal === null ? "not open" : journal.state],
    ...(cluster === null ? [] : [["role in the cluster", ROLES[cluster.role]]]),
  ];
}

function showTotals(overview) {
  document.getElementById("totals").replaceChildren(...totals(overview).map(([label, value]) =>
    make("li", {}, make("b", {}, value), make("span", {}, label))));
}

function showTrouble(text) {
  const trouble = document.getElementById("trouble");
  trouble.hidden = text === null;
  if (text !== null && trouble.textContent !== text) {
    trouble.textContent = text;
  }
}

// ---- the view

/** Puts new content in place of the old, unless somebody uses the old one, and keeps the focus where it was. */
function replaceView(content) {
  shownHash = location.hash;
  const main = document.getElementById("main");
  const focused = document.activeElement;
  const key = main.contains(focused) ? focused.dataset.key ?? null : null;
  main.replaceChildren(...content);
  if (key !== null) {
    (main.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? main).focus({ preventScroll: true });
  }
}

/** What the view shows, or why the server refuses what the address names. */
async function contentOf(view, name) {
  try {
    return await VIEWS[view].show(state, name);
  } catch (failure) {
    if (!failure.isOfAddress) {
      throw failure;
    }
    return notShown(`The server refuses what the address names: ${failure.message}.`);
  }
}

async function showView() {
  const { view, name } = place();
  const content = await contentOf(view, name);
  const now = place();
  const selected = window.getSelection()?.toString() ?? "";
  if (now.view === view && now.name === name && (selected === "" || shownHash !== location.hash)) {
    replaceView(content);
  }
}

async function refresh() {
  if (running) {
    isOld = true;
    return;
  }
  running = true;
  isOld = false;
  clearTimeout(timer);
  try {
    const overview = await getJson("/api/overview");
    keepRates(overview, performance.now());
    state.overview = overview;
    await keepPermission(state);
    showHeader(overview);
    showTotals(overview);
    await showView();
    showTrouble(null);
  } catch (failure) {
    if (shownHash !== null && shownHash !== location.hash) {
      replaceView(notShown("The server did not answer. This view is shown as soon as it does."));
    }
    showTrouble(`The server did not answer as expected: ${failure.message}. The figures below are old.`);
  } finally {
    running = false;
    document.body.dataset.shown = String(Number(document.body.dataset.shown ?? 0) + 1);
    timer = setTimeout(refresh, isOld ? 0 : document.hidden ? 5 * INTERVAL_MILLIS : INTERVAL_MILLIS);
  }
}

window.addEventListener("hashchange", () => {
  document.getElementById("main").focus({ preventScroll: true });
  tell("");
  refresh();
});
document.addEventListener("visibilitychange", () => document.hidden || refresh());
refresh();
