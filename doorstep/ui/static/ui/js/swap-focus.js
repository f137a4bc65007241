// A swap that takes the focused control away gives the focus to what stands in its place: the mistake, or the first control.
const CONTROLS = "textarea, summary, a[href], button:not(:disabled), select, input:not([type=hidden], [type=radio])";
let place = "";

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  place = detail.target?.contains(document.activeElement) ? detail.target.id : "";
});

document.addEventListener("htmx:afterSettle", () => {
  const region = document.activeElement === document.body && place && document.getElementById(place);
  if (!region) return;
  const first = [...region.querySelectorAll(CONTROLS)].find((control) => control.checkVisibility());
  (region.querySelector("[aria-invalid=true]") ?? first)?.focus({ preventScroll: true });
  place = "";
});
