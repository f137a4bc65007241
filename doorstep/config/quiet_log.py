"""What is written into a log: no token, and nothing that looks like an entry but is none."""

import logging
import re

_TOKEN = re.compile(r"(?<=/)[\w:.-]{40,}(?=/|\s|$)")  # a UUID has 36 characters, a token of ours 43


_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


class Entry(logging.Formatter):
    """Only an entry's own beginning stands at the margin: names with line ends, and tracebacks, stand further in."""

    def format(self, record: logging.LogRecord) -> str:
        harmless = _CONTROLS.sub(lambda control: ascii(control[0])[1:-1], super().format(record))
        return "\n    ".join(harmless.splitlines())


class WithoutTokens(logging.Filter):
    """What is long enough to be a token is cut out of every line, wherever an address is written down."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _TOKEN.sub("…", record.getMessage()), ()
        return True


class AskersMistakes(logging.Filter):
    """What Django calls suspicious (a body too large, too many fields) is the asker's doing: a line, no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.levelno, record.levelname, record.exc_info, record.exc_text = logging.WARNING, "WARNING", None, None
        return True
