"""One person at the workspace: what they type, see and wait for."""
# ruff: noqa: ASYNC109 - a test reads as a sentence, and the sentence says `timeout`

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workspace.click_follow import follow
from workspace.click_form import Form
from workspace.click_link import Link
from workspace.click_surface import Home, Message, top_form
from workspace.kinds import Json

RECENT = 300


@dataclass
class Answer:
    """What a command was answered with, and how quickly."""

    ms: float
    error: str | None = None
    message: Message | None = None
    form: Form | None = None

    @property
    def text(self) -> str:
        """Everything that the answer shows, as plain text."""
        shown = self.message or self.form
        return shown.text if shown else ""

    @property
    def blocks(self) -> list[Json]:
        """The answer's blocks."""
        shown = self.message or self.form
        return shown.blocks if shown else []

    @property
    def buttons(self) -> list[str]:
        """The labels of the answer's buttons."""
        shown = self.message or self.form
        return shown.buttons if shown else []

    async def click(self, label: str, **more: Any) -> Any:
        """Press something in the answer."""
        shown = self.message or self.form
        assert shown is not None, f"there is no answer to press {label!r} in"
        return await shown.click(label, **more)

    def __contains__(self, words: str) -> bool:
        return words in self.text


@dataclass
class Person:
    """Somebody in the workspace. A channel is `#name`, an id, or `dm` for the app's own."""

    link: Link
    id: str

    @property
    def name(self) -> str:
        """Their full name."""
        return self.link.names[self.id]

    async def say(self, channel: str, text: str, thread: Message | None = None) -> Json:
        """Type a message."""
        body: Json = {"as": self.id, "channel": self._where(channel), "text": text}
        return await self.link.post("say", body | ({"thread_ts": thread.ts} if thread else {}))

    async def command(self, channel: str, text: str, expect: str = "any", timeout: float = 5) -> Answer:
        """Type a command and give its answer; `expect="nothing"` waits for none."""
        said = await self.say(channel, text)
        answer = Answer(said.get("answered_in_ms", 0.0), said.get("error"))
        if not said["ok"] or expect == "nothing":
            return answer
        here = Message(
            self.link, self.id, {"channel": self._where(channel), "ts": "", "text": "", "blocks": []}
        )
        kinds = "answer or form" if expect == "any" else expect
        found = await follow(here, said["gesture"], kinds, timeout)
        if isinstance(found, Form):
            answer.form = found
        else:
            answer.message = found
        return answer

    async def channels(self) -> list[Json]:
        """List the channels that they see."""
        rows: list[Json] = (await self.link.get("channels", as_=self.id))["channels"]
        return rows

    async def messages(
        self, channel: str, thread: Message | None = None, last: int | None = None
    ) -> list[Message]:
        """Read a channel or a thread, oldest first: all of it, or the last so many."""
        asked = {"as_": self.id, "channel": self._where(channel), "thread": thread.ts if thread else None}
        asked["limit"] = str(last) if last else None
        rows = (await self.link.get("messages", **asked))["messages"]
        return [Message(self.link, self.id, row) for row in rows]

    async def dm(self) -> list[Message]:
        """Read their conversation with the app."""
        return await self.messages("dm")

    async def expect_message(
        self, channel: str, *words: str, timeout: float = 5, thread: Message | None = None
    ) -> Message:
        """Wait for a recent message with all these words in it, and give the newest."""
        seen: list[Message] = []

        async def probe() -> Message | None:
            seen[:] = await self.messages(channel, thread, RECENT)
            fitting = [m for m in seen if all(word in m.text or word in m.said for word in words)]
            return fitting[-1] if fitting else None

        try:
            return await self.link.until(probe, timeout, f"a message with {words} in {channel}")
        except AssertionError as late:
            texts = "\n---\n".join(message.text for message in seen[-5:])
            raise AssertionError(f"{late}; there stand {len(seen)} messages, the last:\n{texts}") from None

    async def form(self, *words: str, timeout: float = 5) -> Form:
        """Wait for an open form with these words in it."""

        async def probe() -> Form | None:
            found = await self.open_form()
            return found if found and all(word in found.text for word in words) else None

        return await self.link.until(probe, timeout, f"a form with {words}")

    async def open_form(self) -> Form | None:
        """Give the form that lies on top now, if one is open."""
        return top_form(self.link, self.id, (await self.link.get("views", as_=self.id))["stack"])

    async def home(self, *words: str, timeout: float = 5) -> Home:
        """Open the app's Home tab and wait for it, with these words in it."""
        await self.link.post("open_home", {"as": self.id})
        return await self.shown_home(*words, timeout=timeout)

    async def shown_home(self, *words: str, timeout: float = 5) -> Home:
        """Wait for the Home tab with these words in it, without opening it again."""

        async def probe() -> Home | None:
            view = (await self.link.get("home", as_=self.id))["view"]
            found = Home(self.link, self.id, view) if view else None
            return found if found and all(word in found.text for word in words) else None

        return await self.link.until(probe, timeout, f"a Home tab with {words}")

    async def shortcut(
        self, name: str, message: Message | None = None, expect: str = "any", timeout: float = 5
    ) -> Any:
        """Use a shortcut by its name, on a message or anywhere; give the Form or Message that follows."""
        cast = await self.link.get("cast")
        known = cast["message_shortcuts" if message else "global_shortcuts"]
        callback = next(
            (one["callback_id"] for one in known if name in (one["name"], one["callback_id"])), name
        )
        where = {"channel": message.channel, "ts": message.ts} if message else {}
        said = await self.link.post("shortcut", {"as": self.id, "callback_id": callback, **where})
        assert said["ok"], f"{name!r} failed: {said}"
        nowhere = {"channel": self.id, "ts": "", "text": "", "blocks": []}
        surface = message or Message(self.link, self.id, nowhere)
        return await follow(surface, said["gesture"], "answer or form", timeout)

    def _where(self, channel: str) -> str:
        return self.id if channel == "dm" else channel
