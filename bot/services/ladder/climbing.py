"""Climbing the escalation ladder: every step that is due is told, once, or ends with the reason why not."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex

from bot.domain import ladder as rules
from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.ladder import ONE, Meant, PassedOver, Reason
from bot.domain.offence import RUNNING, Offence
from bot.domain.people import Person
from bot.domain.rungs import SILENT, Way
from bot.services.case import tell
from bot.services.digests.subscribing import wish_of
from bot.services.ladder.reach import TOLD, Reach, one
from bot.services.ladder.rungs import again, began
from bot.services.messages import notices
from bot.store import alerts, outbox
from bot.store import incidents as stored
from bot.store import ladder as rows
from bot.store.ladder import LadderStep, Pair
from bot.store.subscriptions import DAILY
from bot.store.work import Work

BATCH = 100  # so long a command may wait for the writer
Place = tuple[str, str | None]  # a channel or `@collar`, and the message in whose thread it stands


@dataclass(frozen=True, slots=True)
class Told:
    """A step that is to be told, of which incident, to whom (a collar number), and who was passed over."""

    step: LadderStep
    incident: Incident
    person: str | None = None
    passed: tuple[str, ...] = ()


def climb(work: Work, most: int = BATCH) -> int:
    """Settle the steps that are due at `work.at`, at most so many; gives how many."""
    if not rows.is_due(work):
        return 0
    rows.in_turn(work)
    found = rows.due(work, most)
    Climb(work).settle(found)
    return len(found)


def mentioned(work: Work, reach: Reach, incident: Incident, n: int, rung: str, key: str) -> tuple[str, ...]:
    """Settle the steps of a rung that mention somebody in its alert; gives whom (collar numbers).

    Who cannot be mentioned now is told by a message of their own, when that may be.
    """
    found = list[str]()
    for step in rows.waiting(work, [(incident.id, n)]):
        if step.stage == rung and step.way == Way.MENTION and step.due_at <= work.at:
            meant = reach.meant(incident, step)
            if meant.person and reach.may_be_mentioned(meant.person, incident, key):
                reach.sent(meant.person.collar, key, summary=False)
                values = {"person": meant.person.collar, "message_key": key, "passed": meant.passed}
                rows.settle(work, step, Reason.TOLD, **values)
                found.append(meant.person.collar)
    return tuple(dict.fromkeys(found))


@dataclass(slots=True)
class Climb:
    """The steps of one transaction: looked at one by one, then told in one message a person or thread."""

    work: Work
    reach: Reach = field(init=False)
    _told: dict[Place, list[Told]] = field(default_factory=lambda: defaultdict(list))
    _offences: dict[Pair, Offence] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reach = Reach(self.work)

    def settle(self, found: list[LadderStep]) -> list[Told]:
        """Settle these steps; gives what was told."""
        held = stored.with_offences_of(self.work, sorted({s.incident_id for s in found})) if found else []
        self._offences = {(i.id, o.n): o for i, offences in held for o in offences}
        incidents = {incident.id: incident for incident, _ in held}
        for step in found:
            self._look(step, incidents[step.incident_id])
        for place, items in self._told.items():
            self._send(place, sorted(items, key=_pressing))
        return [item for items in self._told.values() for item in items]

    def _look(self, step: LadderStep, incident: Incident) -> None:
        """End a step that tells nobody, or lay it aside for the message that tells of it."""
        over = self._over(step, incident)
        if over is not None:
            rows.settle(self.work, step, over)
        elif step.way == Way.LIST:
            found = rules.of_role(self.work.roster, self.work.force, incident, step.tell, self.work.at)
            rows.settle(self.work, step, Reason.LISTED, person=found[0].collar if found else None)
        elif step.way == Way.CHANNEL:
            self._told[self._thread(step, incident)].append(Told(step, incident))
        else:
            self._find(step, incident)

    def _over(self, step: LadderStep, incident: Incident) -> Reason | None:
        """Why nobody need be told any more."""
        offence = self._offences[step.pair]
        if offence.state not in RUNNING:
            return Reason.DECIDED
        if step.way in SILENT or step.tell.startswith(ONE):
            return None
        its = began(self.work, incident, offence) | {step.stage: step.begins_at}
        return Reason.OVERTAKEN if rules.overtaken(step.stage, its, self.work.at) else None

    def _find(self, step: LadderStep, incident: Incident) -> None:
        """Find whom a step means; whoever sleeps hears of it when their quiet hours end."""
        meant = self.reach.meant(incident, step)
        passed = tuple(dict.fromkeys((*step.passed, *meant.passed)))
        self._after_quiet(step, meant)
        if meant.person is None:
            rows.settle(self.work, step, Reason.NOBODY, passed=passed)
            tell(
                self.work, incident, Happened.NOBODY_TOLD, None, step.n,
                stage=step.stage, tell=step.tell, passed=list(passed),
            )  # fmt: skip
        else:
            self._lay_aside(Told(step, incident, meant.person.collar, passed), meant.person)

    def _lay_aside(self, told: Told, person: Person) -> None:
        """Leave it to somebody's next digest, or to the message that is sent; who gets none gets that."""
        if told.step.way == Way.DIGEST:
            wish = wish_of(self.work, person, DAILY)
            if wish.wanted and told.incident.unit in wish.units:
                values = {"person": person.collar, "passed": told.passed}
                rows.settle(self.work, told.step, Reason.IN_DIGEST, **values)
                return
        self._told[self._place(told.step, told.incident, person)].append(told)

    def _after_quiet(self, step: LadderStep, meant: Meant) -> None:
        for collar in rules.for_whom(meant.passed, PassedOver.QUIET):
            person = self.work.roster.by_collar(collar)
            until = self.reach.quiet_until(person) if person else None
            if until:
                again(self.work, step.pair, (step.stage, step.begins_at), collar, until, PassedOver.QUIET)

    def _place(self, step: LadderStep, incident: Incident, person: Person) -> Place:
        """A mention that comes later than its rung stands in the alert's thread; what else, with the person.

        Whoever had no room in the alert itself is told by a message of their own.
        """
        later, root = step.due_at > step.begins_at, alerts.newest(self.work, step.pair)
        if step.way == Way.MENTION and later and self.reach.may_be_mentioned(person, incident, ""):
            return notices.channel_of(self.work, incident), root
        return one(person.collar), None

    def _thread(self, step: LadderStep, incident: Incident) -> Place:
        return notices.channel_of(self.work, incident), alerts.newest(self.work, step.pair)

    def _send(self, place: Place, items: list[Told]) -> None:
        channel, root = place
        if channel.startswith(ONE):
            self._send_to(channel.removeprefix(ONE), items)
            return
        key = _key(channel)
        outbox.put(self.work, key, channel, TOLD, key, thread_of=root)
        for item in items:
            if item.person:
                self.reach.sent(item.person, key, summary=False)
            self._settle(item, Reason.TOLD, key)

    def _send_to(self, collar: str, items: list[Told]) -> None:
        """One message to a person: a new one, that of this minute, or the summary where an hour is full."""
        before, limit = self.reach.heard(collar), self.work.force.ladder.messages_an_hour
        why = [self._why(item, rules.is_summary(before.number, limit)) for item in items]
        join = before.summary if before.number >= limit else before.newest
        key = join or _key(one(collar))
        outbox.put(self.work, key, one(collar), TOLD, key)
        if join is None:
            self.reach.sent(collar, key, summary=set(why) != {Reason.TOLD})
        for item, reason in zip(items, why, strict=True):
            self._settle(item, reason, key)

    def _why(self, item: Told, full: bool) -> Reason:
        if full:
            return Reason.SUMMED_UP
        if f"{item.person}:{PassedOver.QUIET}" in item.step.passed:
            return Reason.AFTER_QUIET
        return Reason.LATE if self.work.at - item.step.due_at > rules.LATE else Reason.TOLD

    def _settle(self, item: Told, reason: Reason, key: str) -> None:
        capped = (f"{item.person}:{PassedOver.CAPPED}",) if reason is Reason.SUMMED_UP else ()
        values = {"person": item.person, "message_key": key, "passed": item.passed + capped}
        rows.settle(self.work, item.step, reason, **values)


def _key(place: str) -> str:
    return f"{TOLD}:{place}:{token_hex(6)}"


def _pressing(item: Told) -> tuple[bool, int, datetime]:
    return rules.pressing(item.step.stage, item.incident.restricted, item.step.due_at)
