"""From what Slack sends to an `Ask`: who is it, may they ask us from there, and which delivery is it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.kit import Ask, Kit


@dataclass(slots=True)
class Directory:
    """What Slack says of its team, people and channels; whoever is not in it is refused.

    `accounts` are the full members of the force's own team; `channels` maps ids to names, no shared ones;
    `people` are the roster's as its file names them, without the accounts that Slack added; `members` are the
    accounts that read each of our channels, by its name.
    """

    team_id: str = ""
    accounts: set[str] = field(default_factory=set)
    channels: dict[str, str] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    members: dict[str, frozenset[str]] = field(default_factory=dict)

    def channel_name(self, channel_id: str) -> str:
        """The name of a channel that is ours; a conversation with the bot itself is `directmessage`."""
        return "directmessage" if channel_id.startswith("D") else self.channels.get(channel_id, "")


def ask_from(kit: Kit, directory: Directory, body: Mapping[str, Any]) -> Ask:
    """The question that a delivery of Slack holds; raises Refused `outside_force` or `not_on_roster`."""
    slack_id, channel = _inside(directory, body)
    action = (body.get("actions") or [{}])[0]
    view = body.get("view") or {}
    return Ask(
        kit=kit,
        person=_person(kit, slack_id),
        at=kit.clock.story(),
        id=_delivery(body),
        text=str(body.get("text") or (body.get("event") or {}).get("text") or ""),
        channel=channel,
        slack_id=slack_id,
        value=str(action.get("value") or action.get("block_id") or body.get("value") or ""),
        chosen=str((action.get("selected_option") or {}).get("value") or ""),
        values=_filled(view),
        metadata=str(view.get("private_metadata") or ""),
        message=body.get("message") or {},
        origin=_origin(kit, body, action, view),
    )


def _inside(directory: Directory, body: Mapping[str, Any]) -> tuple[str, str]:
    """The account and the channel, both of the force; raises Refused `outside_force`."""
    slack_id, channel_id = _user(body), _channel(body)
    channel = directory.channel_name(channel_id) if channel_id else ""
    nowhere = not channel and (channel_id or "command" in body)  # a form or the Home tab stands in no channel
    if nowhere or _team(body) != directory.team_id or slack_id not in directory.accounts:
        raise Refused("outside_force")
    return slack_id, channel


def _origin(kit: Kit, body: Mapping[str, Any], action: Mapping[str, Any], view: Mapping[str, Any]) -> str:
    """Which command, verb or form it is; a choice of an incident's menu is that verb."""
    if body.get("command"):
        return str(body["command"]).lstrip("/").removeprefix(kit.prefix)
    if action.get("action_id") == "incident.more":
        return f"incident.{(action.get('selected_option') or {}).get('value')}"
    return str(action.get("action_id") or body.get("callback_id") or view.get("callback_id") or "")


def _person(kit: Kit, slack_id: str) -> Person:
    found = kit.roster.by_slack(slack_id)
    if found is None:
        raise Refused("not_on_roster", collar="")
    return found


def _user(body: Mapping[str, Any]) -> str:
    user = body.get("user") or (body.get("event") or {}).get("user") or {}
    return str(body.get("user_id") or (user.get("id") if isinstance(user, dict) else user) or "")


def _team(body: Mapping[str, Any]) -> str:
    """The team of the person who asks: in Slack Connect it is not the one that the app is installed in."""
    user, team = body.get("user"), body.get("team")
    if isinstance(user, dict) and user.get("team_id"):
        return str(user["team_id"])
    return str((team.get("id") if isinstance(team, dict) else "") or body.get("team_id") or "")


def _channel(body: Mapping[str, Any]) -> str:
    channel = body.get("channel")
    found = channel.get("id") if isinstance(channel, dict) else body.get("channel_id")
    told = (body.get("event") or {}).get("channel")
    return str(found or (body.get("container") or {}).get("channel_id") or told or "")


def _delivery(body: Mapping[str, Any]) -> str:
    """What is the same when Slack delivers the same thing again, and only then."""
    if body.get("type") == "view_submission":
        return f"view:{body['view']['id']}"
    known = body.get("event_id") or body.get("trigger_id")
    return f"ask:{known}" if known else f"body:{sha256(repr(sorted(body.items())).encode()).hexdigest()}"


def _filled(view: Mapping[str, Any]) -> dict[str, Any]:
    """The state of a form, by block id: text, a choice, several choices, or None for what was left empty."""
    state = (view.get("state") or {}).get("values") or {}
    return {block_id: _value(next(iter(inputs.values()))) for block_id, inputs in state.items() if inputs}


def _value(element: Mapping[str, Any]) -> Any:
    for name in ("value", "selected_user", "selected_time", "selected_date", "selected_channel"):
        if element.get(name):
            return element[name]
    if element.get("selected_option"):
        return element["selected_option"].get("value")
    if element.get("selected_options"):
        return [option.get("value") for option in element["selected_options"]]
    return None
