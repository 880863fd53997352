"""F4: the whole bot is killed under load, again and again: nothing acknowledged is lost, nothing doubled."""

import asyncio
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.clock import STAGES, Stage
from bot.domain.facts import Happened
from bot.domain.incident import IncidentReport
from bot.services.ladder.stages import LOUD
from bot.store.tables import incidents, messages, offences, trail
from tests.faults.premises import SERVE, Premises, premises, theft
from workspace.click import Person

BRISK = ("tests.faults.serving",)
CARELESS = (*BRISK, "carelessly")
SERGEANTS = {
    "carmarthenshire": ("U0MORGAN", "842"),
    "ceredigion": ("U0BOWEN", "655"),
    "pembrokeshire": ("U0LLOYD", "731"),
    "powys": ("U0PUGH", "388"),
}
DECIDED = Happened.INCIDENT_ALLOCATED, Happened.CRIME_RECORDED, Happened.OFFENCE_ADDED
CROSSED, TOLD = Happened.STAGE_CROSSED, Happened.PEOPLE_TOLD
AT_ONCE = 2000  # ms: an answer that took longer says only that it is not yet recorded
TROUBLE = (
    {"method": "slash_commands", "kind": "duplicate", "probability": 0.1},
    {"method": "chat.postMessage", "kind": "drop_after", "probability": 0.05},
)
IN_FLIGHT = {"method": "chat.postMessage", "kind": "slow", "seconds": 0.3, "times": 1}
Seen = Counter[tuple[str, ...]]


@dataclass
class Load:
    """Sergeants of four counties who decide as fast as they are answered, and what they were told."""

    place: Premises
    told: Seen = field(default_factory=Counter)
    up: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self, each: int) -> list[asyncio.Task[None]]:
        """So many incidents for each; an hour old, so that no stage is near."""
        tasks = []
        for place, (unit, (slack_id, officer)) in enumerate(SERGEANTS.items()):
            numbers = range(1 + place * each, 1 + (place + 1) * each)
            mine = [theft(number, unit, timedelta(hours=1)) for number in numbers]
            self.place.receive(*mine)
            person = self.place.workspace.person(slack_id)
            tasks.append(asyncio.create_task(self._decide(person, officer, mine)))
        return tasks

    async def _decide(self, person: Person, officer: str, reports: list[IncidentReport]) -> None:
        """Three decisions on each incident, each asked for once, whatever comes of it."""
        for report in reports:
            ref, crime = report.key.ref, f"47/{report.key.number}/26"
            commands = f"/allocate {ref} {officer}", f"/record {ref} {crime}", f"/add-offence {ref}"
            for kind, command in zip(DECIDED, commands, strict=True):
                await self.up.wait()
                answer = await person.say(f"#bcu-{report.unit}", command)
                if answer["ok"] and answer["answered_in_ms"] < AT_ONCE:
                    self.told[kind, str(report.key)] += 1
                elif answer.get("error") == "dispatch_failed":
                    self.up.clear()  # nobody is there: until the next bot is well


@dataclass
class Lives:
    """One bot after the other, each killed in the middle of something."""

    place: Premises
    load: Load
    program: tuple[str, ...]
    dice: random.Random = field(default_factory=lambda: random.Random(4))

    async def begin(self) -> None:
        bot = await self.place.start(*self.program)
        await self.place.workspace.deliver_to(f"{bot.address}/slack/events")
        self.load.up.set()

    async def live(self, count: int) -> None:
        for number in range(count):
            await self.place.workspace.faults(*TROUBLE)
            await self.begin()
            await (self._in_a_post() if number % 2 else self._after_some_acks())
            await self.place.bots[-1].kill()

    async def _after_some_acks(self) -> None:
        enough = self.load.told.total() + self.dice.randint(10, 40)
        await self.place.workspace.until(lambda: self.load.told.total() >= enough, 60, "some acks")

    async def _in_a_post(self) -> None:
        """Slack has the request and will carry it out; the bot will never hear of it."""
        await self.place.workspace.faults(IN_FLIGHT, *TROUBLE)

        async def struck() -> bool:
            return (await self.place.workspace.state())["rules"][0]["times"] == 0

        await self.place.workspace.until(struck, 60, "a post under way")


def due_soon(place: Premises, groups: int, seconds: float) -> list[IncidentReport]:
    """Incidents that nobody decides: every so many seconds one of each county becomes overdue."""
    soon = [
        theft(90_000 + 10 * group + n, unit, timedelta(hours=24, seconds=-group * seconds))
        for group in range(1, groups + 1)
        for n, unit in enumerate(SERGEANTS)
    ]
    place.receive(*soon)
    return soon


def crossings(soon: list[IncidentReport]) -> Seen:
    """What the trail is to say of them: each stage once, and once whom Slack showed it to."""
    keys = [str(report.key) for report in soon]
    crossed = [(CROSSED, key, stage.code) for key in keys for stage in STAGES]
    told = [(TOLD, key, stage.code) for key in keys for stage in Stage(LOUD)]
    return Counter((*crossed, *told))


def on_the_trail(place: Premises) -> Seen:
    """How often the trail says what is to be said once."""
    found: Seen = Counter()
    for stream, text in place.rows(select(trail.c.stream, trail.c.body)):
        body = json.loads(text)
        if body["kind"] in DECIDED:
            found[body["kind"], stream] += 1
        elif body["kind"] in (CROSSED, TOLD):
            found[body["kind"], stream, body["values"]["stage"]] += 1
    return found


def decided(place: Premises) -> Seen:
    """What the incidents and offences themselves say was decided."""
    of_offences = select(incidents.c.key).join(offences)
    asked = (
        select(incidents.c.key).where(incidents.c.oic.is_not(None)),
        of_offences.where(offences.c.crime_ref.is_not(None)),
        of_offences.where(offences.c.n == 2),
    )
    pairs = zip(DECIDED, asked, strict=True)
    return Counter((kind, key) for kind, question in pairs for (key,) in place.rows(question))


async def settled(place: Premises, soon: list[IncidentReport]) -> bool:
    """Whether every stage was crossed and told, and Slack shows all that it should."""
    behind = messages.c.wanted > messages.c.shown
    return not crossings(soon) - on_the_trail(place) and not place.rows(select(messages.c.key).where(behind))


@dataclass(frozen=True)
class Found:
    """What is missing, and what is there too often, on the trail, in the tables and in Slack."""

    lost: Seen
    doubled: Seen


async def found(place: Premises, load: Load, soon: list[IncidentReport]) -> Found:
    """Compare what people were told with what is there."""
    said, held = on_the_trail(place), decided(place)
    stands = Counter(("message", row.uid) for row in place.rows(select(messages)) if row.ts)
    shown: Seen = Counter({("message", uid): n for uid, n in (await place.uids()).items()})
    of_decisions: Seen = Counter({key: 1 for key in said if key[0] in DECIDED})
    wanted = load.told + crossings(soon)
    lost = (wanted - said) + (load.told - held) + (of_decisions - held) + (stands - shown)
    doubled = Counter({key: n - 1 for key, n in said.items()}) + (held - of_decisions) + (shown - stands)
    print(f"{load.told.total()} acknowledged, {len(of_decisions)} on the trail, {len(shown)} messages")
    return Found(lost, +doubled)


async def killed(place: Premises, program: tuple[str, ...], kills: int, seconds: float) -> Found:
    """Kill so many bots under load; the last one lives until all is told."""
    load = Load(place)
    soon = due_soon(place, kills + 1, seconds)
    sergeants = load.begin(each=40 * kills)
    lives = Lives(place, load, program)
    await lives.live(kills)
    for sergeant in sergeants:
        sergeant.cancel()
    await asyncio.wait(sergeants)
    await lives.begin()
    await place.workspace.until(lambda: settled(place, soon), 120, "all to be told")
    return await found(place, load, soon)


MANY = pytest.param(SERVE, 50, 4.0, marks=pytest.mark.faults, id="serve-50")


@pytest.mark.parametrize(("program", "kills", "seconds"), [pytest.param(BRISK, 3, 1.5, id="brisk-3"), MANY])
async def test_a_bot_killed_under_load_loses_nothing_and_doubles_nothing(
    database_url: str, tmp_path: Path, program: tuple[str, ...], kills: int, seconds: float
) -> None:
    async with premises(database_url, tmp_path) as place:
        assert await killed(place, program, kills, seconds) == Found(Counter(), Counter())
        assert place.whole()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_bot_that_acks_first_and_resends_loses_and_doubles(database_url: str, tmp_path: Path) -> None:
    async with premises(database_url, tmp_path) as place:
        careless = await killed(place, CARELESS, 2, 1.5)
    lost = sum(kind in DECIDED for kind, *_ in careless.lost)
    doubled = sum(kind == "message" for kind, *_ in careless.doubled)
    print(f"acked first and simply sent again: {lost} decisions lost, {doubled} messages doubled")
    assert lost
    assert doubled
