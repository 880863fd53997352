"""Entering a fact on a trail that is no incident's: a meeting's, a day's duty, a dial-in's."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

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
    return trail.append(work.conn, _entry(stream, fact)).hex()[:10]


class Told(NamedTuple):
    """What the clock did now, for the trail of `stream`."""

    stream: str
    kind: Happened
    values: Mapping[str, Any]


def enter_all(work: Work, told: Iterable[Told]) -> None:
    """Append many such facts, in their order."""
    facts = [(each.stream, Fact(each.kind, work.at, work.at, values=each.values)) for each in told]
    trail.append_all(work.conn, [_entry(stream, fact) for stream, fact in facts])


def _entry(stream: str, fact: Fact) -> trail.Entry:
    return trail.Entry(stream, trail.canonical(fact.body()))
