"""The key that signs sessions and links: made once for a home, or given and then refused unless it can be a secret."""

import os
import secrets
from pathlib import Path

from doorstep.runtime.obstacle import Obstacle

SHORTEST = 50
FEWEST_LETTERS = 10  # different ones: fifty random digits have that many
EXAMPLES = (
    "changeme",
    "change-me",
    "change_me",
    "example",
    "insecure",
    "secret-key",
    "secret_key",
    "your-",
    "…",
    "...",
)
HOW = """python3 -c "import secrets; print(secrets.token_urlsafe(48))\""""


def refuse_guessable(key: str) -> None:
    """A key that stands in somebody's documentation lets everyone who read it sign in as anybody."""
    if fault := fault_of(key):
        raise Obstacle(f"SECRET_KEY {fault}. Make one: {HOW}")


def fault_of(key: str) -> str:
    """What is wrong with it, without a letter of it; '' when nothing is."""
    if any(word in key.lower() for word in EXAMPLES):
        return "is an example, which others know"
    if len(key) < SHORTEST:
        return f"is too short: it needs {SHORTEST} or more random characters"
    return "is not random: it repeats a few characters" if len(set(key)) < FEWEST_LETTERS else ""


def kept_at(file: Path) -> str:
    """Made once: whoever is first writes it, everyone reads the same."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return file.read_text().strip()
