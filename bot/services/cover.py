"""Cover for leave: who stands in for somebody now, and for whom somebody does."""

from bot.store.work import Work


def covering(work: Work, collar: str) -> str:
    """The collar number of who stands in for somebody now: their own where they are not away, or uncovered.

    It says nothing of duty: mentions ask the roster's `who`, which gives a cover only while on duty.
    """
    return work.roster.covering(collar, work.at)


def covered(work: Work, collar: str) -> tuple[str, ...]:
    """The collar numbers of those on leave for whom somebody stands in now: their lists are theirs too."""
    away = (p.collar for p in work.roster.people if p.changes and p.collar != collar)
    return tuple(sorted(other for other in away if covering(work, other) == collar))
