"""What a mail server's refusal means: does the address not exist, or is it only this letter that is not wanted?"""

import re

_ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")  # RFC 3463
_DEAD_ADDRESS = frozenset({550, 551, 553})


def is_dead(code: int, text: str, *, at_address: bool) -> bool:
    """A full mailbox, a policy, a refused letter say nothing about the address.

    `at_address`: the answer was given to the address itself (RCPT), before the server saw the letter.
    """
    enhanced = _ENHANCED.search(text)
    if enhanced:
        return enhanced[1] == "1" or enhanced.groups() == ("2", "1")
    return at_address and code in _DEAD_ADDRESS
