"""What people type about meetings: whose meeting it is, and an instant that lies ahead."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.refusal import Refused
from bot.kit import Ask
from bot.services.meeting_times import unit_that_meets
from bot.typed import DAY, TIME

A_DAY = timedelta(days=1)


def unit_in(ask: Ask, typed: str = "") -> str:
    """The unit whose meeting is meant: the one typed, else the channel's, else the asker's own.

    Raises Refused `unknown_unit` or `no_meetings`.
    """
    return unit_that_meets(ask.kit.force, ask.person, ask.channel, typed.lower())


def instant_ahead(ask: Ask, typed: str, block_id: str = "") -> datetime:
    """The first instant (UTC) ahead that a local time such as `14:00` or `21/11 14:00` means.

    Of an hour that happens twice it is the earlier. Raises Refused `not_a_time`.
    """
    words = typed.split()
    clock = TIME.fullmatch(words[-1]) if words else None
    if clock is None or len(words) > 2:
        raise Refused("not_a_time", typed=typed[:20], block_id=block_id)
    today = ask.at.astimezone(ask.zone).date()
    day = _day(words[0], today, block_id) if len(words) == 2 else today
    meant = _on(ask, day, int(clock["hour"]), int(clock["minute"]))
    if len(words) == 1 and meant <= ask.at:
        return _on(ask, day + A_DAY, int(clock["hour"]), int(clock["minute"]))
    return meant


def _on(ask: Ask, day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ask.zone).astimezone(UTC)


def _day(typed: str, today: date, block_id: str) -> date:
    """A day that is typed as `21/11`, or that a form gives as `2026-11-21`; the next of that name."""
    named = DAY.fullmatch(typed)
    try:
        if named is None:
            return date.fromisoformat(typed)
        meant = today.replace(day=int(named["day"]), month=int(named["month"]))
        return meant if meant >= today else meant.replace(year=today.year + 1)
    except ValueError:
        raise Refused("not_a_time", typed=typed[:20], block_id=block_id) from None
