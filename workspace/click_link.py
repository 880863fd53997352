"""The wire under the click language: JSON over HTTP, and waiting until something is true."""
# ruff: noqa: ASYNC109 - a test reads as a sentence, and the sentence says `timeout`

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp

from workspace import clock
from workspace.kinds import Json

T = TypeVar("T")
GLANCE = 0.1


@dataclass
class Link:
    """One workspace as seen from a test."""

    url: str
    session: aiohttp.ClientSession
    people: list[Json] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    async def learn(self) -> None:
        """Find out who is here."""
        cast = await self.get("cast")
        self.people = cast["people"]
        self.names = {person["id"]: person["real_name"] for person in self.people}
        self.names[cast["bot"]["id"]] = cast["bot"]["name"]

    async def get(self, path: str, **query: Any) -> Json:
        """Read something."""
        asked = {name.rstrip("_"): str(value) for name, value in query.items() if value is not None}
        async with self.session.get(f"{self.url}ui/api/{path}", params=asked) as answer:
            body: Json = await answer.json()
            assert answer.status == 200, f"{path}: {body}"
            return body

    async def post(self, path: str, body: Json) -> Json:
        """Do something."""
        async with self.session.post(f"{self.url}ui/api/{path}", json=body) as answer:
            said: Json = await answer.json()
            return said

    async def until(self, probe: Callable[[], Awaitable[T | None]], timeout: float, what: str) -> T:
        """Look again after every change until `probe` finds something."""
        ends, version = clock.steady() + timeout, -1
        while True:
            left = max(0.0, ends - clock.steady())
            version = (await self.get("wait", since=version, timeout=min(left, GLANCE)))["version"]
            found = await probe()
            if found is not None and found is not False:
                return found
            if left <= 0:
                raise AssertionError(f"waited {timeout} s for {what}")

    def person_id(self, name: str) -> str:
        """Find one person by id, handle, or a part of their name."""
        exact = [p["id"] for p in self.people if name in (p["id"], p["name"], p["real_name"])]
        part = [p["id"] for p in self.people if name.lower() in p["real_name"].lower()]
        found = exact or part
        assert len(found) == 1, f"{name!r} is {len(found)} people: {found}"
        return str(found[0])
