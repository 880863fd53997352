"""What people do: type a command, press a button, send a form; and what the app answers to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workspace import clock, payloads, typed_text
from workspace.answers import Answers
from workspace.blocks.surface import elements
from workspace.events import Events
from workspace.kinds import Channel, Json, Message, OpenView, Person, SlackError
from workspace.manifest import Manifest
from workspace.state import VALUE_KEYS, entry, state_of
from workspace.tickets import Tickets
from workspace.transport import COMMAND, INTERACTION, Ack, Transport
from workspace.views import Views
from workspace.world import World


@dataclass
class Desk:
    """Everything that a gesture touches."""

    world: World
    views: Views
    tickets: Tickets
    answers: Answers
    events: Events
    manifest: Manifest
    transport: Callable[[], Transport]
    base_url: Callable[[], str]

    def response_url(
        self, person: Person, channel: str, gesture: str, origin: Message | None = None
    ) -> tuple[str, str]:
        """Make a response url; give its token and its address."""
        token = self.tickets.response_url(person.id, channel, gesture, origin)
        return token, f"{self.base_url()}response/{token}"

    async def interact(self, payload: Json) -> Ack:
        """Deliver an interaction."""
        return await self.transport().deliver(INTERACTION, payload)


async def say(desk: Desk, user: str, where: str, text: str, thread_ts: str | None) -> Json:
    """Type something into a channel: a message, or a command where it begins with a slash."""
    person, channel = active(desk, user), desk.world.channel(where)
    if user not in channel.members:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    if text.startswith("/"):
        if thread_ts:
            raise SlackError("not_supported_in_thread")
        return await _command(desk, person, channel, text)
    return _message(desk, person, channel, text, thread_ts)


def active(desk: Desk, user: str) -> Person:
    """Find a person who can still sign in."""
    person = desk.world.person(user)
    if person.deleted:
        raise SlackError("account_inactive")
    return person


def _message(desk: Desk, person: Person, channel: Channel, text: str, thread_ts: str | None) -> Json:
    stored = typed_text.in_message(desk.world, text)
    message = Message(channel.id, desk.world.stamps.next(), person.id, stored, thread_ts=thread_ts)
    desk.world.add(message)
    desk.events.message(message, channel)
    return {"ok": True, "kind": "message", "ts": message.ts}


async def _command(desk: Desk, person: Person, channel: Channel, typed: str) -> Json:
    name, _, text = typed.partition(" ")
    if name not in desk.manifest.commands:
        return {"ok": False, "kind": "command", "error": "unknown_command", "answered_in_ms": 0}
    if desk.manifest.escapes(name):
        text = typed_text.in_command(desk.world, text)
    gesture = desk.tickets.gesture(person.id)
    token, address = desk.response_url(person, channel.id, gesture)
    payload = payloads.command(desk.world, person, channel, name, text.strip())
    payload |= {"response_url": address, "trigger_id": desk.tickets.trigger(person.id, gesture)}
    began = clock.steady()
    ack = await desk.transport().deliver(COMMAND, payload)
    took = round((clock.steady() - began) * 1000, 2)
    said: Json = {"kind": "command", "answered_in_ms": took, "gesture": gesture}
    if ack.error:
        return {"ok": False, "error": ack.error} | said
    return _answered(desk, token, ack.body) | said


def _answered(desk: Desk, token: str, body: Any) -> Json:
    try:
        desk.answers.take(desk.tickets.urls[token], body)
    except SlackError as refusal:
        return {"ok": False, "error": "invalid_command_response", "detail": str(refusal), **refusal.more}
    return {"ok": True}


async def press(desk: Desk, user: str, container: Json, pressed: Json, values: Json) -> Json:
    """Press a button, or choose from a menu, in a message or a view."""
    person = active(desk, user)
    gesture = desk.tickets.gesture(person.id)
    payload = payloads.interaction(desk.world, "block_actions", person)
    payload["trigger_id"] = desk.tickets.trigger(user, gesture)
    payload |= place(desk, person, container, gesture, pressed, values)
    ack = await desk.interact(payload)
    said: Json = {"ok": ack.error is None, "gesture": gesture}
    return said | ({"error": ack.error} if ack.error else {})


def place(desk: Desk, person: Person, container: Json, gesture: str, pressed: Json, values: Json) -> Json:
    """Say where something was pressed, and what."""
    if "view_id" in container:
        view = own_view(desk, person.id, container["view_id"])
        element = find_element([view.body["blocks"]], pressed)
        _remember(view, element, pressed, values)
        where = payloads.in_view(view)
    else:
        message = _seen(desk, person, container)
        element = find_element([message.blocks, *reversed(message.earlier)], pressed)
        _, address = desk.response_url(person, message.channel, gesture, message)
        where = payloads.in_message(desk.world, message) | {"response_url": address}
        where["state"] = {"values": state_of(message.blocks, values)}
    given = pressed.get("action") or {}
    return where | {"actions": [payloads.action(desk.world, pressed["block_id"], element, given)]}


def own_view(desk: Desk, user: str, view_id: str) -> OpenView:
    """Find a view that this person has open."""
    view = desk.views.find(view_id)
    if view.user != user:
        raise SlackError("not_found")
    return view


def find_element(versions: list[list[Json]], pressed: Json) -> Json:
    """Find what was pressed, also where a newer version has already taken it away."""
    for blocks in versions:
        for block in blocks:
            for element in elements(block) if block["block_id"] == pressed["block_id"] else ():
                if element["action_id"] == pressed["action_id"]:
                    return element
    raise SlackError("no_such_element")


def _seen(desk: Desk, person: Person, container: Json) -> Message:
    channel = desk.world.channel(container["channel"])
    message = desk.world.message(channel.id, container["ts"])
    if not desk.world.sees(person.id, channel) or message.only_for not in (None, person.id):
        raise SlackError("message_not_found")
    return message


def _remember(view: OpenView, element: Json, pressed: Json, values: Json) -> None:
    """Keep in the view's state what was typed so far and what was chosen now."""
    blocks, block_id, action_id = view.body["blocks"], pressed["block_id"], pressed["action_id"]
    kept = {**view.body["state"]["values"], **values}
    if element["type"] in VALUE_KEYS:
        row = entry(element, pressed.get("action") or {})
        kept[block_id] = {**kept.get(block_id, {}), action_id: row}
    view.body = {**view.body, "state": {"values": state_of(blocks, kept)}}


async def shortcut(desk: Desk, user: str, callback_id: str, channel: str, ts: str) -> Json:
    """Use a shortcut, on a message or (without one) anywhere."""
    person = active(desk, user)
    if callback_id not in [known["callback_id"] for known in desk.manifest.shortcuts]:
        raise SlackError("unknown_shortcut")
    message = _seen(desk, person, {"channel": channel, "ts": ts}) if ts else None
    gesture = desk.tickets.gesture(person.id)
    payload = payloads.shortcut(desk.world, person, callback_id, message)
    payload["trigger_id"] = desk.tickets.trigger(user, gesture)
    if message is not None:
        payload["response_url"] = desk.response_url(person, message.channel, gesture)[1]
    ack = await desk.interact(payload)
    return {"ok": ack.error is None, "gesture": gesture} | ({"error": ack.error} if ack.error else {})


def open_home(desk: Desk, user: str) -> Json:
    """Look at the app's Home tab."""
    person = active(desk, user)
    event: Json = {"type": "app_home_opened", "user": user, "channel": f"D{person.id[1:]}", "tab": "home"}
    event["event_ts"] = desk.world.stamps.next()
    if user in desk.world.homes:
        event["view"] = desk.world.homes[user].body
    desk.events.tell("app_home_opened", event)
    return {"ok": True}
