// Shows one sheet and measures on it. Nothing here asks the server: times are read from
// places in millimetres, at the speed and gain that came with the drawing.

const STEP = 0.1; // mm: the finest that a hand can set on a screen
const COVERED = 60; // px at the top of the window where a bar may cover the page
const LEAST_MARCH = 1; // mm: closer lines would be a grey area
const HELP =
  "Drag the lines, or move the one in focus with the arrow keys (0.1 mm, with Shift 1 mm). Esc hides them.";
const HELP_SNAP = " R moves a line to the nearest R of the lead under its handle.";
const sheets = new WeakMap();

export default function ({ data, parentElement }) {
  if (!sheets.has(parentElement)) sheets.set(parentElement, makeSheet(parentElement));
  if (data) sheets.get(parentElement)(data);
  enterAtChosen();
}

// Tab enters a group of the view at what is chosen; arrow keys go on from there.
function enterAtChosen() {
  for (const choice of document.querySelectorAll(".st-key-view [role='radio']")) {
    choice.tabIndex = choice.getAttribute("aria-checked") === "true" ? 0 : -1;
  }
}

function makeSheet(root) {
  const find = (selector) => root.querySelector(selector);
  const button = (name) => find(`[data-do="${name}"]`);
  const state = { isOn: false, hasAmplitude: false, isMarching: false, x: [0, 0], y: [0, 0] };
  const caliper = find(".caliper");
  let sheet = null;
  let record = null;
  let readingY = 6;

  // Where each handle is, and what moves with it.
  const handles = [
    { kind: "time", name: "First time line", moves: [["x", 0]] },
    { kind: "time", name: "Second time line", moves: [["x", 1]] },
    { kind: "both", name: "Both time lines", moves: [["x", 0], ["x", 1]] },
    { kind: "amplitude", name: "First amplitude line", moves: [["y", 0]] },
    { kind: "amplitude", name: "Second amplitude line", moves: [["y", 1]] },
  ];
  const marched = add(caliper, "path", { class: "marched" });
  for (const handle of handles) makeHandle(handle);
  const reading = add(caliper, "text", { class: "reading", "aria-hidden": "true" });
  find(".paper").addEventListener("scroll", drawPinned, { passive: true });

  const actions = {
    calipers: () => turn(!state.isOn),
    amplitude: () => { state.hasAmplitude = !state.hasAmplitude; },
    march: () => { state.isMarching = !state.isMarching; },
    snap: snapBoth,
    copy,
    markers: () => find(".drawing").classList.toggle("with-markers"),
    // What it says belongs to the page: it lists the keys of the sheet, too.
    help: () => document.dispatchEvent(new CustomEvent("ecgkt-help")),
  };
  root.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-do]");
    if (!pressed || !sheet) return;
    actions[pressed.dataset.do]();
    draw();
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !state.isOn) return;
    turn(false);
    draw();
    button("calipers").focus();
  });
  tellHeight();
  return show;

  // The style of the page keeps the sheet in sight and leaves room under it for results.
  function tellHeight() {
    const box = root.host?.closest(".st-key-sheet");
    if (!box) return;
    const tell = () => {
      const { height } = box.getBoundingClientRect();
      box.parentElement.style.setProperty("--ek-sheet-height", `${Math.round(height)}px`);
    };
    new ResizeObserver(tell).observe(box);
  }

  function show(next) {
    const before = sheet;
    const times = before && state.x.map((x) => secondsAt(x));
    sheet = next;
    find(".drawing").innerHTML = sheet.svg;
    const size = { width: `${sheet.width}mm`, height: `${sheet.height}mm` };
    Object.assign(find(".sheet").style, size);
    set(caliper, { ...size, viewBox: `0 0 ${sheet.width} ${sheet.height}` });
    if (before && record === sheet.record && times.every((t) => t >= sheet.start && t <= sheet.end)) {
      state.x = times.map((t) => sheet.margin + (t - sheet.start) * sheet.speed);
    } else if (state.isOn) placeTimes();
    if (!before || before.height !== sheet.height || before.gain !== sheet.gain) placeAmplitudes();
    record = sheet.record;
    showBelow();
    draw();
    drawPinned();
    if (before && sheet.pointed && sheet.pointed !== before.pointed) bringIntoView();
  }

  // A click far below or beside the paper: what it marks must be seen.
  function bringIntoView() {
    const mark = find(".marks > *") ?? find(".spans, .ribbon") ?? find(".paper");
    const { top, bottom, left, right } = mark.getBoundingClientRect();
    const paper = find(".paper").getBoundingClientRect();
    const isSeen = top >= COVERED && bottom <= window.innerHeight && left >= paper.left && right <= paper.right;
    if (isSeen) return;
    // Where the sheet is kept in sight, it is scrolled to where it stands in the page.
    const box = root.host?.closest(".st-key-sheet")?.parentElement;
    if (box) box.style.position = "static";
    find(".paper").scrollIntoView({ block: "nearest" });
    mark.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (box) box.style.position = "";
  }

  // What has scrolled away of names and pulses stays at the left edge.
  function drawPinned() {
    const pinned = find(".pinned");
    const left = sheet ? find(".paper").scrollLeft / (perMm() || 1) : 0;
    pinned.toggleAttribute("hidden", left < 1);
    if (left < 1) return;
    set(pinned, { width: "10mm", height: `${sheet.height}mm`, viewBox: `0 0 10 ${sheet.height}` });
    pinned.replaceChildren();
    const last = sheet.rows.at(-1);
    add(pinned, "rect", { class: "ground", x: 0, y: 0, width: 10, height: last.bottom });
    for (const row of sheet.rows) {
      const cell = row.cells.find((one) => one.end > left + 10) ?? row.cells.at(-1);
      const baseline = Number(row.pulse.split(/[ ,]/)[1]);
      add(pinned, "polyline", { points: row.pulse });
      add(pinned, "text", { x: 5, y: baseline + 4.5 }).textContent = cell.lead;
    }
  }

  function showBelow() {
    const legend = find(".legend");
    legend.replaceChildren(...sheet.legend.map(([color, text]) => {
      const line = document.createElement("li");
      line.append(Object.assign(document.createElement("i"), { style: `background:${color}` }), text);
      return line;
    }));
    legend.hidden = !sheet.legend.length;
    const caption = find(".caption");
    caption.replaceChildren(...sheet.caption.map((text) =>
      Object.assign(document.createElement("p"), { textContent: text })));
    caption.hidden = !sheet.caption.length;
  }

  function turn(isOn) {
    state.isOn = isOn;
    if (isOn && state.x[0] === state.x[1]) placeTimes();
  }

  function placeTimes() {
    const [left, right] = visible();
    const first = left + (right - left) / 3;
    state.x = [0, sheet.speed].map((mm) => rounded(clamp("x", first + mm)));
  }

  function placeAmplitudes() {
    const middle = Math.min(sheet.height / 2, 25);
    state.y = [middle - sheet.gain, middle].map(rounded);
  }

  function perMm() { return find(".sheet").getBoundingClientRect().width / sheet.width || 96 / 25.4; }

  function visible() {
    const { scrollLeft, clientWidth } = find(".paper");
    const edges = [scrollLeft / perMm(), (scrollLeft + clientWidth) / perMm()];
    return [Math.max(edges[0], sheet.margin), Math.min(edges[1], sheet.width)];
  }

  function secondsAt(x) { return sheet.start + (x - sheet.margin) / sheet.speed; }
  function rounded(mm) { return Math.round(mm / STEP) * STEP; }
  function clamp(axis, mm) {
    const [low, high] = axis === "x" ? [sheet.margin, sheet.width] : [0, sheet.height];
    return Math.min(Math.max(mm, low), high);
  }

  function move(handle, by, from = state) {
    const places = handle.moves.map(([axis, at]) => from[axis][at] + by);
    // Lines that move together stop together.
    if (places.some((mm, i) => clamp(handle.moves[i][0], mm) !== mm) && places.length > 1) return;
    handle.moves.forEach(([axis, at], i) => { state[axis][at] = clamp(axis, places[i]); });
  }

  function makeHandle(handle) {
    const slider = add(caliper, "g", {
      class: `handle ${handle.kind}`, role: "slider", tabindex: "0", "aria-label": handle.name,
      "aria-orientation": handle.kind === "amplitude" ? "vertical" : "horizontal",
    });
    handle.parts = Object.fromEntries(["hit", "line", "knob"].map((part) =>
      [part, add(slider, "rect", { class: part })]));
    handle.element = slider;
    slider.addEventListener("pointerdown", (event) => drag(nearest(handle, event), event));
    slider.addEventListener("keydown", (event) => press(handle, event));
  }

  // Two lines may lie so close that one covers the other: the nearer one is meant.
  function nearest(handle, event) {
    if (handle.kind === "both") return handle;
    const axis = handle.moves[0][0];
    const mm = place(event)[axis];
    const far = (one) => Math.abs(state[axis][one.moves[0][1]] - mm);
    return handles.filter((one) => one.kind === handle.kind).sort((a, b) => far(a) - far(b))[0];
  }

  function place(event) {
    const box = caliper.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * sheet.width,
      y: ((event.clientY - box.top) / box.height) * sheet.height,
    };
  }

  function drag(handle, event) {
    if (event.button > 0) return;
    event.preventDefault();
    handle.element.focus({ preventScroll: true });
    handle.element.setPointerCapture(event.pointerId);
    const axis = handle.moves[0][0];
    const from = { x: [...state.x], y: [...state.y] };
    const start = place(event);
    const follow = (moved) => {
      const here = place(moved);
      const by = here[axis] - start[axis];
      // A single line lands on tenths of a millimetre, wherever it was taken.
      const at = from[axis][handle.moves[0][1]];
      move(handle, handle.moves.length > 1 ? rounded(by) : rounded(at + by) - at, from);
      if (axis === "x") readingY = clamp("y", here.y);
      draw();
    };
    const stop = () => {
      handle.element.removeEventListener("pointermove", follow);
      handle.element.removeEventListener("pointerup", stop);
      handle.element.removeEventListener("pointercancel", stop);
    };
    handle.element.addEventListener("pointermove", follow);
    handle.element.addEventListener("pointerup", stop);
    handle.element.addEventListener("pointercancel", stop);
  }

  function press(handle, event) {
    const forward = handle.kind === "amplitude"
      ? { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }
      : { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
    const isSnap = event.key.toLowerCase() === "r" && !event.ctrlKey && !event.metaKey;
    if (isSnap) {
      if (handle.kind === "time" && peaks().length) {
        const at = handle.moves[0][1];
        state.x[at] = nearestPeak(state.x[at]);
      }
    } else if (event.key in forward) {
      move(handle, forward[event.key] * (event.shiftKey ? 1 : STEP));
    } else return;
    // Streamlit would take an R for its own key and run the page again.
    event.stopPropagation();
    event.preventDefault();
    draw();
  }

  // The R of the lead under the handle: each lead of a row has its own.
  function peaks() {
    const row = sheet.rows.find((one) => readingY < one.bottom) ?? sheet.rows.at(-1);
    const seconds = row.cells.flatMap((cell) => cell.peaks);
    return seconds.map((t) => sheet.margin + (t - sheet.start) * sheet.speed);
  }

  function nearestPeak(x, except) {
    const free = peaks().filter((peak) => peak !== except);
    return free.reduce((best, peak) => Math.abs(peak - x) < Math.abs(best - x) ? peak : best, free[0] ?? x);
  }

  function snapBoth() {
    const first = nearestPeak(state.x[0]);
    state.x = [first, nearestPeak(state.x[1], first)];
  }

  function readings() {
    const ms = (Math.abs(state.x[1] - state.x[0]) / sheet.speed) * 1000;
    const parts = [`${Math.round(ms)} ms`];
    if (Math.round(ms) > 0) parts.push(`${+(60000 / ms).toFixed(1)} bpm`);
    if (state.hasAmplitude) parts.push(`${millivolts().toFixed(2)} mV`);
    return parts;
  }

  function millivolts() { return Math.abs(state.y[1] - state.y[0]) / sheet.gain; }

  async function copy() {
    const text = readings().join(", ");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without a secure address there is no clipboard but the old one.
      const field = Object.assign(document.createElement("textarea"), { value: text });
      root.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    button("copy").textContent = "Copied";
    setTimeout(() => { button("copy").textContent = "Copy"; }, 1500);
  }

  function draw() {
    const canSnap = sheet.rows.some((row) => row.cells.some((cell) => cell.peaks.length));
    for (const part of root.querySelectorAll(".measuring")) part.hidden = !state.isOn;
    caliper.toggleAttribute("hidden", !state.isOn);
    button("snap").hidden = button("markers").hidden = !canSnap;
    find(".help").textContent = HELP + (canSnap ? HELP_SNAP : "");
    const pressed = {
      calipers: state.isOn, amplitude: state.hasAmplitude, march: state.isMarching,
      markers: find(".drawing").classList.contains("with-markers"),
    };
    for (const [name, is] of Object.entries(pressed)) button(name).setAttribute("aria-pressed", is);
    if (!state.isOn) return;
    find("output").textContent = readings().join(" · ");
    handles.forEach(drawHandle);
    drawMarch();
    const [a, b] = state.x;
    set(reading, { x: clampText((a + b) / 2), y: Math.max(readingY - 2.5, 4) });
    reading.textContent = readings().join(" · ");
  }

  function clampText(x) {
    const half = readings().join(" · ").length;
    return Math.min(Math.max(x, half), sheet.width - half);
  }

  function drawHandle(handle) {
    const { hit, line, knob } = handle.parts;
    const { width, height } = sheet;
    if (handle.kind === "time") {
      const x = state.x[handle.moves[0][1]];
      set(hit, { x: x - 3, y: 0, width: 6, height });
      set(line, { x: x - 0.15, y: 0, width: 0.3, height });
      set(knob, { x: x - 1.2, y: readingY - 1.6, width: 2.4, height: 5, rx: 1.2 });
      speak(handle, secondsAt(x), sheet.start, sheet.end, `${secondsAt(x).toFixed(3)} s`);
    } else if (handle.kind === "both") {
      const [a, b] = [...state.x].sort((one, other) => one - other);
      const inner = Math.max(b - a - 6, 0);
      set(hit, { x: a + 3, y: readingY - 2, width: inner, height: 6 });
      set(line, { x: a, y: readingY + 0.8, width: b - a, height: 0.25 });
      set(knob, { x: (a + b) / 2 - 1.2, y: readingY, width: inner && 2.4, height: 1.8, rx: 0.9 });
      speak(handle, secondsAt(a), sheet.start, sheet.end, readings().join(", "));
    } else {
      const y = state.y[handle.moves[0][1]];
      const middle = (visible()[0] + visible()[1]) / 2;
      handle.element.toggleAttribute("hidden", !state.hasAmplitude);
      handle.element.style.display = state.hasAmplitude ? "" : "none";
      set(hit, { x: 0, y: y - 2, width, height: 4 });
      set(line, { x: 0, y: y - 0.15, width, height: 0.3 });
      set(knob, { x: middle - 2.5, y: y - 1.2, width: 5, height: 2.4, rx: 1.2 });
      speak(handle, y, 0, height, `${millivolts().toFixed(2)} mV between the lines`);
    }
  }

  function speak(handle, now, min, max, text) {
    set(handle.element, {
      "aria-valuenow": now.toFixed(3), "aria-valuemin": min, "aria-valuemax": max, "aria-valuetext": text,
    });
  }

  function drawMarch() {
    const [a, b] = [...state.x].sort((one, other) => one - other);
    const lines = [];
    if (state.isMarching && b - a >= LEAST_MARCH) {
      for (let x = a - (b - a); x >= sheet.margin; x -= b - a) lines.push(x);
      for (let x = b + (b - a); x <= sheet.width; x += b - a) lines.push(x);
    }
    set(marched, { d: lines.map((x) => `M${x.toFixed(3)} 0V${sheet.height}`).join("") });
  }
}

function add(parent, tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  set(made, attributes);
  parent.append(made);
  return made;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
