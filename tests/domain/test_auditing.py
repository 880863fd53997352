"""The auditor's arithmetic: written anew, it comes to the same instants as the rules that tell."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.auditing import Clock, Patience, Window, loud_stages
from bot.domain.clock import crossings
from bot.domain.dmm import Dmm
from bot.domain.telling import LOUD
from tests.builders import FORCE

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 730 * 1440).map(lambda minutes: FIRST + timedelta(minutes=minutes))
DAYS = st.frozensets(st.integers(0, 6))
TIMES = st.times(time(6), time(11)).map(lambda at: at.replace(second=0, microsecond=0))
HOLIDAYS = st.frozensets(st.dates(date(2026, 12, 24), date(2027, 1, 4)), max_size=5)
MEETINGS = st.builds(
    Dmm, TIMES, st.integers(10, 90), DAYS, st.none() | TIMES, st.none() | TIMES, st.booleans(), HOLIDAYS
)


@given(INSTANTS, MEETINGS)
def test_two_ways_to_reckon_a_stage_agree(told_at: datetime, dmm: Dmm) -> None:
    unit = replace(FORCE.units["powys"], dmm=dmm)
    force = replace(FORCE, units={**FORCE.units, "powys": unit})
    clock = Clock(1, "x", 1, "powys", told_at, told_at)
    expected = {
        c.stage.code: c.at for c in crossings(told_at, dmm, FORCE.zone, FORCE.stages) if c.stage & LOUD
    }
    assert dict(loud_stages(clock, force)) == expected


def test_a_unit_without_meetings_has_no_stage_after_the_last() -> None:
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert [stage for stage, _ in loud_stages(Clock(1, "x", 1, "cih", at, at), FORCE)] == [
        "urgent",
        "overdue",
    ]


def test_a_fast_story_leaves_the_machine_its_seconds() -> None:
    assert Patience.at_speed(1) == Patience()
    assert Patience.at_speed(600).doing == timedelta(seconds=12_000)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_nothing_is_judged_before_its_patience_is_over(due: int, since: int, now: int) -> None:
    zero = datetime(2026, 11, 20, 12, tzinfo=UTC)
    minutes = [zero + timedelta(minutes=m) for m in (due, since, now)]
    window = Window(zero, zero, minutes[1], minutes[2], Patience())
    judged = window.judges(minutes[0])
    assert not judged or (due > 0 and now - due >= 2 and now - since >= 2)
