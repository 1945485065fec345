// Opens what a page has to say about itself: by its button, by "?" from anywhere, or when
// a part of the page asks for it.

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".help");
  if (data) place.innerHTML = data.html;
  if (place.dataset.hears) return;
  place.dataset.hears = "yes";
  const dialog = () => place.querySelector("dialog");
  const open = () => { if (!dialog().open) dialog().showModal(); };
  place.addEventListener("click", (event) => {
    if (event.target.closest(".opener")) open();
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("ecgkt-help", onAsked);

  function onKey(event) {
    const isWriting = event.target.closest?.("input, textarea, [contenteditable]");
    if (event.key === "?" && !isWriting) onAsked();
  }

  function onAsked() {
    if (place.isConnected) return open();
    // The page was left: another one's help answers now.
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("ecgkt-help", onAsked);
  }
}
