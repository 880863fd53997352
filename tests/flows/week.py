"""A whole week of the four BCUs, played by their people on a clock that is moved by hand."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.config import SHIPPED_FORCE
from bot.domain.incident import IncidentKey, IncidentReport
from bot.services.feeds import intake
from bot.store.tables import metadata, trail
from bot.store.work import Work
from tests.builders import FORCE
from tests.flows.rig import Place, at_work, say
from tests.standing import standing
from workspace.click import Answer, Person

LONDON = ZoneInfo(FORCE.zone)
CHAIRS = {
    "carmarthenshire": "U0CHAIR",
    "ceredigion": "U0EVANS",
    "pembrokeshire": "U0THOMAS",
    "powys": "U0JONES",
}
MEETS = {"carmarthenshire": "08:30", "ceredigion": "09:00", "pembrokeshire": "09:15", "powys": "09:30"}
SUBSCRIBERS = ("U0MORGAN", "U0BOWEN", "U0LLOYD", "U0PUGH", "U0PARRY", "U0CHAIR", "U0PROBERT")
TUESDAY, WEDNESDAY, THURSDAY, SATURDAY = 1, 2, 3, 5
NOT_HELD, LEFT_OPEN = ("powys", WEDNESDAY), ("ceredigion", TUESDAY)
HALTS = ("00:10", "06:30", "07:00", "08:00", "13:00", "14:00", "18:30", "22:00")


@dataclass
class Week:
    """The force at work in the week that begins on `monday`; days are counted from it."""

    place: Place
    monday: date
    open: dict[str, list[str]] = field(default_factory=dict)  # by unit, what was reported and is undecided
    numbers: int = 100

    def instant(self, day: int, at: str) -> datetime:
        """The instant (UTC) of a local time of one of the days."""
        local = datetime.combine(self.monday + timedelta(days=day), time.fromisoformat(at), LONDON)
        return local.astimezone(UTC)

    async def until(self, day: int, at: str) -> None:
        """Let story time pass up to a local time, with a halt wherever something wakes."""
        to = self.instant(day, at)
        days = (day - 1, day)
        halts = [to, *(self.instant(each, halt) for each in days for halt in HALTS)]
        for halt in sorted({h for h in halts if self.place.at < h <= to}):
            await self.place.move(seconds=(halt - self.place.at).total_seconds())

    def person(self, account: str) -> Person:
        """Somebody of the cast."""
        return self.place.workspace.person(account)

    async def types(self, account: str, text: str, unit: str = "carmarthenshire") -> Answer:
        """Let somebody type a command in a unit's channel."""
        return await say(self.person(account), text, f"#{FORCE.units[unit].channel}")

    async def reported(self, unit: str, count: int) -> None:
        """Let the feed tell of some thefts that were reported an hour ago."""
        day = self.place.at.astimezone(LONDON).date()
        for _ in range(count):
            self.numbers += 1
            key = IncidentKey(FORCE.id, day, str(self.numbers))
            told = IncidentReport(key, self.place.at - timedelta(hours=1), "theft", "theft", unit)
            await self.place.app.kit.store.write(intake.take, self.place.at, "control", [told])
            self.open.setdefault(unit, []).append(key.ref)
        await self.place.settle()

    async def meeting(self, unit: str, day: int) -> None:
        """Hold a unit's meeting: look at every item but in one of them, and end it."""
        await self.until(day, MEETS[unit])
        if (unit, day) == NOT_HELD:
            return
        chair, refs = CHAIRS[unit], self.open[unit]
        await self.types(chair, f"/dmm start {unit} @{chair_of(self.place, chair)}", unit)
        left = (unit, day) == LEFT_OPEN
        for ref in refs[left:]:
            await self.types(chair, f"/dmm review {ref} looked at, to be recorded today", unit)
        if left:
            await self.types(chair, "/dmm end INF the officer is in court until noon", unit)
        else:
            await self.ended(unit)

    async def ended(self, unit: str) -> None:
        """End a meeting with its form."""
        answer = await self.person(CHAIRS[unit]).command(f"#{FORCE.units[unit].channel}", f"/dmm end {unit}")
        form = answer.form or await self.person(CHAIRS[unit]).form()
        sent = await form.submit()
        assert sent.ok, sent.errors

    async def recorded(self, unit: str) -> None:
        """Record everything that is open in a unit, the officers reading the log until noon."""
        for ref in self.open.pop(unit, []):
            await self.types(CHAIRS[unit], f"/record {ref} 47/{ref.partition('/')[0]}/26", unit)

    def nth(self, day: date) -> int:
        """Which day of the week a date is, counted from its Monday."""
        return (day - self.monday).days

    def columns(self, table: str, *names: str) -> list[tuple[Any, ...]]:
        """Some columns of every row of a table."""
        found = metadata.tables[table]
        asked = select(*(found.c[name] for name in names))
        return self._read(lambda work: list(map(tuple, work.conn.execute(asked))))

    def facts(self, kind: str, stream: str) -> list[dict[str, Any]]:
        """The facts of a kind on all trails whose names begin so."""
        asked = select(trail.c.stream, trail.c.body).where(trail.c.stream.startswith(stream))
        rows = self._read(lambda work: list(map(tuple, work.conn.execute(asked.order_by(trail.c.id)))))
        found = [{"stream": on} | json.loads(body) for on, body in rows]
        return [fact for fact in found if fact["kind"] == kind]

    def _read(self, query: Callable[[Work], list[Any]]) -> list[Any]:
        return self.place.app.kit.store.read_now(query, self.place.at)

    async def standing(self) -> Counter[str]:
        """How often each message of ours stands in Slack."""
        return await standing(self.place.app.client)


def chair_of(place: Place, account: str) -> str:
    """The collar number behind an account."""
    found = place.app.kit.roster.by_slack(account)
    assert found is not None
    return found.collar


@asynccontextmanager
async def played(url: str, folder: Path, monday: date) -> AsyncIterator[Week]:
    """The week, played to its end: what it left in the store and in Slack is there while the block runs."""
    evening = datetime.combine(monday - timedelta(days=1), time(21, 40), LONDON).astimezone(UTC)
    async with at_work(url, folder, starts=evening, COFNOD_FORCE=one_dial_in(folder)) as place:
        week = Week(place, monday)
        await subscribed(week)
        for day in range(7):
            await one_day(week, day)
        await week.until(7, "00:10")
        yield week


def one_dial_in(folder: Path) -> str:
    """The force as it ships, with one series of dial-ins only."""
    file, others = folder / "force.toml", ("crb = { en", "promoted = {", "risk = {")
    lines = SHIPPED_FORCE.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not (line.startswith(others) and "minutes = " in line)]
    file.write_text("\n".join(kept), encoding="utf-8")
    return str(file)


async def subscribed(week: Week) -> None:
    """Those whom force.toml does not name ask for the daily digest."""
    for account in SUBSCRIBERS:
        person = week.person(account)
        await person.command("dm", "/digest settings")
        form = await person.form("daily digest")
        await form.fill({"The daily digest": "At the start of each tour of duty"})
        assert (await form.submit()).ok
        await form.close()


async def one_day(week: Week, day: int) -> None:
    """Reports come in the night, meetings are held, all is recorded by noon; some days have more to them."""
    await week.until(day, "06:30")
    for unit in CHAIRS:
        await week.reported(unit, 3)
    for unit in sorted(CHAIRS, key=MEETS.__getitem__):
        await week.meeting(unit, day)
    await week.until(day, "11:00")
    for unit in CHAIRS:
        await week.recorded(unit)
    await week.until(day, "18:00")
    if day == WEDNESDAY:
        await handed_over(week)
        await week.types("U0HUGHES", leave(week))


def leave(week: Week) -> str:
    """Inspector Hughes goes on leave for two days, and Inspector Thomas covers."""
    first, last = (week.monday + timedelta(days=n) for n in (THURSDAY, SATURDAY))
    return f"/off-duty from {first:%d/%m} 07:00 until {last:%d/%m} 07:00 cover @thomas"


async def handed_over(week: Week) -> None:
    """Two sergeants hand over what they hold: one is accepted, the other declined."""
    for unit, sergeant in (("carmarthenshire", "morgan"), ("ceredigion", "bowen")):
        await week.reported(unit, 1)
        await week.types(CHAIRS[unit], f"/allocate {week.open[unit][-1]} @{sergeant}", unit)
    await week.types("U0MORGAN", "/handover @lloyd")
    await week.types("U0BOWEN", "/handover @pugh", "ceredigion")
    await week.place.settle()
    offered = await week.person("U0LLOYD").expect_message("dm", "Take over")
    await offered.click("Take over")
    offered = await week.person("U0PUGH").expect_message("dm", "Take over")
    form = await offered.click("Decline", expect="form")
    await form.fill({form.fields[0]: "two of ours are at court until nine"})
    assert (await form.submit()).ok
