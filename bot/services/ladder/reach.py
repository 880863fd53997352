"""Who can be told now: an account, no quiet hours, and no more messages in an hour than the force allows."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.incident import Incident
from bot.domain.ladder import ONE, Barred, Meant, PassedOver, is_summary, meant, quiet_until, wakes
from bot.domain.people import Person
from bot.domain.rungs import Quiet
from bot.services.messages.notices import channel_of
from bot.store import ladder, quiet
from bot.store.ladder import Heard, LadderStep
from bot.store.work import Work

TOLD = "told"  # the bulletin: what one person is told, or a channel in the thread of an alert


@dataclass(slots=True)
class Reach:
    """What is known of people in one transaction; ask it while the ladder is yours (`ladder.in_turn`)."""

    work: Work
    _own: dict[str, Quiet | None] | None = None
    _heard: dict[str, Heard] = field(default_factory=dict)

    def meant(self, incident: Incident, step: LadderStep) -> Meant:
        """Whom a step means now, and who was passed over, each with why."""
        force, at = self.work.force, self.work.at
        return meant(self.work.roster, force, incident, step.tell, at, self._barred(incident, step))

    def _barred(self, incident: Incident, step: LadderStep) -> Barred:
        awake = wakes(step.tell, step.stage, incident)

        def why(person: Person) -> PassedOver | None:
            if f"{person.collar}:{PassedOver.CANNOT}" in step.passed:
                return PassedOver.CANNOT
            if not person.slack_ids:
                return PassedOver.NO_ACCOUNT
            return PassedOver.QUIET if not awake and self.quiet_until(person) else None

        return why

    def quiet_until(self, person: Person) -> datetime | None:
        """When somebody's quiet hours end (UTC), if it is quiet for them now: their own, or the force's."""
        if self._own is None:
            self._own = quiet.hours(self.work)
        hours = self._own.get(person.collar, self.work.force.ladder.quiet)
        return quiet_until(person, hours, self.work.at, self.work.force.zone)

    def heard(self, collar: str) -> Heard:
        """What somebody had in the last hour."""
        if collar not in self._heard:
            self._heard[collar] = ladder.heard(self.work, collar, own_key(collar))
        return self._heard[collar]

    def may_be_mentioned(self, person: Person, incident: Incident, key: str) -> bool:
        """Whether somebody reads the channel of an incident, and has room this hour for this message."""
        number, most = self.heard(person.collar).number, self.work.force.ladder.messages_an_hour
        full = is_summary(number, most) and not ladder.is_noted(self.work, key, person.collar)
        return self._reads(person, channel_of(self.work, incident)) and not full

    def _reads(self, person: Person, channel: str) -> bool:
        """Whether a mention in a channel reaches somebody; where Slack did not tell who reads it, it may."""
        members = self.work.members.get(channel)
        return members is None or not members.isdisjoint(person.slack_ids)

    def sent(self, collar: str, key: str, summary: bool) -> None:
        """Note a message to somebody."""
        before = self.heard(collar)
        fresh = ladder.note(self.work, key, collar, summary)
        newest = key if key.startswith(own_key(collar)) else before.newest
        self._heard[collar] = Heard(before.number + fresh, key if summary else before.summary, newest)


def own_key(collar: str) -> str:
    """How the keys of messages begin that are somebody's own."""
    return f"{TOLD}:{ONE}{collar}:"


def one(collar: str) -> str:
    """How a step names one person whom it means."""
    return f"{ONE}{collar}"
