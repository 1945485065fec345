// The keys of the worklist on the reading page; the sheet and all fields keep their own.

const KEYS = { ArrowLeft: "previous", ArrowRight: "next", n: "unread", a: "agree", d: "disagree", l: "later" };
const OWN = "input, textarea, select, dialog, [contenteditable], .paper, [role=radio], [role=slider], [role=combobox], [role=listbox], [role=tab], [role=dialog]";
let tell = () => {};
let hears = null;

export default function ({ parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".listed-keys");
  tell = (asked) => setTriggerValue("asked", asked);
  if (hears) document.removeEventListener("keydown", hears);
  hears = (event) => onKey(event, place);
  document.addEventListener("keydown", hears);
}

function onKey(event, place) {
  if (!place.isConnected) return document.removeEventListener("keydown", hears);
  const asked = KEYS[event.key];
  if (!asked || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat) return;
  if (event.composedPath().some((one) => one.matches?.(OWN))) return;
  event.preventDefault();
  tell(asked);
}
