"""What meetings come to: parts that add up to their wholes, and nothing counted as what it is not."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meeting import How
from bot.domain.meeting_figures import Allocated, Came, Item, Met, allocated, by_meeting, figures, tally

DAY = date(2026, 11, 20)
DUE = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
END = DUE + timedelta(minutes=45)
HELD = Met("powys", DAY, DUE, END, DUE + timedelta(minutes=2), DUE + timedelta(minutes=30))
MISSED = Met("powys", DAY + timedelta(days=1), DUE + timedelta(days=1), END + timedelta(days=1))


def minutes(number: int) -> datetime:
    """So long after the meeting was due."""
    return DUE + timedelta(minutes=number)


def test_a_meeting_is_held_only_where_it_began_and_ended() -> None:
    unended = Met("powys", DAY, DUE, END, begun_at=DUE)
    assert [HELD.came, unended.came, MISSED.came] == [Came.HELD, Came.UNENDED, Came.MISSED]
    counts = tally([HELD, unended, MISSED], [])
    assert (counts.due, counts.held, counts.unended, counts.missed) == (3, 1, 1, 1)


def test_what_is_read_out_is_neither_reviewed_nor_unseen() -> None:
    items = [Item(HELD, n, how) for n, how in enumerate(How)]
    counts = tally([HELD], items)
    assert (counts.items, counts.reviewed, counts.read_out, counts.unseen) == (6, 3, 1, 2)


def test_allocation_is_told_by_when_the_meeting_really_began_and_ended() -> None:
    when = {at: allocated(Item(HELD, 1, How.OPEN, minutes(at))) for at in (1, 2, 30, 31)}
    assert when == {1: "before", 2: "during", 30: "during", 31: "after"}


def test_what_was_decided_without_an_officer_is_not_counted_as_not_yet_allocated() -> None:
    assert allocated(Item(HELD, 1, How.DECIDED, settled=True)) is Allocated.SETTLED
    assert allocated(Item(HELD, 1, How.REVIEWED)) is Allocated.NOT_YET


def test_an_incident_on_several_lists_is_allocated_once_seen_from_the_first() -> None:
    items = [Item(MISSED, 1, How.LEFT, minutes(60)), Item(HELD, 1, How.REVIEWED, minutes(60))]
    counts = tally([HELD, MISSED], items)
    assert (counts.items, counts.incidents) == (2, 1)
    assert counts.allocated[Allocated.AFTER] == 1


def test_at_a_meeting_that_was_missed_the_time_it_was_due_for_counts() -> None:
    begins = MISSED.due_at
    before = Item(MISSED, 1, How.LEFT, begins - timedelta(minutes=1))
    during = Item(MISSED, 2, How.LEFT, begins)
    assert [allocated(before), allocated(during)] == [Allocated.BEFORE, Allocated.DURING]


@st.composite
def meetings(draw: st.DrawFn) -> tuple[list[Met], list[Item]]:
    """Some meetings of three units over a fortnight, and what stood on their lists."""
    places = draw(st.sets(st.tuples(st.sampled_from("abc"), st.integers(0, 13)), max_size=20))
    found = []
    for unit, day in sorted(places):
        due = DUE + timedelta(days=day)
        begun, ended = draw(st.sampled_from([(None, None), (due, None), (due, due + timedelta(minutes=9))]))
        found.append(Met(unit, DAY + timedelta(days=day), due, due + timedelta(minutes=30), begun, ended))
    instants = st.none() | st.integers(-600, 30_000).map(minutes)
    items = st.builds(
        Item, st.sampled_from(found), st.integers(1, 9), st.sampled_from(How), instants, st.booleans()
    )
    return found, draw(st.lists(items, max_size=40)) if found else []


@given(meetings())
def test_parts_add_up_to_their_wholes_in_all_by_unit_by_day_and_by_meeting(
    some: tuple[list[Met], list[Item]],
) -> None:
    met, items = some
    found = figures(met, items)
    whole = found.whole
    assert whole.due == whole.held + whole.missed + whole.unended == len(met)
    assert whole.items == whole.reviewed + whole.read_out + whole.unseen == len(items)
    assert whole.incidents == len({item.incident for item in items})
    every = (found.units.values(), found.days.values(), [t for _, t in by_meeting(met, items)])
    for parts in every:
        for name in ("due", "held", "missed", "items", "reviewed", "read_out", "unseen"):
            assert sum(getattr(part, name) for part in parts) == getattr(whole, name)
