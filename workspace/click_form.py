"""Forms in the click language: fields by their labels, errors by their labels."""
# ruff: noqa: ASYNC109 - a test reads as a sentence, and the sentence says `timeout`

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workspace import plain
from workspace.blocks.surface import choices
from workspace.click_follow import LOOK, followed
from workspace.click_link import Link
from workspace.click_surface import Message, Surface, top_form
from workspace.kinds import Json
from workspace.state import VALUE_KEYS


@dataclass
class Result:
    """What came of sending a form: errors by label, or the next form, or (later) an answer."""

    ok: bool
    errors: dict[str, str]
    error: str | None
    form: Form | None
    sent: Form
    gesture: str = ""
    raw: Json = field(default_factory=dict)

    async def answer(self, timeout: float = 5) -> Message:
        """Wait for the message that the app answers with."""

        async def probe() -> Message | None:
            found: Message | None = await LOOK["answer"](self.sent, await followed(self.sent, self.gesture))
            return found

        return await self.sent.link.until(probe, timeout, f"an answer to {self.sent!r}")


class Form(Surface):
    """A form that a person has open."""

    def __init__(self, link: Link, user: str, raw: Json) -> None:
        super().__init__(link, user, raw)
        self.values: Json = {}

    @property
    def container(self) -> Json:
        """Say where this stands."""
        return {"view_id": self.raw["id"]}

    @property
    def title(self) -> str:
        """The words at its top."""
        return str(self.raw["title"]["text"])

    @property
    def text(self) -> str:
        """Everything that is seen, as plain text."""
        return plain.of_view(self.raw, self.link.names)

    @property
    def fields(self) -> list[str]:
        """The labels of its fields, in their order."""
        return [block["label"]["text"] for block in self.blocks if block["type"] == "input"]

    def options(self, label: str) -> list[str]:
        """The choices that a field offers."""
        return [option["text"]["text"] for option in choices(self._field(label)["element"])]

    async def refreshed(self) -> Form | None:
        """Read it again; None where it is closed."""
        stack = (await self.link.get("views", as_=self.user))["stack"]
        self.raw = next((view for view in stack if view["id"] == self.raw["id"]), self.raw)
        return self if any(view["id"] == self.raw["id"] for view in stack) else None

    async def becomes(self, *words: str, timeout: float = 5) -> Form:
        """Wait until all these words stand in it (a form may first say that it is loading)."""

        async def probe() -> Form | None:
            now = await self.refreshed()
            return now if now and all(word in now.text for word in words) else None

        return await self.link.until(probe, timeout, f"{words} in {self!r}")

    async def fill(self, values: dict[str, Any], timeout: float = 5) -> Form:
        """Fill in fields by their labels; waits for a label that is not there yet."""
        for label, value in values.items():
            await self._there(label, timeout)
            block = self._field(label)
            element = block["element"]
            row = await as_entry(self, block, element, value)
            self.values.setdefault(block["block_id"], {})[element["action_id"]] = row
            if block.get("dispatch_action"):
                await self._press(block["block_id"], element["action_id"], row)
        return self

    async def submit(self) -> Result:
        """Send the form."""
        body = {"as": self.user, "view_id": self.raw["id"], "values": self.values}
        said = await self.link.post("submit", body)
        labels = {b["block_id"]: b["label"]["text"] for b in self.blocks if b["type"] == "input"}
        errors = {labels[block]: words for block, words in said.get("errors", {}).items()}
        form = top_form(self.link, self.user, said.get("stack", []))
        return Result(said["ok"], errors, said.get("error"), form, self, said.get("gesture", ""), said)

    async def close(self) -> Json:
        """Close the form without sending it."""
        return await self.link.post("close", {"as": self.user, "view_id": self.raw["id"]})

    async def _press(self, block_id: str, action_id: str, action: Json) -> Json:
        body = {"as": self.user, "container": self.container, "action": action, "values": self.values}
        return await self.link.post("press", body | {"block_id": block_id, "action_id": action_id})

    async def _there(self, label: str, timeout: float) -> None:
        async def probe() -> bool:
            return label in self.fields or (await self.refreshed() is not None and label in self.fields)

        await self.link.until(probe, timeout, f"a field {label!r} among {self.fields} of {self.title!r}")

    def _field(self, label: str) -> Json:
        for block in self.blocks:
            if block["type"] == "input" and block["label"]["text"] == label:
                return block
        raise AssertionError(f"no field {label!r}; there are {self.fields}")


async def as_entry(surface: Surface, block: Json, element: Json, value: Any) -> Json:
    """Write what a person means as Slack's entry for that kind of field."""
    kind: str = element["type"]
    key = VALUE_KEYS[kind][0]
    if value is None:
        return {"type": kind, key: None}
    found = await _meant(surface, block, element, value if isinstance(value, list) else [value])
    many = key in ("selected_options", "selected_users", "selected_channels", "selected_conversations")
    return {"type": kind, key: found if many else found[0]}


async def _meant(surface: Surface, block: Json, element: Json, wanted: list[Any]) -> list[Any]:
    key = VALUE_KEYS[element["type"]][0]
    if key in ("selected_option", "selected_options"):
        offered = await _offered(surface, block, element, wanted)
        return [_option(offered, one) for one in wanted]
    if "user" in key:
        return [surface.link.person_id(one) for one in wanted]
    if "channel" in key or "conversation" in key:
        return [await _channel_id(surface, one) for one in wanted]
    return [one if key == "selected_date_time" else str(one) for one in wanted]


async def _offered(surface: Surface, block: Json, element: Json, wanted: list[Any]) -> list[Json]:
    if "external" not in element["type"]:
        return choices(element)
    asked = {"as": surface.user, "container": surface.container, "block_id": block["block_id"]}
    offered = []
    for one in wanted:
        said = await surface.link.post("suggest", asked | {"action_id": element["action_id"], "value": one})
        offered += choices(said)
    return offered


def _option(offered: list[Json], wanted: str) -> Json:
    """Find a choice by its words or its value, else by a part of its words."""
    exact = [one for one in offered if wanted in (one["text"]["text"], one["value"])]
    found = exact or [one for one in offered if wanted.lower() in one["text"]["text"].lower()]
    assert len(found) == 1, f"{wanted!r} fits {len(found)} of {[one['text']['text'] for one in offered]}"
    return found[0]


async def _channel_id(surface: Surface, name: str) -> str:
    rows = (await surface.link.get("channels", as_=surface.user))["channels"]
    return str(next(row["id"] for row in rows if name.removeprefix("#") in (row["id"], row["name"])))
