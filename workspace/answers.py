"""What an app answers with: into the channel, to one person alone, or in the place of a message."""

from typing import Any

from workspace.blocks.surface import check_message
from workspace.cast import BOT_USER
from workspace.kinds import Json, Message, SlackError
from workspace.tickets import ResponseUrl, Tickets
from workspace.world import World


class Answers:
    """Turns acks of commands and posts to response urls into messages."""

    def __init__(self, world: World, tickets: Tickets) -> None:
        self.world = world
        self.tickets = tickets

    def take(self, url: ResponseUrl, body: Any) -> Message | None:
        """Do what an answer asks for; nothing to say is nothing to show."""
        if isinstance(body, str):
            body = {"text": body}
        if not body:
            return None
        if not isinstance(body, dict):
            raise SlackError("invalid_payload")
        if url.origin is not None and (body.get("delete_original") or body.get("replace_original")):
            return self._in_place(url, body)
        return self._new(url, body)

    def respond(self, token: str, body: Any) -> Message | None:
        """Use a response url once."""
        url = self.tickets.spend_url(token)
        if not body:
            raise SlackError("no_text")
        return self.take(url, body)

    def _in_place(self, url: ResponseUrl, body: Json) -> Message | None:
        assert url.origin is not None
        message = self.world.message(url.origin.channel, url.origin.ts)
        if body.get("delete_original"):
            self.world.remove(message)
            self.tickets.follow(url.gesture, kind="deleted", channel=message.channel, ts=message.ts)
            return None
        text, blocks = _content(body)
        edited = None if message.only_for else self.world.stamps.next()
        changed = self.world.change(message, text=text, blocks=blocks, edited=edited)
        self.tickets.follow(url.gesture, kind="changed", channel=changed.channel, ts=changed.ts)
        return changed

    def _new(self, url: ResponseUrl, body: Json) -> Message:
        text, blocks = _content(body)
        for_all = body.get("response_type") == "in_channel"
        message = Message(
            channel=url.channel,
            ts=self.world.stamps.next(),
            user=BOT_USER,
            text=text,
            blocks=blocks,
            thread_ts=body.get("thread_ts") or (url.origin.thread_ts if url.origin else None),
            only_for=None if for_all else url.user,
            by_app=True,
            metadata=body.get("metadata"),
        )
        self.world.add(message)
        for gesture in {url.gesture, self.tickets.latest.get(url.user, url.gesture)}:
            self.tickets.follow(gesture, kind="message", channel=message.channel, ts=message.ts)
        return message


def _content(body: Json) -> tuple[str, list[Json]]:
    text = body.get("text") or ""
    blocks = check_message(body["blocks"]) if body.get("blocks") is not None else []
    if not str(text).strip() and not blocks:
        raise SlackError("no_text")
    return str(text), blocks
