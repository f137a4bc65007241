// A list by keys: j k move, x selects (with Shift up to here), o opens, e edits, a assigns, / searches, Esc clears.
import { isTyping } from "./typing.js";

const list = () => document.querySelector("row-selection, main .table:not(details *)");
const rows = () => [...list().querySelectorAll("tbody tr")].filter((row) => row.querySelector("a"));
const here = () => rows().findIndex((row) => row.contains(document.activeElement));
const linkOf = (row) => row?.querySelector(".row-link, a");

function move(step) {
  const last = rows().length - 1;
  linkOf(rows()[Math.min(Math.max(here() + step, 0), last)])?.focus();
}

function tick(isRange) {
  const box = rows()[here()]?.querySelector(".check");
  box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: isRange }));
}

function edit() {
  const row = rows()[here()];
  if (row?.dataset.edit) location.assign(row.dataset.edit);
  else linkOf(row)?.click();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: () => tick(false),
  X: () => tick(true),
  o: () => linkOf(rows()[here()])?.click(),
  e: edit,
  a: () => list().querySelector('[data-key="a"]')?.click(),
  "/": () => document.querySelector("[data-search]")?.focus(),
  Escape: () => list().querySelector("form")?.reset(),
};

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || !list() || isTyping(event)) return;
  if (event.key === "Escape" && document.querySelector(":popover-open")) return;
  event.preventDefault();
  act();
});
