"""Quiet hours of one's own, beside those of the force."""

from bot.domain.rungs import Quiet
from bot.services.case import Request, person
from bot.store import inbox, quiet
from bot.store.work import Work


def choose(work: Work, request: Request, wanted: Quiet | None) -> Quiet | None:
    """Be quiet for the asker in these hours, whatever the force has; None: in none."""
    _begin(work, request)
    quiet.choose(work, request.actor, wanted)
    return wanted


def follow_the_force(work: Work, request: Request) -> Quiet | None:
    """Let the asker have the force's hours again; gives them."""
    _begin(work, request)
    quiet.follow_the_force(work, request.actor)
    return work.force.ladder.quiet


def of(work: Work, collar: str) -> Quiet | None:
    """Somebody's quiet hours: their own, else the force's."""
    return quiet.hours(work).get(collar, work.force.ladder.quiet)


def _begin(work: Work, request: Request) -> None:
    inbox.claim(work, request.id)
    person(work, request.actor)
