"""People: one collar is one person whatever their lines and accounts, on duty or not, today or no longer."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duty import Tour, on_until
from bot.domain.people import RANKS, Person, Roster, grants_needed, may
from tests.builders import DAY, OFFICER, ROSTER, SERGEANT

LONDON = "Europe/London"
carys = Person(
    "842", "Carys", "Rees", "constable", "powys", slack_ids=("U0REES",), valid_to=date(2026, 11, 19)
)
promoted = replace(carys, rank="sergeant", valid_from=date(2026, 11, 20), valid_to=None)
tours = st.builds(Tour, st.frozensets(st.integers(0, 6), min_size=1), st.times(), st.times())
instants = st.integers(0, 60 * 24 * 400).map(
    lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m)
)


def test_the_line_that_holds_today_is_the_person() -> None:
    roster = Roster((promoted, carys))
    before, after = roster.on(date(2026, 11, 19)), roster.on(DAY)
    assert [r.by_collar("842").rank for r in (before, after)] == ["constable", "sergeant"]
    assert [r.by_slack("U0REES").rank for r in (before, after)] == ["constable", "sergeant"]
    assert [len(r.named("Rees")) for r in (before, after)] == [1, 1]


def test_whoever_has_left_is_still_known_by_their_collar_and_by_nothing_else() -> None:
    roster = Roster((carys,)).on(DAY)
    assert roster.by_collar("842") == carys, "a history still names them"
    assert (roster.by_slack("U0REES"), roster.people) == (None, ())


def test_a_day_on_which_nothing_changed_gives_the_same_roster() -> None:
    assert ROSTER.on(DAY) is ROSTER.on(DAY)


@given(st.lists(tours, max_size=4).map(tuple), instants)
def test_a_tour_covers_an_instant_only_until_its_end(found: tuple[Tour, ...], at: datetime) -> None:
    until = on_until(replace(carys, tours=found), at, LONDON)
    assert until is None or at < until <= at + timedelta(hours=25)


@given(st.times(), instants)
def test_somebody_who_is_always_on_is_on_at_any_instant(begins: time, at: datetime) -> None:
    always = Tour(frozenset(range(7)), begins.replace(fold=0), begins.replace(fold=0))
    assert on_until(replace(carys, tours=(always,)), at, LONDON) is not None


def test_a_rank_grants_to_those_above_it_and_never_to_staff() -> None:
    grants = {rank: Person("1", "A", "B", rank, "").holds("sergeant") for rank in RANKS}
    assert [rank for rank, held in grants.items() if held] == list(RANKS[2:])
    assert not any(Person("1", "A", "B", rank, "").holds("staff") for rank in RANKS)


def test_every_row_that_applies_must_allow_the_person() -> None:
    rows = {"default": ("anyone",), "da": ("inspector", "ddm"), "rape": ("registrar",)}
    sergeant, officer = ROSTER.by_collar(SERGEANT), ROSTER.by_collar(OFFICER)
    assert may(officer, rows, frozenset())
    assert not may(sergeant, rows, frozenset({"da"}))
    assert grants_needed(rows, frozenset({"da", "rape", "theft"})) == [("inspector", "ddm"), ("registrar",)]
