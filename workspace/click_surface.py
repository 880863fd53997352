"""Messages, Home tabs and forms as a person sees them: their words, and what can be pressed."""
# ruff: noqa: ASYNC109 - a test reads as a sentence, and the sentence says `timeout`

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workspace import plain
from workspace.blocks.surface import choices, elements
from workspace.click_follow import follow
from workspace.click_link import Link
from workspace.kinds import Json

if TYPE_CHECKING:
    from workspace.click_form import Form


@dataclass(frozen=True)
class Clickable:
    """One thing to press: a button, or one entry of an overflow menu."""

    label: str
    at: int
    block_id: str
    action_id: str
    action: Json
    in_menu: bool


class Surface:
    """Something with blocks on it, before one person."""

    def __init__(self, link: Link, user: str, raw: Json) -> None:
        self.link, self.user, self.raw = link, user, raw

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.text!r} {self.buttons}>"

    def __contains__(self, words: str) -> bool:
        return words in self.text

    @property
    def blocks(self) -> list[Json]:
        """The blocks as they stand."""
        blocks: list[Json] = self.raw["blocks"]
        return blocks

    @property
    def text(self) -> str:
        """Everything that is seen, as plain text."""
        return plain.of_message(self.raw, self.link.names)

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons, in their order."""
        return [one.label for one in self.clickables() if not one.in_menu]

    @property
    def menus(self) -> list[str]:
        """The labels of all entries of overflow menus, in their order."""
        return [one.label for one in self.clickables() if one.in_menu]

    @property
    def container(self) -> Json:
        """Say where this stands, as the page says it."""
        raise NotImplementedError

    def clickables(self) -> list[Clickable]:
        """List what can be pressed by its label."""
        return [one for at, block in enumerate(self.blocks) for one in _in_block(at, block)]

    def clickable(self, label: str, near: str | None = None, nth: int = 0) -> Clickable:
        """Find one thing to press by its label, and by the words that it stands near."""
        found = [one for one in self.clickables() if one.label == label]
        found = found or [one for one in self.clickables() if label.lower() in one.label.lower()]
        assert found, f"no {label!r}; there are {self.buttons} and {self.menus} in:\n{self.text}"
        if near is None:
            return found[nth]
        nearby = min(found, key=lambda one: self._distance(one.at, near))
        assert self._distance(nearby.at, near) < FAR, f"{near!r} is not above any {label!r}:\n{self.text}"
        return nearby

    def _distance(self, at: int, near: str) -> int:
        """Count the blocks from some words down to a button; words below it are no neighbours."""
        above = [n for n in range(at + 1) if near in plain.of_block(self.blocks[n], self.link.names)]
        return at - max(above) if above else FAR

    async def press(self, label: str, near: str | None = None, nth: int = 0) -> Json:
        """Press something and give Slack's bare answer, waiting for nothing else."""
        one = self.clickable(label, near, nth)
        return await self._press(one.block_id, one.action_id, one.action)

    async def click(
        self,
        label: str,
        near: str | None = None,
        nth: int = 0,
        expect: str = "any",
        timeout: float = 5,
    ) -> Any:
        """Press something and give what came of it: a Form, a Message, or this Message changed."""
        said = await self.press(label, near, nth)
        assert said["ok"], f"{label!r} failed: {said}"
        return await follow(self, said["gesture"], expect, timeout)

    async def choose(self, which: str, value: Any, expect: str = "any", timeout: float = 5) -> Any:
        """Choose in a menu or picker that stands outside an input; `which` is its words or action id."""
        from workspace.click_form import as_entry

        block, element = self._chooser(which)
        row = await as_entry(self, block, element, value)
        said = await self._press(block["block_id"], element["action_id"], row)
        assert said["ok"], f"{which!r} failed: {said}"
        return await follow(self, said["gesture"], expect, timeout)

    def _chooser(self, which: str) -> tuple[Json, Json]:
        for block in self.blocks:
            for element in elements(block):
                words = plain.of_block({**block, "type": block["type"]}, self.link.names)
                if which == element["action_id"] or (element["type"] != "button" and which in words):
                    return block, element
        raise AssertionError(f"nothing to choose at {which!r} in:\n{self.text}")

    async def _press(self, block_id: str, action_id: str, action: Json) -> Json:
        body = {"as": self.user, "container": self.container, "action": action}
        return await self.link.post("press", body | {"block_id": block_id, "action_id": action_id})


FAR = 10_000


def _in_block(at: int, block: Json) -> Iterator[Clickable]:
    for element in elements(block):
        where = (at, block["block_id"], element["action_id"])
        if element["type"] == "button":
            yield Clickable(element["text"]["text"], *where, {"value": element.get("value")}, False)
        if element["type"] == "overflow":
            for option in choices(element):
                yield Clickable(option["text"]["text"], *where, {"selected_option": option}, True)


class Message(Surface):
    """A message."""

    @property
    def ts(self) -> str:
        """Slack's name of the message within its channel."""
        return str(self.raw["ts"])

    @property
    def channel(self) -> str:
        """The channel's id."""
        return str(self.raw["channel"])

    @property
    def ephemeral(self) -> bool:
        """Whether only this person sees it."""
        return bool(self.raw["ephemeral"])

    @property
    def edited(self) -> bool:
        """Whether it was changed since it was posted."""
        return bool(self.raw["edited"])

    @property
    def said(self) -> str:
        """The top-level text, which notifications and screen readers give."""
        return plain.sight(self.raw["text"], self.link.names)

    @property
    def container(self) -> Json:
        """Say where this stands."""
        return {"channel": self.channel, "ts": self.ts}

    async def refreshed(self) -> Message | None:
        """Read it again; None where it is gone."""
        thread = self.raw.get("thread_ts")
        asked = {"as_": self.user, "channel": self.channel, "thread": thread}
        rows = (await self.link.get("messages", **asked))["messages"]
        return next((Message(self.link, self.user, row) for row in rows if row["ts"] == self.ts), None)

    async def thread(self) -> list[Message]:
        """Read the replies under it."""
        asked = {"as_": self.user, "channel": self.channel, "thread": self.ts}
        rows = (await self.link.get("messages", **asked))["messages"]
        return [Message(self.link, self.user, row) for row in rows if row["ts"] != self.ts]

    async def becomes(self, *words: str, timeout: float = 5) -> Message:
        """Wait until all these words stand in it."""

        async def probe() -> Message | None:
            now = await self.refreshed()
            return now if now and all(word in now.text for word in words) else None

        return await self.link.until(probe, timeout, f"{words} in {self!r}")


class Home(Surface):
    """The app's Home tab."""

    @property
    def container(self) -> Json:
        """Say where this stands."""
        return {"view_id": self.raw["id"]}

    @property
    def text(self) -> str:
        """Everything that is seen, as plain text."""
        return plain.of_view(self.raw, self.link.names)


def top_form(link: Link, user: str, stack: list[Json]) -> Form | None:
    """Give the form that lies on top."""
    from workspace.click_form import Form

    return Form(link, user, stack[-1]) if stack else None
