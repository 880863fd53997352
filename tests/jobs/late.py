"""A feed that changes its mind: what it says poll by poll, through a real door, and what a user notices."""

import csv
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bot.composing import composer
from bot.domain.clock import Stage
from bot.domain.incident import IncidentKey
from bot.domain.listing import Line
from bot.kit import Kit
from bot.services.case import Request, Target
from bot.services.feeds import overview
from bot.services.incidents import histories, listings
from bot.sources.drop_folder import DropFolder
from bot.sources.feed import Feed
from bot.sources.http_queue import HttpQueue
from bot.sources.mapping_file import parse_mapping
from bot.store.outbox import Message
from bot.store.polls import Poll
from jobs.move_on import move_on
from jobs.poll import poll
from tests.builders import DAY, FORCE, Station
from tests.sources.queues import Queue

COLUMNS = ("log", "reported", "logged", "category", "unit", "grade", "crimes")
MAPPING = """
name = "storm"
force = "dyfed-powys"
kind = "{kind}"

[format]
type = "{type}"
{where}

[reference]
column = "log"
pattern = '{pattern}'
{day}

[fields]
reported_at = {{ column = "reported", formats = ["iso", "%d/%m/%Y %H:%M", "%d/%m/%Y"] }}
logged_at = {{ column = "logged", formats = ["iso", "%d/%m/%Y %H:%M"] }}
category = "category"
unit = "unit"
grade = "grade"
crime_refs = {{ column = "crimes", separator = ";" }}

[alarms]
shrink_floor = 5
{door}
"""
OF_ITS_DAY = r"(?P<number>\d+)/(?P<day>\d{2})-(?P<month>\d{2})-(?P<year>\d{4})"
DOORS = {
    "drop_folder": ("csv", "", '[folder]\npattern = "*.csv"'),
    "http_queue": ("json", 'records = "calls"', '[http]\nurl = "{url}"\ntimeout = 5'),
}
Row = dict[str, str]


def row(log: str = "123/20-11-2026", reported: str = "2026-11-20T13:00:00Z", **more: str) -> Row:
    """One row of the export; a theft in Carmarthenshire, reported an hour before the first poll."""
    return {
        "log": log, "reported": reported, "logged": "", "category": "theft", "unit": "carmarthenshire",
        "grade": "2", "crimes": "",
    } | more  # fmt: skip


def as_csv(rows: list[Row]) -> str:
    """The export as a drop folder gets it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@dataclass
class Day:
    """A force with one feed: what it says, and what people see."""

    kit: Kit
    feed: Feed
    publish: Callable[[list[Row], str], None]
    files: list[str] = field(default_factory=list)

    async def says(self, *rows: Row, file: str = "export.csv", **later: float) -> Poll:
        """The feed says this after a while; it is polled, and the clock looks once."""
        self.kit.clock.hands.at += timedelta(**later)  # type: ignore[attr-defined] # a clock of the tests
        self.publish(list(rows), file)
        count = await poll(self.kit, self.feed)
        await move_on(self.kit)
        return count

    def at(self, number: str = "123", day: Any = DAY) -> "Seen":
        """What there is to see of an incident."""
        return Seen(self.kit, IncidentKey(FORCE.id, day, number))

    def list_of(self, code: str) -> list[str]:
        """The numbers on a unit's live list, in its order."""
        return [line.key.number for line in self.lines(code)]

    def lines(self, code: str) -> tuple[Line, ...]:
        """The lines of a unit's live list."""
        return self.station.see(listings.live, code, "en").lines

    @property
    def station(self) -> Station:
        """The store at the present."""
        return Station(self.kit.store, self.kit.clock.story())

    def alerts(self, channel: str) -> list[Message]:
        """The alerts that a channel got, in their order."""
        return [m for m in self.station.messages() if m.channel == channel]

    def waiting(self) -> list[tuple[int, str, str]]:
        """The rows in quarantine: line, column, reason."""
        return [(bad.line, bad.column, bad.reason) for _, bad in self.station.see(overview.state).waiting]

    def alarms(self) -> list[str]:
        """What the operations channel was told of the feed."""
        return [m.subject.partition("|")[2] for m in self.station.messages("alarm")]

    async def shown(self, message: Message) -> str:
        """What Slack would show of a message now; nothing where it would say nothing."""
        composed = await composer(self.kit)(message)
        return json.dumps(composed.blocks, ensure_ascii=False) if composed else ""


@dataclass
class Seen:
    """One incident as people see it."""

    kit: Kit
    key: IncidentKey

    @property
    def station(self) -> Station:
        """The store at the present."""
        return Station(self.kit.store, self.kit.clock.story())

    def do(self, service: Callable[..., Any], by: str, *args: Any) -> Any:
        """Let somebody ask a service about it."""
        made = Request(f"ask:{self.kit.clock.story().isoformat()}:{service.__name__}", by)
        return self.station.do(service, made, Target(self.key), *args)

    def due(self) -> datetime:
        """The first deadline."""
        return self.story().offences[0].offence.due_at

    def story(self) -> histories.Why:
        """What `/why` is made of."""
        return self.station.see(histories.why, self.key, None, "en")

    def why(self) -> str:
        """What `/why` says, as Slack is sent it."""
        said = self.kit.words.message(
            "history/why", "en", why=self.story(), **self.kit.present(self.kit.clock.story())
        )
        return json.dumps(said["blocks"], ensure_ascii=False)

    def kinds(self) -> list[str]:
        """The kinds of fact on its trail."""
        return [entry.kind for entry in self.story().entries]

    def changes(self, name: str) -> list[list[str]]:
        """Each change of a field that the trail tells of: before, and then."""
        facts = (entry.values.get("changes", {}) for entry in self.story().entries)
        return [fact[name] for fact in facts if name in fact]

    def told(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each stage that an alert told of, with the collar numbers that it mentioned."""
        incident = self.station.see(lambda work: histories.stored.by_key(work, self.key)).id
        rows = [t for t in self.station.told() if t.incident_id == incident]
        return [(Stage(t.stage).code, t.mentions) for t in rows]


@asynccontextmanager
async def day_of(
    kit: Kit, tmp_path: Path, kind: str, pattern: str = OF_ITS_DAY, day: str = ""
) -> AsyncIterator[Day]:
    """A day with a feed of one kind; the folder's export is one file that is written anew."""
    async with AsyncExitStack() as stack:
        made = await (_folder if kind == "drop_folder" else _queue)(kit, tmp_path, stack, pattern, day)
        yield made


def _mapping(kind: str, pattern: str, day: str, url: str = "") -> Any:
    type_, where, door = DOORS[kind]
    text = MAPPING.format(
        kind=kind, type=type_, where=where, pattern=pattern, day=day, door=door.format(url=url)
    )
    return parse_mapping(text, "storm.toml")


async def _folder(kit: Kit, tmp_path: Path, stack: AsyncExitStack, pattern: str, day: str) -> Day:
    folder = tmp_path / "drop"
    folder.mkdir()

    def publish(rows: list[Row], file: str) -> None:
        (folder / file).write_text(as_csv(rows), encoding="utf-8")

    return Day(kit, Feed(DropFolder(_mapping("drop_folder", pattern, day), folder, None)), publish)


async def _queue(kit: Kit, tmp_path: Path, stack: AsyncExitStack, pattern: str, day: str) -> Day:
    queue = Queue()
    await queue.server.start_server()
    stack.push_async_callback(queue.server.close)
    session = await stack.enter_async_context(ClientSession())
    url = str(queue.server.make_url("/calls"))

    def publish(rows: list[Row], file: str) -> None:
        records = [one | {"crimes": one["crimes"].split(";") if one["crimes"] else []} for one in rows]
        queue.says("/calls", {"calls": records})

    return Day(kit, Feed(HttpQueue(_mapping("http_queue", pattern, day, url), session, {})), publish)
