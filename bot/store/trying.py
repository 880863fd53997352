"""When a transaction that failed is tried again: it lost a race, or the database did not answer."""

import sqlite3
import time
from threading import Event

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.store.work import Conflict

TRIES = 40
PATIENCE_SECONDS = 60.0  # whoever asked has heard "not yet recorded" by then, and hears the outcome
PAUSE_SECONDS = 0.05
# unique_violation, serialization_failure, deadlock_detected: another transaction was there first
RACED = frozenset({"23505", "40001", "40P01"})
# lock_not_available, query_canceled by its time limit, shut down or starting up, too many connections
BUSY = frozenset({"55P03", "57014", "57P01", "57P02", "57P03", "53300"})
FROZEN = "25P03"  # idle_in_transaction_session_timeout: we stood still, and the transaction was rolled back
Problem = Conflict | DBAPIError | PoolTimeout


class Trying:
    """How often and for how long one transaction is tried; `closing` ends it early."""

    def __init__(self, patience: float, closing: Event) -> None:
        self.lost = 0  # races
        self._until = time.monotonic() + patience
        self._closing = closing

    def again(self, problem: Problem, done: bool) -> bool:
        """Whether to try again; `done`: only the commit was left, so that it may have taken effect."""
        if _raced(problem):
            self.lost += 1
            return self.lost < TRIES
        unknown = done and _sqlstate(problem) != FROZEN
        if unknown or not _silent(problem) or time.monotonic() > self._until:
            return False
        return not self._closing.wait(PAUSE_SECONDS)


def _raced(problem: Problem) -> bool:
    return isinstance(problem, Conflict) or _sqlstate(problem) in RACED


def _silent(problem: Problem) -> bool:
    """Whether the database was busy or away, and nothing is wrong with what was asked of it."""
    if not isinstance(problem, DBAPIError):
        return isinstance(problem, PoolTimeout)
    if isinstance(problem.orig, sqlite3.OperationalError):
        return problem.orig.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    state = _sqlstate(problem)
    return problem.connection_invalidated or state in BUSY or state == FROZEN or state.startswith("08")


def _sqlstate(problem: Problem) -> str:
    return getattr(getattr(problem, "orig", None), "sqlstate", None) or ""
