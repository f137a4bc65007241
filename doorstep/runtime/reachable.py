"""Is the database there? Servers start in any order: web and worker wait for it and say so, rather than end."""

import os
import time

import psycopg

from doorstep.runtime.faults import reason
from doorstep.runtime.obstacle import Obstacle

LOOK_EVERY = 1.0
ANSWERS_WITHIN = 5
TAKES_WORK = "SELECT current_setting('transaction_read_only') = 'off'"


def wait_for_database() -> None:
    said = ""
    while now := why_not():
        if now != said:
            print(f"The database cannot be reached: {now}. Waiting for it.", flush=True)
            said = now
        time.sleep(LOOK_EVERY)


def why_not() -> str:
    """What the database, or the way to it, says against us; '' when it answers."""
    try:
        _ask("SELECT true")
    except psycopg.Error as error:
        return reason(error)
    return ""


def refuse_unreachable() -> None:
    """For commands that a person waits for."""
    if said := why_not():
        raise Obstacle(f"The database cannot be reached: {said}. Check DATABASE_URL.")


def takes_work() -> bool:
    """It answers, and lets us write: a standby and a database that was closed for repairs do not."""
    try:
        return _ask(TAKES_WORK)
    except psycopg.Error:
        return False


def _ask(question: str) -> bool:
    with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=ANSWERS_WITHIN, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
        return bool(row and row[0])
