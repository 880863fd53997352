"""What people answer to a dial-in: they come, or do not, or send somebody, or are there."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.dial_in import Notice, Reply
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.services.case import Request, person
from bot.services.dial_ins.occurrences import audience, one
from bot.services.dial_ins.telling import tellings_for
from bot.store import dial_in_people as people
from bot.store import dial_ins as stored
from bot.store import inbox, outbox
from bot.store.dial_in_people import Answered
from bot.store.dial_ins import PLANNED, DialIn
from bot.store.work import Work

EARLY = timedelta(minutes=15)  # before it begins one may already be there


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered, and whom they send."""

    dial_in: DialIn
    answered: Answered
    deputy: Person | None = None


def answer(work: Work, request: Request, carried: str, reply: Reply) -> Said:
    """Note that somebody comes, or does not.

    Whoever had sent a deputy says with it that they need none; a deputy's no is told to who sends them.
    Raises Refused `stale`, `dial_in_over`, `dial_in_not_for_you`.
    """
    dial_in, before = _open(work, request, carried)
    _release(work, dial_in, before)
    answered = replace(before, answer=reply.value, deputy=None)
    people.say(work, dial_in, answered)
    if before.sent_by:
        _stands_in(work, dial_in, before.sent_by, request.actor, reply)
    _freshen(work, dial_in, request.actor)
    return Said(dial_in, answered)


def send(work: Work, request: Request, carried: str, collar: str) -> Said:
    """Send somebody in one's own place, who is told; raises Refused as `answer` does, or `own_deputy`."""
    dial_in, before = _open(work, request, carried)
    deputy = person(work, collar)
    if deputy.collar == request.actor:
        raise Refused("own_deputy", block_id="officer")
    if deputy.collar != before.deputy:
        _release(work, dial_in, before)
    answered = replace(before, answer=Reply.DEPUTY.value, deputy=deputy.collar)
    people.say(work, dial_in, answered)
    theirs = people.answers(work, dial_in).get(deputy.collar, Answered(deputy.collar, ""))
    people.say(work, dial_in, replace(theirs, sent_by=request.actor))
    _news(work, dial_in, deputy.collar, Notice.DEPUTY)
    _freshen(work, dial_in, request.actor)
    return Said(dial_in, answered, deputy)


def here(work: Work, request: Request, carried: str) -> Said:
    """Note that somebody is there; raises Refused `dial_in_not_yet` before it begins."""
    dial_in, before = _open(work, request, carried)
    if work.at < dial_in.starts_at - EARLY:
        raise Refused("dial_in_not_yet", starts=dial_in.starts_at)
    answered = replace(before, answer=Reply.COMING.value, here=True)
    people.say(work, dial_in, answered)
    _freshen(work, dial_in, request.actor)
    return Said(dial_in, answered)


def _open(work: Work, request: Request, carried: str) -> tuple[DialIn, Answered]:
    """The occurrence, while one may still answer, and what the asker had said so far."""
    inbox.claim(work, request.id)
    asker, dial_in = person(work, request.actor), one(work, carried, lock=True)
    if dial_in.state != PLANNED or work.at >= dial_in.ends_at:
        raise Refused("dial_in_over")
    said = people.answers(work, dial_in).get(asker.collar)
    if said is None and not _is_for(work, dial_in, asker):
        raise Refused("dial_in_not_for_you")
    return dial_in, said or Answered(asker.collar, "")


def _is_for(work: Work, dial_in: DialIn, asker: Person) -> bool:
    series = stored.all_series(work).get(dial_in.series)
    return series is not None and asker.collar in {p.collar for p in audience(work, series)}


def _stands_in(work: Work, dial_in: DialIn, sender: str, deputy: str, reply: Reply) -> None:
    """Whoever sends somebody has an answer for as long as that one goes, and hears when they do not."""
    theirs = people.answers(work, dial_in).get(sender)
    if theirs is None or theirs.deputy != deputy:
        return
    goes = reply is Reply.COMING
    people.say(work, dial_in, replace(theirs, answer=Reply.DEPUTY.value if goes else ""))
    if not goes:
        _news(work, dial_in, sender, Notice.DECLINED)
    _freshen(work, dial_in, sender)


def _release(work: Work, dial_in: DialIn, before: Answered) -> None:
    """Tell a deputy that they are needed no more, unless they had said that they cannot go."""
    if before.deputy is None or before.answer != Reply.DEPUTY:
        return
    theirs = people.answers(work, dial_in).get(before.deputy)
    if theirs is not None:
        people.say(work, dial_in, replace(theirs, sent_by=None))
    _news(work, dial_in, before.deputy, Notice.RELEASED)


def _news(work: Work, dial_in: DialIn, collar: str, kind: Notice) -> None:
    somebody = work.roster.by_collar(collar)
    if somebody is not None:
        people.add(work, list(tellings_for(work, dial_in, kind, [somebody], dial_in.starts_at)))
        _freshen(work, dial_in, collar)


def _freshen(work: Work, dial_in: DialIn, collar: str) -> None:
    """Bring every message about it up to date that somebody has."""
    told = [t.key for t in people.of(work, dial_in) if t.collar == collar and t.told_at is not None]
    outbox.freshen(work, told)
