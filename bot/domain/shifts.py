"""Coming on and going off duty by word: what a change means, and which ones are refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.duty import DutyChange, OnTours, Span, change_at, next_tour, on_until, rostered_at, tour_at
from bot.domain.people import RANKS, Person
from bot.domain.refusal import Refused
from bot.domain.rights import REGISTRAR_ROLES

LONGEST = timedelta(hours=16)  # at a stretch, without being asked again
EARLY = timedelta(hours=4)  # who comes on this long before a tour works that tour too
AWAY = timedelta(days=183)  # a later day than this was a slip of the pen
SERGEANT = RANKS.index("sergeant")


def ahead(at: datetime, zone: str, day: tuple[int, int] | None, clock: time | None) -> datetime:
    """The first instant (UTC) after `at` that a local day (its number and month) and time mean.

    A time alone is the next such time: of an hour that happens twice the earlier that is to come. A day alone
    is its beginning. A day that is over is next year's within half a year, and else stays where it was.
    Raises ValueError for a day that no calendar has.
    """
    today = at.astimezone(ZoneInfo(zone)).date()
    if day is None:
        days = (today, today + timedelta(days=1))
        found = {
            _instant(d, clock or time(), zone, fold)
            for d in days
            for fold in _folds(d, clock or time(), zone)
        }
        return min(f for f in found if f > at)
    this = _instant(date(today.year, day[1], day[0]), clock or time(), zone)
    if this > at:
        return this
    following = _instant(date(today.year + 1, day[1], day[0]), clock or time(), zone)
    return following if following - at <= AWAY else this


def _folds(day: date, clock: time, zone: str) -> tuple[int, ...]:
    """Which of the two readings of a local time there are: only an hour that happens twice has a second."""
    second = _instant(day, clock, zone, 1)
    return (0, 1) if second > _instant(day, clock, zone) else (0,)


def _instant(day: date, clock: time, zone: str, fold: int = 0) -> datetime:
    return datetime.combine(day, clock.replace(fold=fold), ZoneInfo(zone)).astimezone(UTC)


def may_enter(who: Person, officer: Person) -> bool:
    """Whether somebody may say when an officer is on duty: each for themselves; a sergeant or a higher rank
    for those below in their unit; the Force Incident Manager for all."""
    below = RANKS.index(officer.rank) < RANKS.index(who.rank)
    theirs = who.unit == officer.unit and RANKS.index(who.rank) >= SERGEANT and below
    return who.collar == officer.collar or theirs or "fim" in who.roles


def may_cover(away: Person, cover: Person) -> bool:
    """Whether somebody may stand in: of the same rank or higher; for the Registrar the deputy."""
    kept = not away.roles & REGISTRAR_ROLES or bool(cover.roles & REGISTRAR_ROLES)
    return kept and cover.collar != away.collar and RANKS.index(cover.rank) >= RANKS.index(away.rank)


def come_on(who: Person, at: datetime, until: datetime | None, zone: str, sure: bool = False) -> DutyChange:
    """The change that puts somebody on duty until an instant, or to the end of their tour.

    Raises Refused `already_on_duty`, `on_until_when`, `ends_before_it_begins`, and unless `sure`
    `long_stretch`.
    """
    now = tour_at(who, at, zone)
    ends = until or _own_end(who, at, now, zone)
    if ends <= at:
        raise Refused("ends_before_it_begins", ends=ends)
    if now is not None and ends == now.ends:
        raise Refused("already_on_duty", until=ends)
    if now is not None and ends < now.ends:
        return DutyChange(who.collar, False, ends, now.ends)
    begins = now.begins if now else at
    if ends - begins > LONGEST and not sure:
        raise Refused(
            "long_stretch", begins=begins, ends=ends, hours=round((ends - begins) / timedelta(hours=1))
        )
    return DutyChange(who.collar, True, begins, ends)


def _own_end(who: Person, at: datetime, now: Span | None, zone: str) -> datetime:
    """The end of the tour that the roster has for somebody now or soon."""
    if now is not None:
        raise Refused("already_on_duty", until=now.ends)
    tour = rostered_at(who, at, zone)
    if tour is None:
        tour = next_tour(replace(who, changes=()), at, zone)
    if tour is None or tour.begins > at + EARLY:
        raise Refused("on_until_when", next=next_tour(who, at, zone))
    return tour.ends


def go_off(
    who: Person, at: datetime, begins: datetime | None, until: datetime | None, zone: str
) -> DutyChange:
    """The change that takes somebody off duty from an instant, or now, until another, or their tour's end.

    Raises Refused `already_off_duty`, `ends_before_it_begins` or `away_too_long`.
    """
    starts = begins or at
    ends = until or on_until(who, starts, zone)
    if ends is None:
        raise Refused("already_off_duty", next=next_tour(who, at, zone))
    if starts < at or ends <= starts:
        raise Refused("ends_before_it_begins", ends=starts if starts < at else ends)
    if ends - starts > AWAY:
        raise Refused("away_too_long", ends=ends, days=AWAY.days)
    return DutyChange(who.collar, False, starts, ends)


def off_until(who: OnTours, change: DutyChange) -> datetime:
    """When the time off of a change ends (UTC), past leave that follows it without a break."""
    edges = sorted(edge for c in who.changes for edge in (c.begins, c.ends) if edge > change.ends)
    ends = change.ends
    for edge in edges:
        holds = change_at(who, ends)
        if holds is None or holds.on:
            break
        ends = edge
    return ends


def back_at(who: OnTours, change: DutyChange, zone: str) -> Span | None:
    """The first stretch of duty at or after the end of a change that took somebody off."""
    return next_tour(who, change.ends - timedelta(microseconds=1), zone)
