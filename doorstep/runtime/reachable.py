"""Is the database there? Servers start in any order: web and worker wait for it and say so, rather than end."""

import os
import time

import psycopg

LOOK_EVERY = 1.0
ANSWERS_WITHIN = 5
TAKES_WORK = "SELECT current_setting('transaction_read_only') = 'off'"


def wait_for_database() -> None:
    said = ""
    while reason := why_not():
        if reason != said:
            print(f"The database cannot be reached: {reason}. Waiting for it.", flush=True)
            said = reason
        time.sleep(LOOK_EVERY)


def why_not() -> str:
    """What the database, or the way to it, says against us; '' when it answers."""
    try:
        _ask("SELECT true")
    except psycopg.Error as error:
        return (str(error).strip() or "no answer").splitlines()[-1]
    return ""


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
