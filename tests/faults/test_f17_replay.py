"""F17: one signed request arrives fifty times at three replicas: one effect, and no replica stumbles."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from aiohttp import ClientSession, web
from sqlalchemy import select

from bot.clock import machine
from bot.slack.signature import signature_of
from bot.store.tables import trail
from tests.faults.premises import SERVE, Premises, premises, theft
from tests.slack.small_app import served
from workspace.click import Person

TIMES = 50
WEB = (*SERVE, "--only", "web")
FORGETFUL = ("tests.faults.serving", "forgetfully")
CHANNEL = "#bcu-carmarthenshire"
SIGNED = ("Content-Type", "X-Slack-Request-Timestamp", "X-Slack-Signature")
Headers = dict[str, str]


@dataclass(frozen=True)
class Request:
    """What Slack sent: its very bytes, and the signature on them."""

    raw: bytes
    headers: Headers


@dataclass
class Tap:
    """Stands between Slack and a replica, and keeps a copy of what goes by; or keeps it altogether."""

    session: ClientSession
    target: str
    holds: bool = False
    seen: list[Request] = field(default_factory=list)

    async def hear(self, request: web.Request) -> web.Response:
        one = Request(await request.read(), {name: request.headers[name] for name in SIGNED})
        self.seen.append(one)
        if self.holds:
            return web.Response()
        async with self.session.post(self.target, data=one.raw, headers=one.headers) as said:
            kind = said.headers.get("Content-Type", "text/plain")
            return web.Response(status=said.status, body=await said.read(), headers={"Content-Type": kind})


@dataclass
class Replicas:
    """Three bots on one database, a sergeant, and the line between."""

    place: Premises
    tap: Tap

    @property
    def sergeant(self) -> Person:
        return self.place.workspace.person("U0MORGAN")

    async def command(self, text: str) -> Request:
        """What Slack sends for a command; it reaches nobody yet."""
        self.tap.holds = True
        await self.sergeant.say(CHANNEL, text)
        return self.tap.seen[-1]

    async def form(self, ref: str) -> Request:
        """What Slack sends for a form that a sergeant opened and filled in; it reaches nobody yet."""
        await self.place.workspace.faults(trigger_seconds=30)  # on a busy machine a form may be late
        form = (await self.sergeant.command(CHANNEL, f"/allocate {ref}", expect="form", timeout=20)).form
        assert form is not None
        await form.fill({"Officer": "Rees"})
        self.tap.holds = True
        await form.submit()
        return self.tap.seen[-1]

    async def _post(self, number: int, request: Request) -> tuple[int, str]:
        address = f"{self.place.bots[number % len(self.place.bots)].address}/slack/events"
        async with self.place.session.post(address, data=request.raw, headers=request.headers) as said:
            return said.status, await said.text()

    async def send(self, *requests: Request) -> list[str]:
        """Send all at once, to one replica after the other; gives the answers, which are no errors."""
        said = await asyncio.gather(*(self._post(n, request) for n, request in enumerate(requests)))
        assert {status for status, _ in said} == {200}
        return [text for _, text in said]

    def on_the_trail(self) -> Counter[str]:
        """How often each kind of fact stands there."""
        return Counter(json.loads(body)["kind"] for (body,) in self.place.rows(select(trail.c.body)))

    async def until(self, kind: str, times: int) -> None:
        """Wait until a kind of fact stands there so often."""
        what = f"{kind} {times} times"
        await self.place.workspace.until(lambda: self.on_the_trail()[kind] == times, 60, what)


@asynccontextmanager
async def replicas(url: str, folder: Path, *program: str) -> AsyncIterator[Replicas]:
    """Three bots, and two incidents that they may be asked about."""
    async with premises(url, folder) as place:
        place.receive(*(theft(number, "carmarthenshire", timedelta(hours=1)) for number in (1, 2)))
        first, *_ = await asyncio.gather(*(place.start(*program) for _ in range(3)))
        tap, line = Tap(place.session, f"{first.address}/slack/events"), web.Application()
        line.add_routes([web.post("/slack/events", tap.hear)])
        async with served(line) as address:
            await place.workspace.deliver_to(f"{address}/slack/events")
            yield Replicas(place, tap)


def asked_anew(place: Premises, request: Request, number: int) -> Request:
    """The same command as somebody types it once more: with a trigger id of its own, and signed."""
    raw = urlencode(dict(parse_qsl(request.raw.decode())) | {"trigger_id": f"{number}.7.f17"}).encode()
    stamp = str(int(machine().timestamp()))
    signature = signature_of(place.workspace.signing_secret, stamp, raw)
    return Request(raw, dict(zip(SIGNED, (request.headers[SIGNED[0]], stamp, signature), strict=True)))


async def test_a_command_and_a_form_replayed_fifty_times_have_one_effect_each(
    database_url: str, tmp_path: Path
) -> None:
    async with replicas(database_url, tmp_path, *WEB) as three:
        for done, request in enumerate((await three.form("2"), await three.command("/allocate 1 842")), 1):
            answers = await three.send(*[request] * TIMES)
            await three.until("incident_allocated", done)
            assert sum("Allocated" in text for text in answers) <= 1  # none where it came after two seconds
        assert three.on_the_trail() == {"incident_received": 2, "incident_allocated": 2}
        assert three.place.whole()


async def test_fifty_requests_of_their_own_have_fifty_effects_and_fifty_replays_one(
    database_url: str, tmp_path: Path
) -> None:
    async with replicas(database_url, tmp_path, *WEB) as three:
        request = await three.command("/add-offence 1")
        await three.send(*[request] * TIMES)
        await three.until("offence_added", 1)
        await three.send(*(asked_anew(three.place, request, number) for number in range(TIMES)))
        await three.until("offence_added", 1 + TIMES)
        assert three.place.whole()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_fifty_replays_have_fifty_effects_where_no_request_is_remembered(
    database_url: str, tmp_path: Path
) -> None:
    async with replicas(database_url, tmp_path, *FORGETFUL) as three:
        await three.send(*[await three.command("/add-offence 1")] * TIMES)
        await three.until("offence_added", TIMES)
