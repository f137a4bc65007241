// A swap that takes the focused control away gives the focus to what stands in its place: the mistake, or the first control.
const CONTROLS = "textarea, summary, a[href], button:not(:disabled), select, input:not([type=hidden], [type=radio])";
let place = "";

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  place = target.contains(document.activeElement) ? target.id : "";
});

document.addEventListener("htmx:afterSettle", () => {
  const region = document.activeElement === document.body && place && document.getElementById(place);
  if (!region) return;
  (region.querySelector("[aria-invalid=true]") ?? region.querySelector(CONTROLS))?.focus({ preventScroll: true });
  place = "";
});
