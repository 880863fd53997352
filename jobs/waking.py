"""What a clock that is moved by hand wakes: the same timetable, without a scheduler."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.kit import Kit
from jobs import TIMETABLE, Job

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def woken(since: datetime, at: datetime) -> Iterator[Job]:
    """The jobs whose time came after one instant and up to another, in the timetable's order."""
    for job, seconds in TIMETABLE:
        pause = timedelta(seconds=seconds)
        if (at - EPOCH) // pause > (since - EPOCH) // pause:
            yield job


async def wake(kit: Kit, since: datetime) -> None:
    """Run once whatever came due since an instant."""
    for job in woken(since, kit.clock.story()):
        await job(kit)
