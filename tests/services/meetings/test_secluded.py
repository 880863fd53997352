"""An incident that is restricted after a meeting: all that the meeting told of it is brought up to date."""

from collections.abc import Callable

import pytest

from bot.store import outbox
from tests.builders import SERGEANT, Station, report
from tests.crimes import crime, told
from tests.meetings import UNIT, at, hold

RECORD = f"dmm_record:{UNIT}:2026-11-21"
MESSAGES = (RECORD, f"dmm_board:{UNIT}:2026-11-21", f"dmm_list:{UNIT}:2026-11-21")


def by_the_feed(late: Station) -> None:
    late.receive(report("201", "rape", ago=-6.0))


def by_a_person(late: Station) -> None:
    late.about("201").add_offence(SERGEANT, category="rape")


def by_the_crime_system(late: Station) -> None:
    told(late, crime("RP/1/26", "201", "rape"))


def versions(station: Station) -> list[int]:
    """How often each of the meeting's messages was to be made current."""
    return [station.see(outbox.by_key, key).wanted for key in MESSAGES]


@pytest.mark.parametrize("seclude", [by_the_feed, by_a_person, by_the_crime_system])
def test_what_is_restricted_later_has_its_meetings_told_anew(
    empty: Station, seclude: Callable[[Station], None]
) -> None:
    hold(empty)
    late = at(empty, 60, days=3)
    before = versions(late)
    seclude(late)
    assert all(now > then for now, then in zip(versions(late), before, strict=True))


def test_what_only_a_decision_changes_leaves_the_record_as_it_is(empty: Station) -> None:
    hold(empty)
    late = at(empty, 60, days=3)
    before = versions(late)
    late.about("204").record(SERGEANT, "49/1/26")
    assert versions(late)[0] == before[0]
