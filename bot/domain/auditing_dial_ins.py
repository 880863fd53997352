"""When dial-ins are due and whom they are for, worked out anew: the auditor's arithmetic is its own."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.dial_in import RHYTHM, Audience, Series
from bot.domain.people import RANKS, Person

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
Reminded = tuple[str, datetime, datetime]  # the word of a reminder, when it is due, until when it is of use


def occurs(series: Series, first: date, last: date, zone: str) -> Iterator[tuple[date, datetime]]:
    """The Mondays by which occurrences are named whose local day lies between two, and when each begins."""
    day = first + timedelta(days=(series.weekday - first.weekday()) % 7)
    while day <= last:
        if _is_day_of(series, day):
            yield _monday(day), datetime.combine(day, series.at, ZoneInfo(zone)).astimezone(UTC)
        day += A_WEEK


def _is_day_of(series: Series, day: date) -> bool:
    """Whether a series is held on one of its weekdays: every so many weeks, from its first day on."""
    if (series.first is not None and day < series.first) or (series.last is not None and series.last < day):
        return False
    begun = _monday(series.first or RHYTHM)
    apart = (_monday(day) - begun) // A_WEEK
    return apart == 0 if series.weeks == 0 else apart % series.weeks == 0


def _monday(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday())


def reminded(begins: datetime, zone: str) -> tuple[Reminded, ...]:
    """The three reminders of a dial-in that begins at an instant (UTC), each until the next of them."""
    local = begins.astimezone(ZoneInfo(zone))
    wall = local.replace(tzinfo=None)
    week, day = (
        (wall - back).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for back in (A_WEEK, A_DAY)
    )  # the same local time, whatever the clocks did since
    hour = begins - timedelta(hours=1)
    return ("week", week, day), ("day", day, hour), ("hour", hour, begins)


def is_for(audience: Audience, who: Person, lines: Sequence[Person], day: date) -> bool:
    """Whether a series is for somebody, of whom the roster has these lines."""
    if who.collar in audience.people:
        return True
    asked = (audience.units, {who.unit}), (audience.ranks, {who.rank}), (audience.roles, who.roles)
    risen = _is_fresh(audience.promoted_days, who, lines, day)
    narrowed = any(wanted for wanted, _ in asked) or audience.promoted_days > 0
    if not narrowed:
        return not audience.people
    return risen and all(not wanted or wanted & set(has) for wanted, has in asked)


def _is_fresh(days: int, who: Person, lines: Sequence[Person], day: date) -> bool:
    """Whether somebody came to their rank from a lower one so many days ago or fewer; 0 asks nothing."""
    if days == 0:
        return True
    in_turn = sorted((line.valid_from or date.min, RANKS.index(line.rank)) for line in lines)
    held = RANKS.index(who.rank)
    below = max((since for since, rank in in_turn if rank < held), default=None)
    since = next((at for at, rank in in_turn if rank == held and below is not None and at > below), None)
    return since is not None and timedelta() <= day - since <= days * A_DAY
