// The buttons that change something. Each asks first, and tells what has come of it. The server gives a token to those
// who may press them. Without it there are no buttons.

import { count, duration, make } from "./elements.js";

const DEAD = ".dead";
const element = (id) => document.getElementById(id);

/** {token} or {refusal}, as the server answers; null before it was asked. */
let permission = null;
let sending = false;

/** Asks who may act. The answer is another one behind a restart of the server, and may be behind a reload. */
export async function keepPermission(state) {
  permission = await state.ask("/api/actions");
}

export function mayAct() {
  return Boolean(permission?.token);
}

/** A line that says why there are no buttons, or null. */
export function whyNone() {
  return mayAct() ? null : make("p", { class: "quiet" }, `There are no buttons here: ${permission?.refusal ?? ""}.`);
}

// ---- the question

/**
 * A button that asks. The question is {action, title, danger, wantsQueue, body, text}: text makes the explanation, and
 * may take a while to do so.
 */
function button(state, label, key, question) {
  return make("button", {
    type: "button", "data-key": key, "aria-haspopup": "dialog", "aria-label": question.title,
    onclick: () => ask(state, label, question, key),
  }, label);
}

async function ask(state, label, question, key) {
  // That of now: items of a server that is restarted meanwhile may be others, without a journal.
  const token = permission.token;
  const dialog = element("question");
  let text;
  try {
    text = await question.text();
  } catch (failure) {
    text = failure.message;
  }
  if (dialog.open) {
    return;
  }
  element("question-title").textContent = `${question.title}?`;
  element("question-text").textContent = text;
  element("question-error").hidden = true;
  element("question-yes").textContent = label;
  element("question-yes").classList.toggle("danger", Boolean(question.danger));
  const to = element("question-to");
  element("question-input").hidden = !question.wantsQueue;
  to.required = Boolean(question.wantsQueue);
  to.value = "";
  element("question-queues").replaceChildren(...(state.overview.queues ?? []).map((queue) =>
    make("option", { value: queue.name })));
  element("question-form").onsubmit = (event) => {
    event.preventDefault();
    const body = question.wantsQueue ? { ...question.body, to: to.value } : question.body;
    act(state, question, body, token);
  };
  dialog.onclose = () => focusAgain(key);
  dialog.showModal();
  (question.wantsQueue ? to : element("question-no")).focus();
}

/** The button may be another one by now, or be gone with its item. */
function focusAgain(key) {
  const main = element("main");
  (main.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? main).focus({ preventScroll: true });
}

async function act(state, question, body, token) {
  if (sending) {
    return;
  }
  sending = true;
  element("question-yes").setAttribute("aria-disabled", "true");
  const title = body.to === undefined ? question.title : `${question.title} to queue ${body.to}`;
  try {
    const outcome = await post(question.action, body, token);
    element("question").close();
    tell(`${title}: ${outcome}.`);
    state.refresh();
  } catch (failure) {
    element("question-error").textContent = failure.isRefusal ? `Not done: ${failure.message}`
      : `The server did not tell what has come of it: ${failure.message}`;
    element("question-error").hidden = false;
  } finally {
    sending = false;
    element("question-yes").removeAttribute("aria-disabled");
  }
}

async function post(action, body, token) {
  const answer = await fetch(`/api/actions/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Tutti-Token": token },
    body: JSON.stringify(body),
  });
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const failure = new Error(json.error ?? `it answered ${answer.status} ${answer.statusText}`);
    failure.isRefusal = answer.status < 500;
    throw failure;
  }
  return json.outcome;
}

/** Shows the outcome of the last action until the next one, or until another view is opened. */
export function tell(text) {
  element("outcome").hidden = text === "";
  element("outcome").textContent = text;
}

element("question-no").addEventListener("click", () => element("question").close());

// ---- the buttons

export function queueButtons(state, name, isPaused) {
  const body = { queue: name };
  const pause = { action: "pause", title: `Pause queue ${name}`, body,
    text: () => "Nobody gets an item of this queue until it is resumed. Items can still be put, and those in flight can "
      + "be finished." };
  const resume = { action: "resume", title: `Resume queue ${name}`, body,
    text: () => "Workers get the items of this queue again." };
  const purge = { action: "purge", title: `Purge queue ${name}`, danger: true, body, text: () => purged(state, name) };
  return make("p", { class: "buttons", role: "group", "aria-label": `Actions on queue ${name}` },
    isPaused ? button(state, "Resume", "pause", resume) : button(state, "Pause", "pause", pause),
    button(state, "Purge", "purge", purge));
}

async function purged(state, name) {
  const { stats } = await state.ask(`/api/queue?name=${encodeURIComponent(name)}`);
  return `At the moment ${items(stats.size, "ready")} and ${items(stats.delayed, "delayed")} would be deleted. `
    + `${items(stats.inflight, "in flight")} would stay. Clients that await a deleted item get CANCELLED. `
    + "This cannot be undone.";
}

function items(number, state) {
  return `${count(number)} ${number === 1 ? "item" : "items"} ${state}`;
}

export function itemButtons(state, queue, item) {
  const body = { queue, id: item.id };
  const key = (action) => `${action}/${item.id}`;
  const title = (verb) => `${verb} item ${item.id} of queue ${queue}`;
  const waits = item.state !== "inflight";
  const retry = { action: "retry", title: title("Retry"), body, text: () => retried(queue, item) };
  const move = { action: "move", title: title("Move"), body, wantsQueue: true,
    text: () => "It goes to the end of the queue that you name, and its attempts are counted from the beginning." };
  const drop = { action: "drop", title: title("Drop"), danger: true, body, text: () => dropped(item) };
  return make("span", { class: "buttons" },
    waits && (item.state === "delayed" || queue.endsWith(DEAD)) ? button(state, "Retry", key("retry"), retry) : null,
    waits ? button(state, "Move", key("move"), move) : null,
    button(state, "Drop", key("drop"), drop));
}

function retried(queue, item) {
  const rest = item.due === null ? "" : ` Its delay would end in ${duration(Math.max(0, item.due - Date.now()))}.`;
  return queue.endsWith(DEAD)
    ? `It is moved to the end of queue ${queue.slice(0, -DEAD.length)}, and its attempts are counted from the beginning.`
    : `It becomes ready now, behind the items that are ready already.${rest}`;
}

function dropped(item) {
  const worker = item.holder
    ? `Connection ${item.holder[0]} ${item.holder[1] ?? ""} has it, and is told that it was cancelled. A consumer inside the `
      + "server is stopped. "
    : "Nobody will get it. ";
  return `${worker}Clients that await it get CANCELLED. This cannot be undone.`;
}
