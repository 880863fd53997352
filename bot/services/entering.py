"""Entering a fact on a trail that is no incident's: a meeting's, a day's duty, a dial-in's."""

from datetime import datetime
from typing import Any

from bot.domain.facts import Fact, Happened
from bot.store import trail
from bot.store.work import Work


def enter(
    work: Work, stream: str, kind: Happened, by: str = "", at: datetime | None = None, **values: Any
) -> str:
    """Append a fact to a stream such as `meeting:powys:2026-11-27`; gives the first characters of its hash.

    `by` is a collar number, or empty for the clock; `at` is when it happened (UTC), if not now.
    """
    fact = Fact(kind, at or work.at, work.at, by, None, values)
    digest = trail.append(work.conn, trail.Entry(stream, trail.canonical(fact.body())))
    return digest.hex()[:10]
