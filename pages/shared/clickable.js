// Shows HTML of ours in the page's own style and tells which of its buttons was pressed.

const drawn = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".ek-clickable");
  if (drawn.get(place) !== data.html) draw(place, data.html);
  place.onclick = (event) => {
    const pressed = event.target.closest("[data-ask]");
    if (pressed) setTriggerValue("asked", pressed.dataset.ask);
  };
}

// What was open stays open, and what had the focus has it again.
function draw(place, html) {
  const open = [...place.querySelectorAll("details")].map((one) => one.open);
  const focus = place.contains(document.activeElement) && document.activeElement.dataset.ask;
  place.innerHTML = html;
  drawn.set(place, html);
  const details = place.querySelectorAll("details");
  if (details.length === open.length) details.forEach((one, i) => { one.open = open[i]; });
  const again = [...place.querySelectorAll("[data-ask]")].find((one) => one.dataset.ask === focus);
  if (focus && again) again.focus({ preventScroll: true });
}
