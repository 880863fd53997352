"""What handlers and jobs are handed: the store, the words, the clock, and who is asking."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.force import Force
from bot.domain.people import Person, Roster
from bot.domain.reference import Reference, read_reference, readable
from bot.domain.refusal import Refused
from bot.domain.unnamed import Tally
from bot.pulse import Pulse
from bot.services.case import Request, Target
from bot.services.incidents import finding
from bot.slack.render import Renderer
from bot.slack.story import Part, Story
from bot.store.store import Store
from bot.store.work import Work

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Kit:
    """Composed once in bot/app.py; `prefix` stands before every command's name."""

    force: Force
    store: Store
    words: Renderer
    clock: Clock
    prefix: str = ""
    anchors: Path | None = None  # the file outside the database that the trail is compared with
    languages: dict[str, str] = field(default_factory=dict)  # collar number -> chosen language
    stories: tuple[Story, ...] = ()
    parts: dict[str, Part] = field(default_factory=dict)  # every command and verb, by its origin
    read_roster: Callable[[], tuple[Person, ...]] = tuple  # from its file, as that is now
    pulse: Pulse = field(default_factory=Pulse)
    unnamed: Tally = field(default_factory=Tally)

    @property
    def roster(self) -> Roster:
        """Everybody on today's roster."""
        return self.store.roster.on(self.clock.story().astimezone(ZoneInfo(self.force.zone)).date())

    def language(self, person: Person | None) -> str:
        """The language that a person chose, else the roster's word for them, else the force's first."""
        if person is None:
            return self.force.languages[0]
        return self.languages.get(person.collar) or person.language or self.force.languages[0]

    def present(self, at: datetime) -> dict[str, Any]:
        """What every template may speak of: the instant, the roster and the force."""
        return {"at": at, "people": self.roster, "force": self.force}

    def channel_language(self, channel: str) -> str:
        """The language of a channel's messages, or of those to a person (`@842`, `home@842`)."""
        _, to_a_person, collar = channel.rpartition("@")
        if to_a_person:
            return self.language(self.roster.by_collar(collar))
        return self.force.channel_languages.get(channel, self.force.languages[0])


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody asked of us in Slack, resolved: who, when (story time, UTC), where, and in what words.

    `values` is what a form holds, by block id; `value` what a button carries, `chosen` an overflow's choice.
    """

    kit: Kit
    person: Person
    at: datetime
    id: str
    text: str = ""
    channel: str = ""
    slack_id: str = ""
    value: str = ""
    chosen: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    metadata: str = ""
    message: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""  # the command without its prefix, or the action or form that was used

    @property
    def lang(self) -> str:
        """The asker's language."""
        return self.kit.language(self.person)

    @property
    def words(self) -> list[str]:
        """The words of a command."""
        return self.text.split()

    @property
    def zone(self) -> ZoneInfo:
        """The force's own time zone."""
        return ZoneInfo(self.kit.force.zone)

    def given(self, block_id: str) -> str:
        """What a form says under an input that it must have; raises Refused `stale` where that is nothing."""
        found = self.values.get(block_id)
        if not isinstance(found, str) or not found:
            raise Refused("stale")
        return found

    @property
    def today(self) -> date:
        """The local day."""
        return self.at.astimezone(self.zone).date()

    def request(self, part: str = "", decider: str | None = None) -> Request:
        """This delivery, as services know it; `part` tells apart the steps of one with several."""
        return Request(f"{self.id}{part}", self.person.collar, decider)

    def say(self, template: str, **values: Any) -> str:
        """A line of words in the asker's language, such as a choice in a menu."""
        return self.kit.words.line(template, self.lang, **self.kit.present(self.at), **values)

    def reference(self, typed: str) -> Reference:
        """The reference that a word is; raises Refused `not_a_reference`."""
        found = read_reference(typed, self.today, self.kit.force.links.values())
        if found is None:
            raise Refused("not_a_reference", typed=readable(typed)[:40])
        return found

    async def find(self, typed: str) -> Target:
        """The incident that a word means; raises Refused `not_a_reference` or `unknown_incident`."""
        return await self.read(finding.find, self.reference(typed), self.person)

    async def decide(
        self, service: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a service in a transaction of its own; what it raises is what the asker is told."""
        return await self.kit.store.write(service, self.at, *args, **kwargs)

    async def decide_on(
        self,
        typed: str,
        service: Callable[Concatenate[Work, Request, Target, P], T],
        request: Request,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Find the incident that a word means and run a service on it, both in one transaction."""
        reference = self.reference(typed)

        def on_found(work: Work) -> T:
            incident = finding.found(work, reference, self.person)
            target = Target(incident.key, reference.n, found=incident)
            return service(work, request, target, *args, **kwargs)

        return await self.decide(on_found)

    async def read(self, query: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the store something."""
        return await self.kit.store.read(query, self.at, *args, **kwargs)
