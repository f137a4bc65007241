// The first thing to fill in is ready for typing, or else the way back, rather than the cross in the corner.
const FIELD = ".dialog-body :is(input:not([type=hidden], [type=radio]), [type=radio]:checked, select, textarea)";
function showModal(dialog) {
  // A menu closes behind the dialog: the way back is to the button that opened it.
  const menu = document.activeElement.closest("[popover]");
  const opener = menu && document.querySelector(`[popovertarget="${menu.id}"]`);
  dialog.addEventListener("close", () => opener?.focus(), { once: true });
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
function makeModal(dialog) {
  dialog.open = false; // unlike close() it tells nobody
  showModal(dialog);
  dialog.addEventListener("cancel", () => {
    const link = dialog.querySelector(".dialog-head a[href], .dialog-foot a[href]");
    if (link) location.assign(link.href);
  });
}
const upgrade = (root) => root.querySelectorAll("dialog.dialog[open]:not([data-inline], :modal)").forEach(makeModal);
upgrade(document);
document.addEventListener("htmx:afterSettle", (event) => upgrade(event.target.parentElement ?? document));
