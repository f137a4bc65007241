// Arrows move through an open menu, from the button that opened it too. A menu that closes gives the focus back to it.
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function menuAt(element) {
  const opener = element.closest?.("[popovertarget]:not(.menu-item)");
  const menu = opener ? document.getElementById(opener.getAttribute("popovertarget")) : element.closest?.(".menu-item")?.closest(".menu");
  return menu?.matches(".menu:popover-open") ? menu : null;
}

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const menu = step && menuAt(event.target);
  const items = [...(menu?.querySelectorAll(".menu-item") ?? [])].filter((item) => item.checkVisibility());
  if (items.length === 0) return;
  event.preventDefault();
  const at = items.indexOf(event.target);
  items.at(at < 0 && step < 0 ? -1 : (at + step) % items.length).focus();
});

function giveBack(event) {
  const popover = event.target;
  if (event.newState !== "closed" || !popover.contains(document.activeElement)) return;
  const opener = document.querySelector(`[popovertarget="${popover.id}"]`);
  const isLost = () => document.activeElement === document.body || !document.activeElement.checkVisibility();
  popover.addEventListener("toggle", () => isLost() && opener?.focus({ preventScroll: true }), { once: true });
}
document.addEventListener("beforetoggle", giveBack, true);
