"""The auditor's own arithmetic of dial-ins agrees with that by which they are planned, told and offered."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as some

from bot.domain.auditing_dial_ins import is_for, occurs, reminded
from bot.domain.dial_in import Audience, Series, held_in, includes, reminders, starts_at, week_of
from bot.domain.people import RANKS, Person

ZONE = "Europe/London"
DAYS = some.dates(date(2026, 1, 1), date(2027, 12, 31))
MAYBE = some.none() | DAYS
SERIES = some.builds(
    Series,
    some.just("force"),
    some.just({"en": "Force"}),
    weekday=some.integers(0, 6),
    at=some.times(timezones=some.none()).map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    weeks=some.integers(0, 4),
    first=MAYBE,
    last=MAYBE,
)
UNITS, ROLES = ("powys", "crb"), ("srau", "fim")


def few(words: tuple[str, ...]) -> some.SearchStrategy[frozenset[str]]:
    """None, some or all of these words."""
    return some.frozensets(some.sampled_from(words))


AUDIENCES = some.builds(
    Audience,
    units=few(UNITS),
    ranks=few(RANKS),
    roles=few(ROLES),
    promoted_days=some.sampled_from((0, 30, 365)),
    people=few(("1", "2")),
)
LINES = some.lists(some.tuples(MAYBE, some.sampled_from(RANKS)), min_size=1, max_size=4)


@given(SERIES, DAYS)
def test_the_auditor_finds_the_same_occurrences_as_the_planner(series: Series, first: date) -> None:
    days = [first + timedelta(days=n) for n in range(40)]
    weeks = dict.fromkeys(week_of(day) for day in days)
    held = {week: starts_at(series, week, ZONE) for week in weeks if held_in(series, week)}
    wanted = {w: at for w, at in held.items() if w + timedelta(days=series.weekday) in days}
    assert dict(occurs(series, days[0], days[-1], ZONE)) == wanted


@given(DAYS, some.times(timezones=some.none()))
def test_the_auditor_reckons_each_reminder_as_whoever_sends_it(day: date, at: time) -> None:
    begins = datetime.combine(day, at, UTC)
    assert reminded(begins, ZONE) == tuple((k.value, due, until) for k, due, until in reminders(begins, ZONE))


@given(AUDIENCES, few(ROLES), some.sampled_from(UNITS), LINES, DAYS)
def test_the_auditor_counts_the_same_people_as_invited(
    audience: Audience, roles: frozenset[str], unit: str, lines: list[tuple[date | None, str]], day: date
) -> None:
    one = Person("1", "A", "B", "constable", unit, roles)
    every = [replace(one, rank=rank, valid_from=since) for since, rank in lines]
    assert is_for(audience, every[-1], every, day) == includes(audience, every[-1], every, day)
