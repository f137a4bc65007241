// The first thing to fill in is ready for typing, or else the way back, rather than the cross in the corner.
const FIELD = ".dialog-body :is(input:not([type=hidden], [type=radio]), [type=radio]:checked, select, textarea)";
function showModal(dialog, opener = document.activeElement) {
  // Afterwards the focus goes back to what asked; from a menu, which closes behind the dialog, to its button.
  const menu = opener.closest("[popover]");
  const back = menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : opener;
  dialog.addEventListener("close", () => back?.focus(), { once: true });
  dialog.showModal();
  if (!dialog.querySelector("[autofocus]")) (dialog.querySelector(FIELD) ?? dialog.querySelector(".dialog-foot .button"))?.focus();
}

// Opens a dialog of this page: <dialog-opener for="delete"><button>…</button></dialog-opener>
class DialogOpener extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.open(event));
  }
  open(event) {
    const dialog = document.getElementById(this.getAttribute("for"));
    if (!dialog || !event.target.closest("button, a")) return;
    event.preventDefault();
    event.target.closest("[popover]")?.hidePopover();
    showModal(dialog);
  }
}
customElements.define("dialog-opener", DialogOpener);

// A dialog that the server opened becomes modal: focus stays inside, and Esc goes where its closing link goes.
function makeModal(dialog, opener) {
  dialog.open = false; // unlike close() it tells nobody
  showModal(dialog, opener);
  dialog.addEventListener("cancel", () => {
    const link = dialog.querySelector(".dialog-head a[href], .dialog-foot a[href]");
    if (link) location.assign(link.href);
  });
}
const NOT_MODAL = "dialog.dialog[open]:not([data-inline], :modal)";
const upgrade = (root, opener) => root.querySelectorAll(NOT_MODAL).forEach((dialog) => makeModal(dialog, opener));
upgrade(document);
document.addEventListener("htmx:afterSettle", ({ target, detail }) => upgrade(target.parentElement ?? document, detail.requestConfig?.elt));
