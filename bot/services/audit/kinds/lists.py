"""Lists: every unit's live list of the day is opened, and so is the restricted one."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.auditing import Due, Kind, Window, named
from bot.services.audit.reading import Reading
from bot.store import auditing as stored
from bot.store.misses import Miss
from bot.store.work import Work


def untold(work: Work, window: Window) -> Iterator[Due]:
    """Today's lists that nobody has opened, or that have no message; another day's are of no use any more."""
    midnight = datetime.combine(work.today, time(0), ZoneInfo(work.force.zone)).astimezone(UTC)
    if window.mark < midnight and window.judges(midnight):
        keys = {code: _key(code, work.today.isoformat()) for code in [*work.force.units, "restricted"]}
        opened = stored.there(work, keys.values())
        missing = [code for code, key in keys.items() if key not in opened]
        yield from (Due(Kind.LIST, named(code, work.today.isoformat()), midnight) for code in missing)


def told(work: Work, missed: Sequence[Miss]) -> set[str]:
    """Those that stand by now."""
    keys = {miss.what: _key(*miss.parts) for miss in missed}
    opened = stored.there(work, keys.values())
    return {what for what, key in keys.items() if key in opened}


def _key(code: str, day: str) -> str:
    return f"list:{code}:{day}"


LISTS = Reading(Kind.LIST, untold, told)
