// The rows of the worklist: filters, search and keys answer at once, without the server.

const SHOWS = {
  all: ["All", () => true],
  critical: ["Critical", (row) => row.level === "critical"],
  unread: ["Unread", (row) => row.level !== "error" && !row.mark],
  later: ["Later", (row) => row.mark === "later"],
  disagree: ["Disagreed", (row) => row.mark === "disagree"],
  error: ["Errors", (row) => row.level === "error"],
};
const views = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".list");
  if (!views.has(root)) views.set(root, begin(root, data.view));
  const view = views.get(root);
  view.tell = (said) => setTriggerValue("asked", JSON.stringify(said));
  view.show(data);
}

function begin(root, asked) {
  const find = (selector) => root.querySelector(selector);
  const state = { show: asked.show, statement: asked.statement, search: asked.search, at: asked.at };
  const lines = new Map();
  let data = { rows: [], names: {} };
  let visible = [];
  let telling = 0;
  const view = { show, tell: () => {} };

  const search = find("input");
  search.value = state.search;
  search.addEventListener("input", () => { state.search = search.value; changed(); });
  const select = find("select");
  select.addEventListener("change", () => { state.statement = select.value; changed(); });
  for (const [code, [title]] of Object.entries(SHOWS)) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.show = code;
    button.append(title, " ", document.createElement("i"));
    button.addEventListener("click", () => { state.show = code; changed(); });
    find(".shows").append(button);
  }
  find(".next").addEventListener("click", openNextUnread);
  find("tbody").addEventListener("click", (event) => {
    const line = event.target.closest("tr");
    if (line && !window.getSelection().toString()) open(line.dataset.key);
  });
  document.addEventListener("keydown", onKey);
  return view;

  function onKey(event) {
    if (!root.isConnected) return document.removeEventListener("keydown", onKey);
    const from = event.composedPath()[0];
    const isElsewhere = from.closest?.("input, textarea, select, [contenteditable], [role=radio], [role=slider], [role=menu], dialog");
    if (isElsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const isButton = from.closest?.("button, a, summary");
    if (step) choose(visible[Math.max(0, Math.min(visible.length - 1, place() + step))]);
    else if (event.key === "Enter" && !isButton && place() >= 0) open(state.at);
    else if (event.key === "n") openNextUnread();
    else return;
    event.preventDefault();
  }

  function place() { return visible.findIndex((row) => row.key === state.at); }

  function choose(row) {
    if (!row) return;
    lines.get(state.at)?.line.removeAttribute("aria-current");
    state.at = row.key;
    const { line } = lines.get(row.key);
    line.setAttribute("aria-current", "true");
    line.scrollIntoView({ block: "nearest" });
    find(".box").focus({ preventScroll: true });
  }

  function openNextUnread() {
    const start = place() + 1;
    const others = [...visible.slice(start), ...visible.slice(0, start)];
    const next = others.find(SHOWS.unread[1]);
    if (next) open(next.key);
  }

  function open(key) {
    const row = data.rows.find((one) => one.key === key);
    if (!row || !canOpen(row)) return choose(row);
    state.at = key;
    clearTimeout(telling);
    view.tell({ ...state, open: key, order: order() });
  }

  // The server only remembers the view, for the address and for the way back.
  function changed() {
    draw();
    clearTimeout(telling);
    telling = setTimeout(() => view.tell({ ...state, order: order() }), 600);
  }

  function order() { return visible.map((one) => one.key); }

  function show(next) {
    data = next;
    for (const row of data.rows) [row.mark, row.text] = data.marked[row.key] ?? [null, ""];
    const keys = new Set(data.rows.map((row) => row.key));
    for (const [key, { line }] of lines) if (!keys.has(key)) { line.remove(); lines.delete(key); }
    for (const row of data.rows) {
      const text = JSON.stringify(row);
      const known = lines.get(row.key);
      if (known?.text === text) continue;
      const line = lineOf(row, data);
      if (known) known.line.replaceWith(line);
      lines.set(row.key, { line, text });
    }
    fillStatements();
    draw();
  }

  function fillStatements() {
    const counts = new Map();
    for (const row of data.rows) for (const code of [...row.rules, ...row.statements]) counts.set(code, (counts.get(code) ?? 0) + 1);
    const isOpen = root.getRootNode().activeElement === select;
    if (isOpen && counts.has(state.statement || [...counts.keys()][0])) return;
    const options = [...counts].sort((a, b) => b[1] - a[1]).map(([code, n]) => new Option(`${data.names[code] ?? code} (${n})`, code));
    if (!counts.has(state.statement)) state.statement = "";
    select.replaceChildren(new Option("Any statement", ""), ...options);
    select.value = state.statement;
  }

  function draw() {
    const words = state.search.trim().toLowerCase();
    const isShown = SHOWS[state.show][1];
    visible = data.rows.filter((row) => isShown(row)
      && (!state.statement || row.statements.includes(state.statement) || row.rules.includes(state.statement))
      && (!words || `${row.name} ${row.reading} ${row.text}`.toLowerCase().includes(words)));
    const body = find("tbody");
    const wanted = visible.map((row) => lines.get(row.key).line);
    const isSame = wanted.length === body.children.length && wanted.every((line, i) => body.children[i] === line);
    if (!isSame) body.replaceChildren(...wanted);
    for (const [key, { line }] of lines) line.toggleAttribute("aria-current", false), key === state.at && line.setAttribute("aria-current", "true");
    for (const button of root.querySelectorAll("[data-show]")) {
      const n = data.rows.filter(SHOWS[button.dataset.show][1]).length;
      button.querySelector("i").textContent = n;
      button.setAttribute("aria-pressed", button.dataset.show === state.show);
    }
    find(".next").disabled = !visible.some(SHOWS.unread[1]);
    find(".count").textContent = visible.length < data.rows.length ? `${visible.length} of ${data.rows.length} shown` : "";
    find(".none").hidden = visible.length > 0 || data.rows.length === 0;
    find(".none").textContent = "Nothing here is like that: choose All and empty the search.";
    find(".box").hidden = visible.length === 0;
  }
}

// A table of which something is open opens with that question.
function canOpen(row) { return row.asks || (row.level !== "error" && row.held); }

function lineOf(row, data) {
  const line = document.createElement("tr");
  line.dataset.key = row.key;
  line.className = `level-${row.level}${row.mark ? " marked" : ""}`;
  const level = cell("urgency", row.rules.length ? row.rules.map((code) => data.names[code] ?? code).join("; ") : data.levels[row.level]);
  const name = cell("name");
  if (!canOpen(row)) name.append(row.name);
  else {
    const open = document.createElement("button");
    open.type = "button";
    open.textContent = row.name;
    name.append(open);
  }
  if (row.simulated && !row.name.startsWith("Simulated")) name.append(" (simulated)");
  const mark = cell("mark", row.mark ? data.marks[row.mark] : row.level === "error" ? "" : "unread");
  if (row.text) mark.append(Object.assign(document.createElement("q"), { textContent: row.text }));
  const reading = cell("reading", row.reading);
  if (row.asks) reading.append(" ", Object.assign(document.createElement("button"), { type: "button", className: "ask", textContent: "Choose columns" }));
  if (!row.held && row.level !== "error") reading.append(" Not held any more: open it by itself to see it.");
  line.append(level, name, cell("age", row.age, "y"), cell("sex", row.sex), number("hr", row, "heart_rate", "/min"),
    number("qrs", row, "qrs", "ms"), number("qtc", row, "qtc", "ms"), reading, mark);
  return line;
}

function number(title, row, key, unit) {
  const made = cell(title, row[key], unit);
  made.classList.toggle("off", row.off.includes(key));
  return made;
}

// The unit is for the narrow window, where the heads of the columns are not seen.
function cell(title, text = "", unit = "") {
  const made = document.createElement("td");
  made.className = title;
  made.append(text ?? "");
  if (text && unit) made.append(Object.assign(document.createElement("small"), { textContent: ` ${unit}` }));
  return made;
}
