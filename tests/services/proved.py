"""Three mornings with rows in every table of meetings: one with all that may happen, one missed, one due."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from bot.services.meetings import ending, promises, resources, reviewing, rounds, starting, unit_offers
from bot.store import promises as stored_promises
from bot.store import unit_offers as stored_offers
from bot.store.tables import attendance, meeting_items
from bot.store.tables import meetings as met
from bot.store.tables import promises as promised
from bot.store.tables import resources as moved
from bot.store.tables import unit_offers as offered
from bot.store.verify import verify
from bot.store.work import Work
from tests.builders import INSPECTOR, OFFICER, OTHER_OFFICER, SERGEANT, Station, report
from tests.meetings import CHAIR, DUE, UNIT, ask, at, begin, receive, target

POWYS_SERGEANT = "1104"
TABLES = (met, meeting_items, attendance, promised, moved, offered)
STREAM = f"meeting:{UNIT}:2026-11-21"
UNTIL = DUE + timedelta(hours=9)


def morning(station: Station) -> None:
    """A meeting at which everything happens that its record tells of."""
    receive(station)
    begin(station)
    ask(at(station, 3), starting.come, OFFICER, UNIT)
    ask(at(station, 5), reviewing.review, SERGEANT, target("201"), "Ring the informant before noon")
    at(station, 8).about("202").record(SERGEANT)
    _promise(station)
    ask(at(station, 11), resources.move, INSPECTOR, UNIT, OFFICER, "with the van", "powys", UNTIL)
    ask(at(station, 12), resources.move, INSPECTOR, UNIT, "", "one response crew", "powys", UNTIL)
    _offer(station)
    ask(at(station, 20), starting.take_chair, INSPECTOR, UNIT)
    ask(at(station, 21), reviewing.read_out, INSPECTOR, UNIT, False)
    ask(at(station, 30), ending.end, CHAIR, UNIT, "INF", "waiting for the hospital")


def _promise(station: Station) -> None:
    """One promise is kept before the meeting ends, the other is owed."""
    said = (promises.promise, SERGEANT, target("201"), OFFICER)
    ask(at(station, 9), *said, "Look at the camera", UNTIL)
    ask(at(station, 10), *said[:3], OTHER_OFFICER, "Ask the shop", UNTIL)
    first = station.see(stored_promises.owed_by, OFFICER)[0]
    ask(at(station, 10), promises.keep, OFFICER, first.id)


def _offer(station: Station) -> None:
    """An incident is offered to another unit, which declines; and offered to it again."""
    for minutes in (13, 16):
        said = ("it was on their side",) if minutes == 13 else ()
        made = ask(at(station, minutes), unit_offers.offer, SERGEANT, target("204"), "powys", *said)
        if minutes == 13:
            answer = "the scene is yours"
            ask(at(station, 15), unit_offers.decline, POWYS_SERGEANT, made.offer.id, answer)


def three_mornings(station: Station) -> None:
    """The held one; then one that nobody started; then one whose list stands. The last offer is accepted."""
    morning(station)
    at(station, -20, 1).do(rounds.keep)
    at(station, 140, 1).do(rounds.keep)
    [waiting] = [o for o in station.see(offers) if o.state == "offered"]
    ask(at(station, 200, 1), unit_offers.accept, POWYS_SERGEANT, waiting.id)
    at(station, -20, 2).do(rounds.keep)
    at(station, 0, 2).receive(report("299", ago=-40.0))  # it stands on no list yet


def offers(work: Work) -> list[Any]:
    """Every offer that was made."""
    ids = list(work.conn.execute(select(offered.c.id)).scalars())
    return [found for ident in ids if (found := stored_offers.by_id(work, ident))]


def doubts(conn: Connection) -> list[Any]:
    """What `verify` finds of rows: what is wrong, of which table, row and column."""
    found = [(d.wrong.value, d.differs) for d in verify(conn).doubts]
    return [(wrong, one and (one.table, one.which, one.column)) for wrong, one in found]
