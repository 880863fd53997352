"""Dial-ins at a station: the clock goes on, and what people were told is read from the outbox."""

from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select

from bot.domain.dial_in import Reply
from bot.services.case import Request
from bot.services.dial_ins import answers, rounds, themes
from bot.store import dial_ins as stored
from bot.store.dial_ins import DialIn
from bot.store.tables import messages
from bot.store.work import Work
from tests.builders import Station

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # the force's dial-in is on Wednesday at 14:00
NUMBERS = count(1)
HELD = "force|2026-11-23"


def look(station: Station) -> int:
    """Do what the clock does at this instant; gives how many messages were put."""
    station.do(rounds.plan)
    for call in station.see(rounds.calls):
        station.do(rounds.remind, call, station.see(themes.of, call.dial_in))
    told = 0
    while put := station.do(rounds.go_on):
        told += put
    return told


def at(station: Station, instant: datetime, step: timedelta | None = None) -> Station:
    """The station at an instant, where the clock has looked; with `step` it also looked on the way."""
    here = Station(station.store, station.at, station.number)
    while step and here.at + step < instant:
        here = Station(station.store, here.at + step)
        look(here)
    here = Station(station.store, instant)
    look(here)
    return here


def asked(by: str) -> Request:
    """A new request of somebody."""
    return Request(f"ask:{next(NUMBERS)}", by)


def answer(station: Station, by: str, reply: Reply, carried: str = HELD) -> answers.Said:
    """Let somebody answer."""
    said: answers.Said = station.do(answers.answer, asked(by), carried, reply)
    return said


def told(station: Station, collar: str, week: str = "2026-11-23", series: str = "force") -> list[str]:
    """The kinds of message that somebody has about an occurrence, oldest first."""

    def keys(work: Work) -> list[str]:
        found = select(messages.c.subject).where(messages.c.channel == f"@{collar}")
        rows = work.conn.execute(found.order_by(messages.c.seq, messages.c.key)).scalars()
        return [row.split("|")[2] for row in rows if row.startswith(f"{series}|{week}|")]

    return list(station.see(keys))


def held(station: Station, week: datetime = MONDAY, series: str = "force") -> DialIn:
    """One occurrence as it is kept."""
    found = station.see(stored.by_id, series, week.date())
    assert found is not None
    return found  # type: ignore[no-any-return]  # a station's answers have no type
