"""One process of the family that `doorstep run` keeps alive."""

import os
import signal
import subprocess  # nosec B404
import sys
import time
from collections.abc import Mapping, Sequence

from doorstep.runtime.family import environment_of_a_child

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0
PATIENCE = 10.0
REFUSED = 1  # what `command.main` answers


class Child:
    """A `doorstep` command as a process of its own, started again when it ends by itself."""

    def __init__(self, name: str, arguments: Sequence[str], *, environment: Mapping[str, str]) -> None:
        self.name = name
        self.arguments = arguments
        self.environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_again_at: float | None = None
        self._pause = FIRST_PAUSE

    def start(self) -> None:
        # a session of its own: Ctrl-C reaches the parent alone, which then stops its children in order
        self._process = _spawn(self.arguments, self.environment)
        self._started_at = time.monotonic()
        self._start_again_at = None

    def tend(self) -> None:
        """Notices that the process ended, says so, and starts it again after a growing pause."""
        now = time.monotonic()
        if self._start_again_at is not None:
            if now >= self._start_again_at:
                self.start()
        elif self._process is not None and self._process.poll() is not None:
            self._pause = FIRST_PAUSE if now - self._started_at > STEADY_AFTER else self._pause
            ending = _ending(self._process.returncode)
            print(f"The {self.name} {ending}; starting it again in {self._pause:g} s.", flush=True)
            self._start_again_at = now + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)

    @property
    def refused_to_start(self) -> bool:
        """It ended with a sentence, in words of its own; a crash or a kill ends otherwise."""
        return self._process is not None and self._process.poll() == REFUSED

    def ask_to_stop(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def wait_or_kill(self) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def run_to_its_end(arguments: Sequence[str], *, environment: Mapping[str, str]) -> int:
    """A step that must be over before the next begins. Stopped with us."""
    process = _spawn(arguments, environment)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def _spawn(arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # nosec B603
        [sys.executable, "-m", "doorstep.runtime", *arguments],
        env=environment_of_a_child(environment),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _ending(code: int) -> str:
    return f"was killed (signal {-code})" if code < 0 else f"stopped with code {code}"
