"""Feedback as learning: what was returned to somebody waits until it is understood, and is not counted."""

from bot.domain.facts import Happened
from bot.domain.force import Code
from bot.domain.home import Lesson
from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.services.case import Request, person, tell
from bot.store import feedback, homes, inbox
from bot.store import incidents as stored
from bot.store.feedback import Feedback
from bot.store.work import Work


def of(work: Work, who: Person) -> tuple[Lesson, ...]:
    """What somebody has yet to understand, oldest first."""
    waiting = feedback.unseen(work, who.collar)
    held = stored.by_ids(work, [f.incident_id for f in waiting]) if waiting else {}
    return tuple(_lesson(work, held[f.incident_id], f) for f in waiting)


def _lesson(work: Work, incident: Incident, told: Feedback) -> Lesson:
    code = work.force.codes["return"].get(told.code, Code(told.code, {}))
    return Lesson(told.id, incident.key, told.n, code, work.roster.by_collar(told.by), told.at)


def understood(work: Work, request: Request, ident: int) -> None:
    """Note that feedback was understood by whom it is for; raises Refused `stale` where it is not theirs."""
    inbox.claim(work, request.id)
    who = person(work, request.actor)
    lesson = feedback.seen(work, ident, who.collar)
    if lesson is None:
        raise Refused("stale")
    incident = stored.by_ids(work, [lesson.incident_id])[lesson.incident_id]
    tell(work, incident, Happened.FEEDBACK_ACKNOWLEDGED, request, lesson.n, code=lesson.code)
    homes.freshen_of(work, who.collar)
