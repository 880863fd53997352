"""Cover for leave: mentions go to whoever stands in, and only to people on duty, whatever was changed."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import Stage
from bot.domain.duty import DutyChange, on_until
from bot.domain.people import Roster
from bot.domain.telling import answerable, concerned
from tests.builders import AT, FORCE, INSPECTOR, OTHER_INSPECTOR, ROSTER, hours
from tests.templates.things import INCIDENT, RECORDED

ZONE = FORCE.zone
TODAY = ROSTER.on(AT.date())
COLLARS = st.sampled_from([p.collar for p in TODAY.people])
ENDS = st.integers(-72, 72)
changes = st.builds(
    lambda collar, on, ends, cover: DutyChange(
        collar, on, AT + hours(min(ends)), AT + hours(max(ends) + 1), 0, "" if on else cover
    ),
    COLLARS, st.booleans(), st.tuples(ENDS, ENDS), COLLARS | st.just(""),
)  # fmt: skip
instants = st.integers(-72 * 60, 72 * 60).map(lambda n: AT + timedelta(minutes=n))


def leave(collar: str, cover: str = "", before: float = 24, after: float = 24) -> DutyChange:
    return DutyChange(collar, False, AT - hours(before), AT + hours(after), 0, cover)


def inspectors(*told: DutyChange, at: datetime = AT) -> list[str]:
    found = TODAY.changed(told).who(at, ZONE, "carmarthenshire", "inspector")
    return [p.collar for p in found]


def test_a_cover_stands_where_the_inspector_on_leave_would_have_stood() -> None:
    assert inspectors() == [INSPECTOR]
    assert inspectors(leave(INSPECTOR)) == []
    assert inspectors(leave(INSPECTOR, OTHER_INSPECTOR)) == [OTHER_INSPECTOR]


def test_a_cover_who_is_off_duty_too_is_not_mentioned() -> None:
    away = leave(INSPECTOR, OTHER_INSPECTOR)
    assert inspectors(away, leave(OTHER_INSPECTOR)) == []
    third = leave(OTHER_INSPECTOR, "2203")
    assert inspectors(away, third) == ["2203"], "who covers for the cover stands in for both"


def test_outside_the_tours_that_leave_takes_a_cover_stands_for_nobody() -> None:
    days = replace(TODAY.by_collar(INSPECTOR) or TODAY.people[0], tours=(TODAY.people[3].tours[0],))
    roster = Roster((days, *(p for p in TODAY.people if p.collar != INSPECTOR)))
    told = roster.changed((leave(INSPECTOR, OTHER_INSPECTOR),))
    night = AT.replace(hour=23)
    assert [p.collar for p in told.who(AT, ZONE, "carmarthenshire", "inspector")] == [OTHER_INSPECTOR]
    assert told.who(night, ZONE, "carmarthenshire", "inspector") == []


def test_two_who_cover_for_each_other_stand_in_for_nobody() -> None:
    both = (leave(INSPECTOR, OTHER_INSPECTOR), leave(OTHER_INSPECTOR, INSPECTOR))
    assert inspectors(*both) == []
    assert TODAY.changed(both).covering(INSPECTOR, AT) == INSPECTOR


def test_whoever_comes_back_early_is_mentioned_again() -> None:
    back = DutyChange(INSPECTOR, True, AT, AT + hours(4))
    assert inspectors(leave(INSPECTOR, OTHER_INSPECTOR), back) == [INSPECTOR]


def test_an_alert_mentions_the_cover_and_with_nobody_on_duty_the_force_incident_manager() -> None:
    covered = TODAY.changed((leave(INSPECTOR, OTHER_INSPECTOR),))
    told = concerned(covered, FORCE, INCIDENT, Stage.OVERDUE, AT)
    assert [p.collar for p in told] == [OTHER_INSPECTOR]
    bare = TODAY.changed((leave(INSPECTOR),))
    assert [p.collar for p in concerned(bare, FORCE, INCIDENT, Stage.OVERDUE, AT)] == ["2301"]


@given(st.lists(changes, max_size=12).map(tuple), instants)
def test_nobody_off_duty_is_mentioned_whatever_was_changed(
    told: tuple[DutyChange, ...], at: datetime
) -> None:
    roster = TODAY.changed(told)
    incident = replace(INCIDENT, oic="842")
    named = [p for stage in Stage for p in concerned(roster, FORCE, incident, stage, at)]
    named += answerable(roster, FORCE, incident, RECORDED, at)[0]
    assert [p for p in named if on_until(p, at, ZONE) is None] == []


@given(st.lists(changes, max_size=12).map(tuple), instants, COLLARS)
def test_standing_in_ends_with_somebody_of_the_roster(
    told: tuple[DutyChange, ...], at: datetime, collar: str
) -> None:
    roster = TODAY.changed(told)
    found = roster.covering(collar, at)
    assert roster.by_collar(found) is not None
    assert roster.covering(found, at) == found
