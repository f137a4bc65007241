// A single letter is a command only when nobody is writing and no dialog is open.
export function isTyping(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  if (document.querySelector("dialog:modal")) return true;
  const field = event.target.closest?.("input, textarea, select, [contenteditable]");
  return Boolean(field) && !field.matches("[type=checkbox], [type=radio]");
}
