// Shows HTML of ours in the page's own style and tells which of its buttons was pressed.
// What a closed <details> keeps in a <template> is no part of the page until it is opened.

const drawn = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".ek-clickable");
  const before = drawn.get(place);
  if (before?.html !== data.html) draw(place, data.html, before?.of === data.of);
  drawn.set(place, { html: data.html, of: data.of });
  place.onclick = (event) => {
    const pressed = event.target.closest("[data-ask]");
    if (pressed) setTriggerValue("asked", pressed.dataset.ask);
  };
  if (!before) place.addEventListener("toggle", (event) => unfold(event.target), true);
}

// Of the same recording, what was open stays open and what had the focus has it again.
function draw(place, html, isSame) {
  const were = [...place.querySelectorAll("details")].map((one) => [nameOf(one), one.open]);
  const focus = place.contains(document.activeElement) && document.activeElement.dataset.ask;
  place.innerHTML = html;
  place.querySelectorAll("details").forEach(unfold);
  if (isSame) were.forEach(([name, open]) => setOpen(place, name, open));
  const again = [...place.querySelectorAll("[data-ask]")].find((one) => one.dataset.ask === focus);
  if (focus && again) again.focus({ preventScroll: true });
}

function setOpen(place, name, open) {
  const one = [...place.querySelectorAll("details")].find((other) => nameOf(other) === name);
  if (!one) return;
  one.open = open;
  unfold(one);
}

function nameOf(details) {
  return details.dataset.fold ?? details.querySelector("summary").textContent;
}

function unfold(details) {
  if (!details.open) return;
  const kept = details.querySelector(":scope > template");
  if (!kept) return;
  kept.replaceWith(kept.content);
  details.querySelectorAll("details").forEach(unfold);
}
