// Shows the JSON of /state (PageState.java), and sends the actions. Text of the system reaches the
// page through textContent only, so that a key with markup stays text.
import uPlot from "/uplot.js";

const POLL_MILLIS = 1000;
const MIN_SPAN_SECONDS = 60;
const STALE_MILLIS = 5000;
const TABLE_ROWS = 20;
const MAX_REASONS = 3;
const SOLID = [];
const PANELS = [
  {
    id: "reads", title: "Reads through the edge", stacked: true, optional: true, series: [
      ["byPrimary", "served by the primary", "--blue"],
      ["byStandby", "served by the standby", "--orange"],
      ["byStandby-2", "served by standby-2", "--purple"],
      ["byStandby-3", "served by standby-3", "--sky"], ["failed", "failed", "--vermilion"]],
  },
  {
    id: "outcomes", title: "Outcomes", stacked: true, series: [
      ["copied", "copied", "--blue"], ["relabeled", "relabeled", "--sky"],
      ["deleted", "deleted", "--vermilion"], ["inSync", "in sync", "--green"],
      ["refused", "refused", "--purple"], ["retried", "retried", "--orange"],
      ["parked", "parked", "--grey"]],
  },
  {
    id: "lag", title: "Lag in seconds", fraction: true, series: [
      ["lagP50", "p50", "--blue", SOLID], ["lagP99", "p99", "--vermilion", [6, 4]],
      ["heartbeatLag", "heartbeat", "--green", [2, 3]],
      ["lagP99-2", "p99 of standby-2", "--purple", [6, 4]],
      ["lagP99-3", "p99 of standby-3", "--sky", [6, 4]]],
  },
  {
    id: "backlog", title: "Messages waiting", series: [
      ["changes", "changes", "--blue", SOLID], ["repairs", "repairs", "--orange", [6, 4]],
      ["deadLetter", "dead-letter queue", "--purple", [2, 3]],
      ["waiting-2", "for standby-2", "--green", SOLID],
      ["waiting-3", "for standby-3", "--sky", SOLID]],
  },
];
const CLASSES = { Healthy: "✓", Degraded: "!", Down: "✕" };

const byId = (id) => document.getElementById(id);
const count = (number) => number.toLocaleString("en-US");
const counted = (number, thing) => `${count(number)} ${thing}${number === 1 ? "" : "s"}`;
const clock = (millis) => new Date(millis).toLocaleTimeString("en-GB");
let state;
let answered = 0;

/** An element with a class, a text and children. */
function element(tag, className, text, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
}

/** Changes a text only if it differs, so that a live region speaks once. */
function say(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** Replaces the children only if they differ, so that focus and selection stay. */
function fill(target, ...children) {
  const next = element("div", "", undefined, ...children);
  if (target.innerHTML !== next.innerHTML) target.replaceChildren(...next.childNodes);
}

/** A table whose columns are [title, class] and whose rows are lists of texts. */
function table(columns, rows, empty) {
  if (rows.length === 0) return element("p", "note", empty);
  const head = columns.map(([title, style]) => {
    const cell = element("th", style, title);
    cell.scope = "col";
    return cell;
  });
  const body = rows.map((row) => element("tr", "", undefined,
    ...row.map((text, i) => element("td", columns[i][1], text))));
  return element("table", "", undefined,
    element("thead", "", undefined, element("tr", "", undefined, ...head)),
    element("tbody", "", undefined, ...body));
}

function age(seconds) {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} days`;
}

function showVerdict() {
  const health = state.health;
  const note = state.notes.health;
  byId("verdict").className = health ? health.verdict.toLowerCase() : "";
  say(byId("label"), health ? `${CLASSES[health.verdict] ?? "?"} ${health.verdict}`
    : note ?? "Waiting for the health probe");
  const reasons = health?.reasons ?? [];
  const shown = reasons.slice(0, MAX_REASONS);
  if (reasons.length > MAX_REASONS) shown.push(`${reasons.length - MAX_REASONS} more: see the checks below`);
  fill(byId("reasons"), ...shown.map((reason) => element("li", "", reason)));
  fill(byId("checks"), table([["check", "short"], ["result", "short"], ["detail", ""]],
    (health?.checks ?? []).map((check) => [check.name, check.result, check.detail]),
    note ?? "No answer of the probe yet"));
}

/** The newest value of a series; undefined if it has none. */
function newest(name) {
  return state.series.values[name]?.findLast((value) => value !== null);
}

function card(title, value, detail) {
  const made = element("div", "", undefined,
    element("dt", "", title), element("dd", "value", value), element("dd", "note", detail));
  made.title = detail;
  return made;
}

function showCards() {
  const { queues, keys, proof, edge, costs, notes } = state;
  const lag = newest("lagP99") ?? newest("heartbeatLag");
  const waiting = queues && queues.changes + queues.repairs;
  const more = keys && !keys.complete ? "+" : "";
  fill(byId("cards"),
    card("Serving origin", edge ? edge.serving || "none" : "unknown",
      edge ? edge.address : notes.edge ?? ""),
    card(newest("lagP99") === undefined ? "Lag of the heartbeat" : "Lag, p99", lag === undefined ? "–" : `${lag.toFixed(2)} s`,
      lag === undefined ? "no change yet" : "newest value"),
    card("Messages waiting", queues ? count(waiting) : "–",
      queues ? `dead-letter queue: ${count(queues.deadLetter)}` : notes.queues ?? ""),
    card("Keys",
      keys ? `${count(keys.primary)}${more} / ${count(keys.standby)}${more}` : "–",
      notes.keys ?? "primary / standby"),
    card("Last proof", proof ? `${age(proof.ageSeconds)} ago` : "none",
      proof ? `${counted(proof.keys, "key")}, except ${count(proof.except)}`
        : notes.proof ?? "no pass without drift yet"),
    ...(costs ? [card("USD a month", costs.usdPerMonth.toFixed(2),
      "30 days as the last")] : []));
}

function showActions() {
  byId("break").hidden = state.actions.length === 0;
  const buttons = byId("actions");
  state.actions.forEach((action, i) => {
    const button = buttons.children[i] ?? buttons.appendChild(element("button"));
    button.type = "button";
    button.dataset.action = action.name;
    say(button, action.label);
    button.title = action.disabled || action.help;
    // Unlike "disabled", this keeps the button in the tab order, so that its reason can be read.
    button.setAttribute("aria-disabled", String(action.disabled !== ""));
    button.onclick = () => run(action);
  });
}

async function run(action) {
  if (action.disabled) {
    byId("result").textContent = `${action.label}: ${action.disabled}`;
    return;
  }
  byId("result").textContent = `${action.label} ...`;
  const response = await fetch(`/actions/${action.name}`,
    { method: "POST", headers: { "Understudy-Action": "1" } }).catch(() => null);
  byId("result").textContent = response?.ok ? `${action.label}: done. ${action.help}`
    : `${action.label}: ${response ? await response.text() : "no answer"}`;
  await poll();
}

/** A row for each of several standbys; the parts above are those of the first. */
function showStandbys() {
  byId("standbys").hidden = state.standbys.length === 0;
  fill(byId("standby-rows"), table(
    [["standby", "short"], ["verdict", "short"], ["level", "short"], ["lag, p99", "number"],
      ["waiting", "number"], ["dead-letter queue", "number"], ["keys", "number"],
      ["last proof", "short"]],
    state.standbys.map(({ name, verdict, level, lagSeconds, queues, keys, proof }) => [name,
      verdict ?? "–", level ?? "–", lagSeconds === undefined ? "–" : `${lagSeconds.toFixed(2)} s`,
      queues ? count(queues.changes + queues.repairs) : "–", queues ? count(queues.deadLetter) : "–",
      keys ? `${count(keys.standby)}${keys.complete ? "" : "+"}` : "–",
      proof ? `${age(proof.ageSeconds)} ago` : "none"])));
}

function showEvents() {
  const rows = state.events.map((event, i) => element("li", "", undefined,
    element("b", "", String(i + 1)), element("time", "", clock(event.at)),
    element("span", "", event.text)));
  fill(byId("events"), ...(rows.length ? rows.reverse() : [element("li", "note", "No event yet")]));
}

function showTables() {
  fill(byId("pools"), table([["pool", ""], ["health", ""]],
    (state.edge?.pools ?? []).map((pool) => [pool.name, pool.health]),
    state.notes.edge ?? "No edge"));
  fill(byId("outcomes"), table(
    [["time", "short"], ["outcome", "short"], ["lag", "number"], ["key", ""], ["reason", ""]],
    state.outcomes.map((outcome) => [clock(outcome.at), outcome.outcome,
      outcome.lagSeconds === undefined ? "" : `${outcome.lagSeconds.toFixed(2)} s`,
      outcome.key, outcome.reason]),
    state.notes.outcomes ?? "No outcome yet: write an object to the primary"));
}

function showCosts() {
  const { costs, notes } = state;
  byId("costs").hidden = !costs && !notes.costs;
  const columns = [["item", ""], ["quantity", "number"], ["a day", "number"], ["a month", "number"],
    ["basis", "short"]];
  const rows = (items) => (items ?? []).map((row) => [row.item, count(row.quantity),
    row.usdPerDay.toFixed(4), row.usdPerMonth.toFixed(2), row.basis]);
  const total = costs && ["all", "", costs.usdPerDay.toFixed(4), costs.usdPerMonth.toFixed(2), ""];
  fill(byId("bill"), table(columns, costs ? [...rows(costs.items), total] : [], notes.costs ?? ""));
  fill(byId("saved"), table(columns, rows(costs?.saved), notes.costs ?? ""));
}

/** A line or a square as the chart draws the series. */
function swatch(panel, [, , colour, dash]) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 22 11");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  const attributes = { x1: panel.stacked ? 5 : 0, x2: panel.stacked ? 16 : 22, y1: 6, y2: 6,
    "stroke-width": panel.stacked ? 10 : 3, "stroke-dasharray": (dash ?? SOLID).join(" ") };
  Object.entries(attributes).forEach(([name, value]) => line.setAttribute(name, value));
  line.style.stroke = `var(${colour})`;
  svg.append(line);
  return svg;
}

/** One chart with its heading, legend and table. It has the series of its panel that are known. */
class Chart {
  constructor(panel) {
    this.panel = panel;
    this.series = [];
    this.labels = [];
    this.title = element("h2");
    this.legend = element("ul", "legend");
    this.plot = element("div", "plot");
    this.rows = element("div", "wide");
    this.details = element("details", "", undefined, element("summary", "", "Table"), this.rows);
    this.details.addEventListener("toggle", () => this.showTable());
    this.section = element("section", "panel", undefined,
      this.title, this.legend, this.plot, this.details);
    this.section.id = `chart-${panel.id}`;
    byId("charts").append(this.section);
    new ResizeObserver(() => this.resize()).observe(this.plot);
  }

  values(name) {
    return state.series.values[name] ?? state.series.times.map(() => null);
  }

  show() {
    const every = state.series.everySeconds;
    const unit = every === 1 ? "second" : every === 60 ? "minute" : `${every} s`;
    say(this.title, this.panel.stacked ? `${this.panel.title} per ${unit}` : this.panel.title);
    const known = this.panel.series.filter(([name]) => state.series.values[name]);
    this.section.hidden = this.panel.optional && known.length === 0;
    this.legend.hidden = this.details.hidden = known.length === 0;
    this.plot.classList.toggle("empty", known.length === 0);
    if (known.length !== this.series.length) this.destroy();
    if (known.length === 0) {
      say(this.plot, state.notes[this.panel.id] ?? "No value yet");
      return;
    }
    if (!this.chart) this.create(known);
    this.chart.setData(this.data());
    this.showLegend();
    this.showTable();
  }

  /** Stacked series are drawn from the largest sum to the first series. */
  data() {
    const columns = this.series.map(([name]) => this.values(name));
    if (this.panel.stacked) {
      for (let i = 1; i < columns.length; i++) {
        columns[i] = columns[i].map((value, t) =>
          value === null && columns[i - 1][t] === null ? null : value + columns[i - 1][t]);
      }
      columns.reverse();
    }
    return [state.series.times.map((millis) => millis / 1000), ...columns];
  }

  create(known) {
    this.series = known;
    this.labels = known.map((series) => element("span", "", series[1]));
    this.legend.replaceChildren(...known.map((series, i) =>
      element("li", "", undefined, swatch(this.panel, series), this.labels[i])));
    this.plot.replaceChildren();
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const axis = { stroke: colour("--soft"), font: "12px system-ui, sans-serif",
      grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
    const series = known.map(([, label, name, dash]) => ({
      label, stroke: colour(name), dash, width: this.panel.stacked ? 0 : 2, spanGaps: true,
      fill: this.panel.stacked ? colour(name) : undefined, points: { show: this.panel.fraction,
        size: 5, fill: colour(name) },
      paths: this.panel.stacked ? uPlot.paths.stepped({ align: -1 }) : undefined,
    }));
    if (this.panel.stacked) series.reverse();
    this.chart = new uPlot({
      width: this.plot.clientWidth, height: 144, legend: { show: false }, series: [{}, ...series],
      cursor: { sync: { key: "time" }, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { range: () => [Math.min(state.series.times[0] / 1000,
          state.at / 1000 - MIN_SPAN_SECONDS), state.at / 1000] },
        y: { range: (u, min, max) => [0, Math.max(1, max * 1.25)] },
      },
      axes: [
        { ...axis, size: 26, space: 90, values: (u, splits) => splits.map((at) => clock(at * 1000)) },
        { ...axis, size: 48, incrs: this.panel.fraction ? undefined
          : [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6] },
      ],
      hooks: { draw: [(u) => this.mark(u, colour("--marker"))], setCursor: [() => this.showLegend()] },
    }, this.data(), this.plot);
  }

  /** The numbers of the events; one that would cover the number before it is left out. */
  mark(u, colour) {
    const { ctx, bbox } = u;
    const pixel = uPlot.pxRatio;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.setLineDash([3 * pixel, 3 * pixel]);
    ctx.lineWidth = pixel;
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    ctx.font = `bold ${11 * pixel}px system-ui, sans-serif`;
    let free = bbox.left;
    state.events.forEach((event, i) => {
      const x = u.valToPos(event.at / 1000, "x", true);
      if (x < bbox.left || x > bbox.left + bbox.width) return;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top + 13 * pixel);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      if (x < free) return;
      ctx.fillText(String(i + 1), x, bbox.top);
      free = x + 16 * pixel;
    });
    ctx.restore();
  }

  /** The values under the pointer; else totals of what is counted, and newest values of the rest. */
  showLegend() {
    const index = this.chart?.cursor.idx ?? null;
    this.series.forEach(([name, label], i) => {
      const values = this.values(name);
      const value = index !== null ? values[index]
        : this.panel.stacked ? values.reduce((sum, next) => sum + (next ?? 0), 0) : newest(name);
      say(this.labels[i], value === null || value === undefined ? `${label} –`
        : `${label} ${this.panel.fraction ? `${value.toFixed(2)} s` : count(value)}`);
    });
  }

  showTable() {
    if (!this.details.open) return;
    const names = this.series.map(([name]) => name);
    const rows = state.series.times.map((at, t) => [clock(at),
      ...names.map((name) => this.values(name)[t])])
      .filter((row) => row.slice(1).some((value) => value !== null && value !== 0));
    fill(this.rows, table([["time", "short"], ...this.series.map(([, label]) => [label, "number"])],
      rows.slice(-TABLE_ROWS).reverse().map((row) => row.map((value) =>
        typeof value !== "number" ? value ?? "" : this.panel.fraction ? value.toFixed(2) : count(value))),
      "No value other than 0"));
  }

  resize() {
    this.chart?.setSize({ width: this.plot.clientWidth, height: 144 });
  }

  destroy() {
    this.chart?.destroy();
    this.chart = undefined;
    this.series = [];
  }
}

const charts = PANELS.map((panel) => new Chart(panel));

function showAll() {
  say(byId("name"), state.name);
  showVerdict();
  showCards();
  showActions();
  showStandbys();
  showEvents();
  showTables();
  showCosts();
  charts.forEach((chart) => chart.show());
}

async function poll() {
  try {
    const response = await fetch("/state");
    if (response.ok) {
      state = await response.json();
      answered = Date.now();
      showAll();
    }
  } catch {
    // The server does not answer; showUpdated says so.
  }
  showUpdated();
}

function showUpdated() {
  const stale = Date.now() - answered > STALE_MILLIS;
  byId("updated").classList.toggle("stale", stale);
  say(byId("updated"), state
    ? `${stale ? "No answer since" : "State of"} ${clock(state.at)}` : "Waiting for the first state");
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  charts.forEach((chart) => chart.destroy());
  if (state) charts.forEach((chart) => chart.show());
});

(async () => {
  for (;;) {
    await poll();
    await new Promise((resolve) => { setTimeout(resolve, POLL_MILLIS); });
  }
})();
