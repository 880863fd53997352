"""Putting an alert off, never beyond its next stage or its deadline; and passing it on: *I can't*."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import ladder as rules
from bot.domain.dmm import next_sitting
from bot.domain.duty import on_until
from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.ladder import Due, PassedOver
from bot.domain.offence import RUNNING, Offence
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import sees
from bot.domain.rungs import Step, Way
from bot.services.case import Request, person, tell
from bot.services.ladder.acknowledging import told_of
from bot.services.ladder.climbing import Climb
from bot.services.ladder.reach import one
from bot.services.ladder.rungs import again, began
from bot.store import alerts, inbox, ladder, outbox, snoozes
from bot.store import incidents as stored
from bot.store.ladder import LadderStep, Pair
from bot.store.snoozes import Snooze
from bot.store.work import Work

MEETING = "meeting"
LENGTHS = ("30", "60", "120", MEETING)  # minutes, or until the unit's next meeting begins


@dataclass(frozen=True, slots=True)
class PutOff:
    """How many offences were put off, when the first comes back (UTC), and whether a stage `cut` it short."""

    count: int
    until: datetime
    cut: bool


def snooze(work: Work, request: Request, message_key: str, length: str) -> PutOff:
    """Put off what an alert tells of; whoever did is told of it again then.

    Raises Refused `no_meeting` where none comes, `nothing_to_snooze` where its deadline is over or it is
    decided, `not_yours_to_put_off` to whom no step of it means, and who supervises nobody whom one does.
    """
    found = [each for each in _standing(work, request, message_key) if each.offence.due_at > work.at]
    if not found:
        raise Refused("nothing_to_snooze")
    mine = [each for each in found if request.actor in {p.collar for p in _asked(work, each)}]
    if not mine:
        raise Refused("not_yours_to_put_off", other=_until(work, _asked(work, found[0])))
    made = [put for each in mine if (put := _put_off(work, request, each, length))]
    if not made:
        raise Refused("no_meeting")
    first = min(made, key=lambda put: put.until)
    return PutOff(len(made), first.until, first.cut)


@dataclass(frozen=True, slots=True)
class _Standing:
    """An offence that a message tells of and whose clock runs; on which rung it stands, since when."""

    incident: Incident
    offence: Offence
    began: dict[str, datetime]
    rung: str

    @property
    def pair(self) -> Pair:
        return self.incident.id, self.offence.n

    @property
    def since(self) -> datetime:
        return self.began[self.rung]


def _standing(work: Work, request: Request, message_key: str) -> list[_Standing]:
    """What of a message the asker may see, and nobody has decided."""
    inbox.claim(work, request.id)
    asker, told = person(work, request.actor), told_of(work, message_key)
    held = stored.by_ids(work, [incident_id for incident_id, _ in told]) if told else {}
    found = []
    for incident in (i for i in held.values() if sees(asker, i, work.force)):
        for offence in stored.offences_of(work, incident.id):
            if (incident.id, offence.n) in told and offence.state in RUNNING:
                its = began(work, incident, offence)
                found.append(_Standing(incident, offence, its, rules.current(its, work.at)))
    return found


def _asked(work: Work, each: _Standing) -> list[Person]:
    """Those on duty for whom the steps were meant that have begun, and those above them."""
    steps = (s.tell for s in ladder.of_offences(work, [each.pair]) if s.begins_at <= work.at)
    alert = (one(collar) for collar in alerts.mentioned(work, each.pair))
    return rules.may_put_off(work.roster, work.force, each.incident, [*steps, *alert], work.at)


def _until(work: Work, able: list[Person]) -> tuple[Person, datetime] | None:
    """The first of some people, with the end of their tour (UTC)."""
    found = ((p, on_until(p, work.at, work.force.zone)) for p in able)
    return next(((p, until) for p, until in found if until), None)


def _put_off(work: Work, request: Request, each: _Standing, length: str) -> PutOff | None:
    wanted = _wanted(work, each.incident, length)
    if wanted is None:
        return None
    until = rules.put_off_until(wanted, each.began, each.offence.due_at, work.at)
    _wait(work, each, request.actor, until)
    snoozes.add(work, Snooze(*each.pair, each.rung, request.actor, work.at, until))
    values = {"stage": each.rung, "until": until}
    tell(work, each.incident, Happened.ALERT_SNOOZED, request, each.offence.n, None, **values)
    outbox.freshen_alerts(work, each.incident.id)
    return PutOff(1, until, until < wanted)


def _wanted(work: Work, incident: Incident, length: str) -> datetime | None:
    """When somebody wants to hear of it again (UTC); None where no meeting comes."""
    if length != MEETING:
        return work.at + timedelta(minutes=int(length))
    unit = work.force.units.get(incident.unit)
    dmm, zone = unit.dmm if unit else None, work.force.zone
    sitting = next_sitting(work.at, dmm, zone) if dmm else None
    if sitting and dmm and sitting.begins <= work.at:
        sitting = next_sitting(sitting.ends, dmm, zone)
    return sitting.begins if sitting else None


def _wait(work: Work, each: _Standing, collar: str, until: datetime) -> None:
    """Let the steps that wait be due no earlier than that, and tell whoever put it off again."""
    mine = False
    for step in ladder.waiting(work, [each.pair]):
        if step.begins_at <= work.at and step.due_at < until:
            passed = dict.fromkeys((*step.passed, f"{collar}:{PassedOver.SNOOZED}"))
            ladder.put_off(work, step, until, passed=tuple(passed))
            mine |= step.tell == one(collar)
    if not mine:
        again(work, each.pair, (each.rung, each.since), collar, until, PassedOver.SNOOZED)


def pass_on(work: Work, request: Request, message_key: str) -> list[str]:
    """Tell the next at once of what the asker was told and can't look after; gives whom (collar numbers).

    Raises Refused `not_told` to whom the alert did not name, `nothing_to_snooze` where nothing is undecided.
    """
    ladder.in_turn(work)
    found = _standing(work, request, message_key)
    if not found:
        raise Refused("nothing_to_snooze")
    mine = [each for each in found if _was_told(work, each, request.actor)]
    if not mine:
        raise Refused("not_told")
    told = Climb(work).settle([_next(work, each, request.actor) for each in mine])
    for each in mine:
        _passed_on(work, request, each, [t.person for t in told if t.person and t.step.pair == each.pair])
    return sorted({t.person for t in told if t.person})


def _passed_on(work: Work, request: Request, each: _Standing, instead: list[str]) -> None:
    """Whoever passed it on has it in hand no longer, and every copy and the trail say so."""
    ladder.let_go(work, each.pair, request.actor)
    alerts.let_go(work, each.pair, request.actor)
    values = {"stage": each.rung, "instead": instead}
    tell(work, each.incident, Happened.ALERT_PASSED_ON, request, each.offence.n, None, **values)
    outbox.freshen_alerts(work, each.incident.id)


def _was_told(work: Work, each: _Standing, collar: str) -> bool:
    return any(s.person == collar and s.message_key for s in ladder.of_offences(work, [each.pair]))


def _next(work: Work, each: _Standing, collar: str) -> LadderStep:
    """The next step of the rung, due now; where it has none, one that means whoever stands above."""
    cannot = f"{collar}:{PassedOver.CANNOT}"
    for step in ladder.waiting(work, [each.pair]):
        if step.stage == each.rung and rules.is_loud(step.tell, step.way):
            ladder.put_off(work, step, work.at, passed=(*step.passed, cannot))
            return ladder.by_id(work, step.id)
    place = ladder.last_step(work, each.pair, each.rung) + 1
    above = rules.above(person(work, collar))
    due = Due(each.rung, place, each.since, work.at, Step(above, Way.DIRECT))
    ladder.add(work, each.pair, [due], passed=(cannot,))
    return next(s for s in ladder.waiting(work, [each.pair]) if (s.stage, s.step) == (each.rung, place))
