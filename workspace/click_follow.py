"""Waits for what comes of a gesture: a form, an answer, or a change of what was pressed."""
# ruff: noqa: ASYNC109 - a test reads as a sentence, and the sentence says `timeout`

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from workspace.kinds import Json

if TYPE_CHECKING:
    from workspace.click_surface import Surface

A_MOMENT = 0.25
WANTED = ("form", "answer", "change")


async def follow(surface: Surface, gesture: str, expect: str, timeout: float) -> Any:
    """Give the first thing that came of a press, of the kind that is expected."""
    kinds = WANTED if expect == "any" else tuple(expect.split(" or "))

    async def probe() -> Any:
        return await _look(surface, gesture, kinds)

    found = await surface.link.until(probe, timeout, f"{expect} to follow from {surface!r}")
    if expect != "any" or not _only_changed(surface, found):
        return found
    return await _something_better(surface, gesture) or found


async def _look(surface: Surface, gesture: str, kinds: tuple[str, ...]) -> Any:
    rows = await followed(surface, gesture)
    for kind in kinds:
        found = await LOOK[kind](surface, rows)
        if found is not None:
            return found
    return None


def _only_changed(surface: Surface, found: Surface) -> bool:
    return type(found) is type(surface) and found.container == surface.container


async def _something_better(surface: Surface, gesture: str) -> Any:
    """Wait a moment for a form or an answer: a list that others change too says little about this press."""

    async def probe() -> Any:
        return await _look(surface, gesture, ("form", "answer"))

    with suppress(AssertionError):
        return await surface.link.until(probe, A_MOMENT, "a form or an answer")
    return None


async def followed(surface: Surface, gesture: str) -> list[Json]:
    """List what the workspace itself knows to have come of a gesture."""
    rows: list[Json] = (await surface.link.get("followed", gesture=gesture))["followed"]
    return rows


async def _form(surface: Surface, rows: list[Json]) -> Any:
    from workspace.click_surface import top_form

    ids = [row["id"] for row in rows if row["kind"] == "view"]
    stack = (await surface.link.get("views", as_=surface.user))["stack"]
    changed = stack and stack[-1]["id"] == surface.raw.get("id") and stack[-1]["hash"] != surface.raw["hash"]
    if changed or (stack and stack[-1]["id"] in ids):
        return top_form(surface.link, surface.user, stack)
    return None


async def _answer(surface: Surface, rows: list[Json]) -> Any:
    for row in rows:
        if row["kind"] == "message":
            return await message_at(surface, row["channel"], row["ts"])
    return None


async def message_at(surface: Surface, channel: str, ts: str) -> Any:
    """Read one message, in the channel or in a thread."""
    from workspace.click_surface import Message

    for thread in (None, surface.raw.get("thread_ts") or surface.raw.get("ts")):
        asked = {"as_": surface.user, "channel": channel, "thread": thread}
        rows = (await surface.link.get("messages", **asked))["messages"]
        for row in rows:
            if row["ts"] == ts:
                return Message(surface.link, surface.user, row)
    return None


async def _change(surface: Surface, rows: list[Json]) -> Any:
    from workspace.click_surface import Home, Message

    if isinstance(surface, Message):
        now = await surface.refreshed()
        same = now is not None and (now.blocks, now.raw["text"]) == (surface.blocks, surface.raw["text"])
        return None if same else now or surface
    if isinstance(surface, Home):
        view = (await surface.link.get("home", as_=surface.user))["view"]
        return Home(surface.link, surface.user, view) if view["hash"] != surface.raw["hash"] else None
    return None


LOOK = {"form": _form, "answer": _answer, "change": _change}
