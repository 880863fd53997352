"""What whoever does a daily thing does with the ledger: sees what is due, and takes what is nobody's."""

from bot.domain.slots import Due, Schedule, due
from bot.store.slots import take, taken
from bot.store.work import Work


def claim(work: Work, schedule: Schedule) -> tuple[Due, ...]:
    """Take every slot of a job that is due, oldest first; what this gives nobody else gets."""
    wanted = due(schedule, work.at, taken(work, schedule.job))
    return tuple(d for d in wanted if take(work, schedule.job, d.day, d.slot.value))
