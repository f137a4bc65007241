// Editing a value in place: Esc goes back, and the focus returns to the value that was edited.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".property-form");
  if (event.key === "Escape" && form) form.querySelector("[data-cancel]").click();
});

document.addEventListener("htmx:afterSwap", (event) => {
  const value = event.target.matches?.(".properties dd") && event.target.querySelector(".value");
  if (value) value.focus();
});
