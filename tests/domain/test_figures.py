"""What became of each offence, and which of them can be judged."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures import JUDGED, Fate, Outcome, outcome, timeliness

TOLD = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)
DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)
FATES = st.builds(
    Fate,
    st.just(TOLD),
    st.just(TOLD + DAY),
    st.none() | st.integers(-100, 200_000).map(lambda s: TOLD + timedelta(seconds=s)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


def fate(after: timedelta | None = None, **more: bool) -> Fate:
    """An offence told at 02:10, recorded so long afterwards."""
    return Fate(TOLD, TOLD + DAY, None if after is None else TOLD + after, **more)


def test_a_record_in_the_last_second_of_the_24_hours_is_in_time() -> None:
    assert outcome(fate(DAY), TOLD + 9 * DAY) is Outcome.MET
    assert outcome(fate(DAY + SECOND), TOLD + 9 * DAY) is Outcome.LATE


def test_an_early_record_is_judged_once_its_24_hours_have_passed() -> None:
    assert outcome(fate(SECOND), TOLD + DAY - SECOND) is Outcome.RUNNING
    assert outcome(fate(SECOND), TOLD + DAY) is Outcome.MET


def test_an_undecided_offence_is_overdue_once_its_24_hours_have_passed() -> None:
    assert outcome(fate(), TOLD + DAY - SECOND) is Outcome.RUNNING
    assert outcome(fate(), TOLD + DAY) is Outcome.OVERDUE


def test_what_no_time_can_judge_is_named_by_its_reason() -> None:
    later = TOLD + 2 * DAY
    assert outcome(fate(referenced=True, closed=True), later) is Outcome.UNTIMED
    assert outcome(fate(referenced=True, unmatched=True), later) is Outcome.UNMATCHED
    assert outcome(fate(negated=True, closed=True), later) is Outcome.NEGATED
    assert outcome(fate(closed=True), later) is Outcome.CLOSED
    assert outcome(fate(-SECOND), later) is Outcome.BEFORE


@given(st.lists(FATES), st.integers(-100, 200_000))
def test_the_judged_are_what_can_be_judged_and_nothing_else(fates: list[Fate], seconds: int) -> None:
    counts = dict.fromkeys(Outcome, 0)
    for each in fates:
        counts[outcome(each, TOLD + timedelta(seconds=seconds))] += 1
    found = timeliness(counts)
    assert found.met <= found.judged <= len(fates) == sum(counts.values())
    assert found.judged == sum(counts[o] for o in JUDGED)
