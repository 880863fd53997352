"""The payloads of commands and interactions, written as Slack writes them."""

from workspace import described
from workspace.blocks.surface import choices
from workspace.cast import APP_ID, BOT_ID
from workspace.kinds import Channel, Json, Message, OpenView, Person, SlackError
from workspace.state import VALUE_KEYS, entry
from workspace.world import World


def command(world: World, person: Person, channel: Channel, name: str, text: str) -> Json:
    """Write a slash command."""
    shown = {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)
    said = {"token": "local", "team_id": person.team_id, "team_domain": world.team.get("domain", "local")}
    said |= {"channel_id": channel.id, "channel_name": shown, "user_id": person.id}
    said |= {"user_name": person.name, "command": name, "text": text, "api_app_id": APP_ID}
    return said | {"is_enterprise_install": "false"}


def interaction(world: World, kind: str, person: Person) -> Json:
    """Write what every interaction begins with."""
    user = {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id}
    team = {"id": world.team["id"], "domain": world.team.get("domain", "local")}
    said: Json = {"type": kind, "user": user, "api_app_id": APP_ID, "token": "local", "team": team}
    return said | {"enterprise": None, "is_enterprise_install": False}


def in_message(world: World, message: Message) -> Json:
    """Say in which message something was pressed; an ephemeral one's text is not sent."""
    channel = world.channels[message.channel]
    ephemeral = message.only_for is not None
    container = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
    said: Json = {"container": container | {"is_ephemeral": ephemeral}}
    if message.thread_ts:
        said["container"]["thread_ts"] = message.thread_ts
    said["channel"] = named(channel)
    return said if ephemeral else said | {"message": described.message(world, message)}


def in_view(view: OpenView) -> Json:
    """Say in which view something was pressed."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view.body}


def named(channel: Channel) -> Json:
    """Name a channel as interactions do."""
    shown = {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)
    return {"id": channel.id, "name": shown}


def action(world: World, block_id: str, element: Json, given: Json) -> Json:
    """Write one action: the element, and what was chosen."""
    said: Json = {"type": element["type"], "block_id": block_id, "action_id": element["action_id"]}
    said["action_ts"] = world.stamps.next()
    if element["type"] == "button":
        return said | {k: element[k] for k in ("text", "value", "style", "url") if k in element}
    if element["type"] == "overflow":
        return said | {"selected_option": _chosen(element, given)}
    if element["type"] not in VALUE_KEYS:
        return said
    if element["type"] in ("static_select", "radio_buttons") and given.get("selected_option"):
        return said | {"selected_option": _chosen(element, given)}
    key, first = VALUE_KEYS[element["type"]]
    initial = {first: element[first]} if first in element and key != "value" else {}
    return said | initial | entry(element, given)


def _chosen(element: Json, given: Json) -> Json:
    value = (given.get("selected_option") or {}).get("value")
    for option in choices(element):
        if option["value"] == value:
            return option
    raise SlackError("no_such_option", offered=[option["value"] for option in choices(element)])


def submission(world: World, person: Person, view: OpenView) -> Json:
    """Write the submission of a form."""
    said = interaction(world, "view_submission", person)
    return said | {"view": view.body, "response_urls": []}


def closed(world: World, person: Person, view: OpenView, *, cleared: bool) -> Json:
    """Write that a form was closed."""
    said = interaction(world, "view_closed", person)
    return said | {"view": view.body, "is_cleared": cleared}


def shortcut(world: World, person: Person, callback_id: str, message: Message | None) -> Json:
    """Write a shortcut, on a message or global."""
    kind = "message_action" if message else "shortcut"
    said = interaction(world, kind, person) | {"callback_id": callback_id}
    said["action_ts"] = world.stamps.next()
    if message is None:
        return said
    channel = named(world.channels[message.channel])
    body = described.message(world, message) | ({"bot_id": BOT_ID} if message.by_app else {})
    return said | {"message": body, "message_ts": message.ts, "channel": channel}
