// Makes the elements of the page. Texts go in as text, so a name or a message can never become an element.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children, which are elements or texts; null is left out. */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") {
      made.addEventListener("click", value);
    } else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function draw(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

/**
 * A table. Each column is {label, cell, number, head}: cell makes the content of a row's cell, an element or a text.
 * The first column heads its row.
 */
export function table(caption, columns, rows, none) {
  if (rows.length === 0) {
    return make("p", { class: "quiet" }, none);
  }
  const kind = (column) => (column.number ? "number" : column.text ? "text" : null);
  const head = columns.map((column) => make("th", { scope: "col", class: kind(column) }, column.label));
  const lines = rows.map((row) =>
    make("tr", {}, ...columns.map((column, index) =>
      make(index === 0 ? "th" : "td",
        { scope: index === 0 ? "row" : null, class: kind(column), "data-label": column.label },
        column.cell(row)))));
  return make("div", { class: "scroll" },
    make("table", { class: "rows" },
      make("caption", {}, caption), make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...lines)));
}

/** Labels with their values, as many side by side as there is room for. */
export function grid(pairs) {
  return make("dl", { class: "grid" },
    ...pairs.map(([label, value]) => make("div", {}, make("dt", {}, label), make("dd", {}, value))));
}

/** A chart of two rates over time: a solid line for items put, and a dashed one for items finished. */
export function chart(samples, label, large = false) {
  const width = large ? 600 : 144;
  const height = large ? 120 : 36;
  const top = Math.max(1, ...samples.flatMap((sample) => [sample.put, sample.done]));
  const svg = draw("svg", {
    viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": label,
    class: large ? "chart large" : "chart",
  });
  svg.append(draw("rect", { class: "frame", x: .5, y: .5, width: width - 1, height: height - 1 }));
  for (const line of ["put", "done"]) {
    const points = samples.map((sample, i) => {
      const x = samples.length < 2 ? 0 : (i * width) / (samples.length - 1);
      return `${x.toFixed(1)},${(height - 2 - (sample[line] / top) * (height - 4)).toFixed(1)}`;
    });
    svg.append(draw("polyline", { class: line, points: points.join(" ") }));
  }
  return svg;
}

export function count(number) {
  return number === null || number === undefined ? "" : number.toLocaleString("en");
}

export function rate(number) {
  return number >= 100 ? count(Math.round(number)) : number.toFixed(number >= 10 || number === 0 ? 0 : 1);
}

export function bytes(number) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (number >= 1024 && unit < units.length - 1) {
    number /= 1024;
    unit++;
  }
  return `${unit === 0 || number >= 100 ? Math.round(number) : number.toFixed(1)} ${units[unit]}`;
}

export function duration(millis) {
  if (millis === null || millis === undefined) {
    return "";
  }
  const seconds = millis / 1000;
  if (seconds < 1) {
    return `${seconds === 0 || millis >= 1 ? Math.round(millis) : millis.toFixed(2)} ms`;
  } else if (seconds < 120) {
    return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  } else if (seconds < 7200) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

/** A time that somebody has set, in the largest unit in which it is a whole number and that is usual for it. */
export function exactly(millis) {
  const units = [[86400000, "d", 2], [3600000, "h", 2], [60000, "min", 2], [1000, "s", 1]];
  const found = units.find(([unit, , least]) => millis % unit === 0 && millis >= least * unit);
  return found ? `${count(millis / found[0])} ${found[1]}` : `${count(millis)} ms`;
}

export function percent(part, whole) {
  return whole > 0 ? `${Math.round((100 * part) / whole)} %` : "";
}
