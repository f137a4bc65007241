// Arrows, Home and End move through an open menu or its checkboxes, from the button that opened it too.
// A menu that closes gives the focus back to that button.
const ITEMS = ".menu-item, .menu [type=checkbox]";
const TARGETS = {
  ArrowDown: (at, last) => (at === last ? 0 : at + 1),
  ArrowUp: (at, last) => (at <= 0 ? last : at - 1),
  Home: () => 0,
  End: (at, last) => last,
};

function menuAt(element) {
  const opener = element.closest?.("[popovertarget]:not(.menu-item)");
  const menu = opener ? document.getElementById(opener.getAttribute("popovertarget")) : element.closest?.(ITEMS)?.closest(".menu");
  return menu?.matches(".menu:popover-open") ? menu : null;
}

document.addEventListener("keydown", (event) => {
  const target = TARGETS[event.key];
  const menu = target && menuAt(event.target);
  const items = [...(menu?.querySelectorAll(ITEMS) ?? [])].filter((item) => item.checkVisibility());
  if (items.length === 0) return;
  event.preventDefault();
  items[target(items.indexOf(event.target), items.length - 1)].focus();
});

function giveBack(event) {
  const popover = event.target;
  if (event.newState !== "closed" || !popover.contains(document.activeElement)) return;
  const opener = document.querySelector(`[popovertarget="${popover.id}"]`);
  const isLost = () => document.activeElement === document.body || !document.activeElement.checkVisibility();
  popover.addEventListener("toggle", () => isLost() && opener?.focus({ preventScroll: true }), { once: true });
}
document.addEventListener("beforetoggle", giveBack, true);
