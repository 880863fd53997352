"""The keys of what is told about somebody at a tour's end, so that it can be brought up to date."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.duty import leaves_at, left_at
from bot.store.work import Work

REMINDER, REMAINS = "handover_reminder", "handover_remains"  # the bulletins
IN_SIGHT = timedelta(hours=24)


def reminder_key(collar: str, ends: datetime) -> str:
    """The key of the reminder before a tour's end."""
    return f"{REMINDER}:{collar}:{ends:%Y%m%d%H%M}"


def remains_key(collar: str, left: datetime) -> str:
    """The key of the list of what somebody left undecided."""
    return f"{REMAINS}:{collar}:{left:%Y%m%d%H%M}"


def about(work: Work, collars: Iterable[str | None]) -> list[str]:
    """The keys of what may have been told lately about some people."""
    found, zone = list[str](), work.force.zone
    for who in filter(None, map(work.roster.by_collar, sorted(set(filter(None, collars))))):
        if ends := leaves_at(who, work.at, zone):
            found.append(reminder_key(who.collar, ends))
        elif left := left_at(who, work.at, zone, IN_SIGHT):
            found.append(remains_key(who.collar, left))
    return found
