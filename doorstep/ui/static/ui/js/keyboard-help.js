// ? shows every key.
import { isTyping } from "./typing.js";

document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || isTyping(event)) return;
  document.getElementById("keyboard-help")?.showModal();
});
