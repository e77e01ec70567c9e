// What the page shows of the server itself, and of its cluster.

import { bytes, count, duration, make, percent, table } from "./elements.js";

/** What this node sees of its cluster; nothing if it is in none. A figure below 0 is not known. */
function clusterOf(cluster) {
  if (cluster === null) {
    return [];
  }
  const known = (value, text) => (value === undefined || value < 0 ? "" : text(value));
  const leader = cluster.leader ?? "not known";
  const lease = cluster.lease === null ? "" : `, its lease is ${cluster.lease}`;
  return [
    make("h3", {}, "Cluster"),
    make("p", {}, `This is node ${cluster.node} of ${cluster.name}. The leader is ${leader}, term ${cluster.term}${lease}.`),
    table("The nodes of the cluster", [
      { label: "node", cell: (row) => row.name },
      { label: "address for clients", cell: (row) => row.client },
      { label: "state", cell: (row) => row.state ?? "" },
      { label: "entries", number: true, cell: (row) => known(row.applied, count) },
      { label: "lacking", number: true, cell: (row) => known(row.lag, count) },
      { label: "last heard of", number: true, cell: (row) => known(row.silentMillis, (millis) => `${duration(millis)} ago`) },
    ], cluster.nodes, ""),
  ];
}

export async function server(state) {
  const { memory, journal, loops, events, cluster } = state.overview;
  const mean = (times) => (times.count ? duration((1000 * times.seconds) / times.count) : "");
  const rows = Object.entries(events).map(([kind, event]) => ({ kind, ...event }));
  return [
    make("h2", {}, "Server"),
    table("Memory against its limits", [
      { label: "content", cell: (row) => row.content },
      { label: "used", number: true, cell: (row) => bytes(row.used) },
      { label: "limit", number: true, cell: (row) => bytes(row.limit) },
      { label: "share", number: true, cell: (row) => percent(row.used, row.limit) },
    ], memory, ""),
    make("h3", {}, "Journal"),
    ...(journal === null ? [make("p", { class: "quiet" }, "The journal is not open.")] : [table("The journal", [
      { label: "state", cell: (row) => (row.state === "ok" ? "ok" : make("span", { class: "bad" }, row.state)) },
      { label: "trouble", text: true, cell: (row) => row.trouble ?? "" },
      { label: "room on the disk", number: true, cell: (row) => (row.free === undefined ? "" : bytes(row.free)) },
      { label: "writes", number: true, cell: (row) => count(row.commits.count) },
      { label: "mean time", number: true, cell: (row) => mean(row.commits) },
    ], [journal], "")]),
    ...clusterOf(cluster),
    make("h3", {}, "Event loops"),
    table("How late timers go off because a loop does something else", [
      { label: "loop", cell: (row) => String(row.number) },
      { label: "timers", number: true, cell: (row) => count(row.count) },
      { label: "mean lag", number: true, cell: mean },
    ], loops.map((times, number) => ({ number, ...times })), "No loop was looked at yet."),
    make("h3", {}, "Events"),
    table("The events of the log since the start", [
      { label: "kind", cell: (row) => row.kind },
      { label: "number", number: true, cell: (row) => count(row.count) },
      { label: "last line", number: true, cell: (row) => (row.lines.length ? `${duration(row.lines[0].ageMillis)} ago` : "") },
      { label: "text", text: true, cell: (row) => row.lines[0]?.text ?? "" },
    ], rows, "There were none."),
  ];
}
