"""Meetings by the clock: each listed once whatever the ticks, and what changed since the last one."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dmm import Dmm, sittings
from bot.domain.force import MeetingRules
from bot.domain.meeting import changed, is_over, meeting_left, to_list
from bot.domain.offence import Decision, Offence, State

LONDON = "Europe/London"
RULES = MeetingRules()
BEGINS = datetime(2026, 10, 20, tzinfo=UTC)  # the clocks go back on the 25th
SPRING = datetime(2027, 3, 22, tzinfo=UTC)  # and forward on the 28th
HOUR = timedelta(hours=1)
patterns = st.builds(
    Dmm,
    at=st.times(time(0), time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0)),
    minutes=st.integers(5, 120),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    weekend=st.sampled_from([None, time(10), time(1, 30)]),
)
ticks = st.lists(
    st.integers(1, 60 * 30), min_size=1, max_size=60
)  # minutes between two looks: up to 30 hours


@given(patterns, ticks, st.sampled_from([BEGINS, SPRING]))
def test_each_meeting_is_listed_once_whatever_the_ticks(dmm: Dmm, pauses: list[int], at: datetime) -> None:
    listed: list[date] = []
    for pause in pauses:
        at += timedelta(minutes=pause)
        due = to_list(dmm, LONDON, at, RULES, listed)
        assert all(s.begins - RULES.lead <= at for s in due)
        listed += [s.day for s in due]
    assert len(listed) == len(set(listed))
    if listed:
        every = [
            s.day
            for s in sittings(listed[0], at.date() + timedelta(1), dmm, LONDON)
            if s.begins - RULES.lead <= at
        ]
        assert listed == every, "none is left out between two looks"


@given(patterns, st.integers(0, 60 * 24 * 14))
def test_the_first_one_listed_may_still_be_held(dmm: Dmm, minutes: int) -> None:
    at = BEGINS + timedelta(minutes=minutes)
    assert all(not is_over(s.ends, at, RULES) for s in to_list(dmm, LONDON, at, RULES, ()))


@given(patterns, st.integers(0, 60 * 24 * 7), st.integers(0, 48 * 60))
def test_another_meeting_takes_an_item_only_if_it_ends_by_its_deadline(
    dmm: Dmm, minutes: int, left: int
) -> None:
    ends = BEGINS + timedelta(minutes=minutes)
    due_at = ends + timedelta(minutes=left)
    days = (ends.date() - timedelta(1), due_at.date() + timedelta(1))
    between = [s for s in sittings(*days, dmm, LONDON) if ends < s.ends <= due_at]
    assert meeting_left(due_at, ends, ends, dmm, LONDON) is bool(between)


def offence(told: float, state: State, decided: float | None, checked: float | None, crime: bool) -> Offence:
    """An offence told of, decided and checked so many hours after the beginning."""
    told_at = BEGINS + told * HOUR
    decision = (Decision.CRIME if crime else Decision.NO_OFFENCE) if decided is not None else None
    return Offence(
        1, 1, told_at, told_at + 24 * HOUR, state, decision=decision,
        decided_at=None if decided is None else BEGINS + decided * HOUR,
        checked_at=None if checked is None else BEGINS + checked * HOUR,
    )  # fmt: skip


@st.composite
def offences(draw: st.DrawFn) -> Offence:
    """Any offence that there can be, decided after it was told of."""
    told, wait, more = (draw(st.integers(0, 100)) for _ in range(3))
    state = draw(st.sampled_from(State))
    crime = draw(st.booleans())
    if state in (State.OPEN, State.RETURNED):
        return offence(told, state, None, None, crime)
    crime = (crime and state not in (State.NEGATED, State.CONFIRMED)) or state is State.RECORDED
    checked = told + wait + more if state in (State.CONFIRMED, State.SIGNED_OFF) else None
    return offence(told, state, told + wait, checked, crime)


def runs_at(one: Offence, instant: datetime) -> bool:
    """Whether a clock ran at an instant: recorded or confirmed by then, it did not."""
    if one.decided_at is None or one.state in (State.OPEN, State.RETURNED, State.NEGATED):
        return True
    stopped = one.checked_at if one.decision is Decision.NO_OFFENCE else one.decided_at
    return stopped is None or instant < stopped


@given(st.lists(offences(), max_size=8), st.integers(0, 100), st.integers(1, 100))
def test_what_changed_is_what_a_naive_count_says(held: list[Offence], since: int, length: int) -> None:
    begins, at = BEGINS + since * HOUR, BEGINS + (since + length) * HOUR
    found = changed(begins, at, held)
    hours = [begins + n * HOUR for n in range(1, length + 1)]
    assert found.fresh == sum(o.told_at in hours for o in held)
    decided = [o for o in held if o.decided_at in hours and o.state not in (State.OPEN, State.RETURNED)]
    assert found.recorded + found.negated == len(decided)
    assert found.negated == sum(o.decision is Decision.NO_OFFENCE for o in decided)
    assert found.breached == sum(o.due_at in hours and runs_at(o, o.due_at) for o in held)


@given(st.lists(offences(), max_size=8), st.integers(0, 50), st.integers(1, 50), st.integers(1, 50))
def test_what_changed_in_two_stretches_adds_up(held: list[Offence], since: int, one: int, two: int) -> None:
    first, middle = BEGINS + since * HOUR, BEGINS + (since + one) * HOUR
    last = middle + two * HOUR
    parts = [changed(first, middle, held), changed(middle, last, held)]
    whole = changed(first, last, held)
    for name in ("fresh", "recorded", "negated", "breached"):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name)
