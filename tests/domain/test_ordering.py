"""The order of a Daily Management Meeting, over any day's incidents, and the verbs that apply to each."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.force import Stages
from bot.domain.incident import Incident
from bot.domain.offence import RUNNING, Offence, State
from bot.domain.ordering import can_be_done, most_pressing, place, waits_for_sign_off
from tests.builders import AT, key_of

ENDS = AT + timedelta(minutes=45)
MARKERS = ("da", "child", "repeat", "high_risk", "hate_race")
blank = Incident(
    1, key_of(), AT, "exact", "theft", "theft", (), (), "powys", "", "", "", (), "", None, "", False, None,
    None, None, 1,
)  # fmt: skip
waiting = st.sampled_from([State.OPEN, State.RETURNED, State.NEGATED, State.RECORDED])
offences = st.builds(
    lambda state, minutes: Offence(
        1, 1, AT, AT + timedelta(minutes=minutes), state, sign_off_due=state is State.RECORDED
    ),
    waiting,
    st.integers(-2000, 2000),
)
incidents = st.builds(
    lambda markers, oic: replace(blank, markers=tuple(markers), oic=oic),
    st.sets(st.sampled_from(MARKERS)),
    st.sampled_from([None, "842"]),
)
days = st.lists(st.tuples(incidents, offences), max_size=30)


def in_order(day: list[tuple[Incident, Offence]]) -> list[tuple[Incident, Offence]]:
    """A day's incidents as the meeting takes them."""
    return sorted(day, key=lambda found: place(*found, AT, ENDS))


def group(offence: Offence) -> str:
    """The part of the agenda on which an offence stands."""
    if offence.state not in RUNNING:
        return "sign_off"
    if offence.due_at <= AT:
        return "overdue"
    return "before the end" if offence.due_at <= ENDS else "later"


def pressing(found: tuple[Incident, Offence]) -> bool:
    return bool({"da", "child", "repeat"} & set(found[0].markers))


def unallocated(found: tuple[Incident, Offence]) -> bool:
    return found[0].oic is None and found[1].state in (State.OPEN, State.RETURNED)


@given(days)
def test_overdue_comes_first_then_what_falls_due_in_the_meeting_and_signing_off_last(day: list) -> None:
    agenda = ["overdue", "before the end", "later", "sign_off"]
    places = [agenda.index(group(offence)) for _, offence in in_order(day)]
    assert places == sorted(places)


@given(days)
def test_what_cannot_wait_for_the_meeting_goes_by_its_deadline_alone(day: list) -> None:
    for part in ("overdue", "before the end"):
        due = [offence.due_at for _, offence in in_order(day) if group(offence) == part]
        assert due == sorted(due)


@given(days)
def test_the_rest_goes_by_who_is_hurt_then_negations_then_unallocated_then_deadline(day: list) -> None:
    later = [found for found in in_order(day) if group(found[1]) == "later"]
    keys = [
        (not pressing(f), f[1].state is not State.NEGATED, not unallocated(f), f[1].due_at) for f in later
    ]
    assert keys == sorted(keys)


@given(days)
def test_nothing_is_lost_by_putting_it_in_order(day: list) -> None:
    assert sorted(map(repr, in_order(day))) == sorted(map(repr, day))


def test_the_class_of_a_category_presses_as_its_marker_does() -> None:
    offence = Offence(1, 1, AT, AT + Stages().clock)
    plain, da = place(blank, offence, AT, ENDS), place(blank, offence, AT, ENDS, frozenset({"da"}))
    assert da < plain
    assert da == place(replace(blank, markers=("da",)), offence, AT, ENDS)


def test_a_unit_without_meetings_puts_what_is_overdue_first_all_the_same() -> None:
    late, early = (Offence(1, 1, AT, AT + timedelta(hours=h)) for h in (-1, 1))
    assert place(blank, late, AT, None) < place(blank, early, AT, None)


@given(st.lists(offences, min_size=1, max_size=5))
def test_a_list_speaks_of_the_running_offence_that_is_due_first(held: list[Offence]) -> None:
    found, running = most_pressing(held), [o for o in held if o.state in RUNNING]
    assert found is not None
    assert found.due_at == min(o.due_at for o in running or held)
    assert (found.state in RUNNING) == bool(running)


@given(st.lists(offences, max_size=5))
def test_only_what_applies_can_be_done(held: list[Offence]) -> None:
    can = can_be_done(held)
    assert ("allocate" in can) == any(o.state in RUNNING for o in held)
    assert ("confirm" in can) == any(o.state is State.NEGATED for o in held)
    assert ("sign_off" in can) == any(waits_for_sign_off(o) for o in held)
    assert "why" in can
