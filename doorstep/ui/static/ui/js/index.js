// Every behaviour, one module each. A page works without any of them.
import "./command-palette.js";
import "./copy-link.js";
import "./count-down.js";
import "./dialog-opener.js";
import "./drop-zone.js";
import "./keyboard-help.js";
import "./lead-composer.js";
import "./password-peek.js";
import "./property-editing.js";
import "./row-keys.js";
import "./row-selection.js";
import "./theme-choice.js";
import "./toast-stack.js";
import "./work-progress.js";
