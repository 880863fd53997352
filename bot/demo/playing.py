"""Plays a script: moves the clock, lets people act, and compares what came of it with what was expected."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.demo.gestures import Cast
from bot.demo.script import Script, Step, spoken
from bot.demo.stage import Demonstration
from bot.domain.incident import Incident, IncidentKey
from bot.domain.offence import Offence
from bot.store import incidents as stored
from bot.store.work import Work

Held = tuple[Incident, tuple[Offence, ...]]


@dataclass(frozen=True, slots=True)
class Surprise:
    """A step that did not come out as written: what was expected, and what was found."""

    step: Step
    expected: str
    found: str


@dataclass(slots=True)
class Player:
    """Plays to the end whatever happens, and remembers each surprise."""

    demo: Demonstration
    script: Script
    refused: int = 0
    surprises: list[Surprise] = field(default_factory=list)

    async def play(self) -> None:
        """Every step, then the rest of the day."""
        cast = Cast(self.demo.workspace)
        for step in self.script.steps:
            await self.demo.move_to(step.at)
            await self._step(step, cast)
        await self.demo.move_to(self.script.ends)

    async def _step(self, step: Step, cast: Cast) -> None:
        before = await self._held(step)
        try:
            text = await self._gesture(step, cast)
        except AssertionError as problem:
            self.surprises.append(Surprise(step, "an answer", str(problem)))
            return
        await self.demo.app.listeners.settle()
        await self.demo.app.dispatcher.settle()
        after = await self._held(step)
        found = [*_worded(step, text, self.demo.world.ref), *_changed(step, before, after)]
        self.surprises.extend(Surprise(step, expected, got) for expected, got in found)
        self.refused += step.refused is not None and not found

    async def _gesture(self, step: Step, cast: Cast) -> str:
        ref = self.demo.world.ref
        if step.says:
            return await cast.types(step, spoken(step.says, ref))
        return await cast.clicks(step, ref(step.near))

    async def _held(self, step: Step) -> Held | None:
        if not step.of:
            return None
        key = self.demo.world.key(step.incident)
        return await self.demo.app.kit.store.read(_held, self.demo.clock.story(), key)


def _held(work: Work, key: IncidentKey) -> Held | None:
    found = stored.by_key(work, key)
    return (found, tuple(stored.offences_of(work, found.id))) if found else None


def _worded(step: Step, text: str, ref: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """The words that are missing in an answer."""
    for words in (*(step.refused or ()), *(step.shows or ())):
        wanted = spoken(words, ref)
        if wanted not in text:
            yield wanted, text
    if not text:
        yield "words", text


def _changed(step: Step, before: Held | None, after: Held | None) -> Iterator[tuple[str, str]]:
    """What is otherwise than it should be."""
    if step.refused is not None and before != after:
        yield "nothing changed", str(after)
    if after is None:
        return
    incident, offences = after
    state = next((o.state.value for o in offences if o.n == step.offence), "")
    if step.becomes and state != step.becomes:
        yield step.becomes, state
    if step.oic and incident.oic != step.oic:
        yield step.oic, str(incident.oic)
