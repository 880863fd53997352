"""How long meetings, Home tabs and the slots of daily things are kept, and what keeps a meeting longer."""

from datetime import timedelta

from bot.services.case import Request
from bot.services.keeping import holds, retention
from bot.store import holds as held
from bot.store import homes, promises, slots
from tests.builders import FORCE, OFFICER, REGISTRAR, ROSTER, Station, everything
from tests.meetings import DUE, MORNING, UNIT, at, hold

DAYS = FORCE.retention_days["meetings"]
WRITTEN = ("meetings", "meeting_items", "attendance", "promises", "resources", "unit_offers")


def keep_promises(station: Station) -> None:
    """Say of everything that was promised that it is done."""
    for promise in station.see(promises.owed, UNIT):
        at(station, 60).do(promises.done, promise, OFFICER)


def left(station: Station, days: int) -> set[str]:
    """The tables of meetings in which something is left after so many days."""
    at(station, 60, days).do(retention.forget)
    return {table for table in WRITTEN if everything(station.store)[table]}


def test_a_meeting_is_forgotten_with_all_that_was_written_when_its_time_is_over(empty: Station) -> None:
    hold(empty)
    keep_promises(empty)
    before = left(empty, DAYS - 1)
    assert before >= {"meetings", "meeting_items", "attendance", "promises", "resources"}
    assert left(empty, DAYS + 1) == set()


def test_a_meeting_at_which_something_was_promised_stays_until_that_is_done(empty: Station) -> None:
    hold(empty)
    assert left(empty, DAYS + 1) >= {"meetings", "promises"}
    keep_promises(empty)
    assert left(empty, DAYS + 2) == set()


def test_a_hold_keeps_the_meeting_that_looked_at_its_incident(empty: Station) -> None:
    hold(empty)
    keep_promises(empty)
    at(empty, 90).do(holds.hold, Request("", REGISTRAR), "201/20-11", "CPIA")
    assert left(empty, DAYS + 1) >= {"meetings", "meeting_items", "promises"}
    [(_, its)] = empty.see(held.every)
    at(empty, 90, DAYS + 1).do(held.release, its, REGISTRAR)
    assert left(empty, DAYS + 2) == set()


def test_a_tab_that_nobody_opened_for_thirty_days_is_forgotten(empty: Station) -> None:
    person = ROSTER.by_collar(OFFICER)
    assert person is not None
    empty.do(homes.opened, person, "U917", False)
    empty.later(days=30).do(retention.forget)
    assert len(everything(empty.store)["homes"]) == 1
    empty.later(days=30, minutes=1).do(retention.forget)
    assert everything(empty.store)["homes"] == []


def test_who_did_a_daily_thing_is_forgotten_after_four_hundred_days(empty: Station) -> None:
    for days in (0, 1):
        empty.do(slots.take, "list:powys", MORNING + timedelta(days=days))
    Station(empty.store, DUE + timedelta(days=401)).do(retention.forget)
    assert list(empty.see(slots.taken, "list:powys")) == [MORNING + timedelta(days=1)]
