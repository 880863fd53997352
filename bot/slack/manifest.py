"""The Slack app's manifest, generated from what the handlers registered: never typed by hand."""

from collections.abc import Iterable
from typing import Any

from bot.slack.story import Story

SCOPES = (
    "app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write", "commands",
    "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write", "users:read",
    "users:read.email",
)  # fmt: skip


def manifest(
    stories: Iterable[Story], prefix: str, description: dict[str, str], url: str = ""
) -> dict[str, Any]:
    """The manifest for Socket Mode, or with `url` (where /slack/events is reached) for signed HTTP.

    `description` gives the words of each command, and of the app itself as an empty name.
    """
    stories = tuple(stories)
    where = {"url": f"{url.rstrip('/')}/slack/events"} if url else {}
    return {
        "display_information": {"name": "Cofnod", "description": description[""]},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "Cofnod", "always_online": True},
            "slash_commands": _commands(stories, prefix, description, where),
            "shortcuts": _shortcuts(stories, description),
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": _settings(stories, where),
    }


def _commands(
    stories: Iterable[Story], prefix: str, description: dict[str, str], where: dict[str, str]
) -> list[dict[str, Any]]:
    return [
        {
            "command": f"/{prefix}{command.name}",
            "description": description[command.name],
            "usage_hint": command.usage,
            "should_escape": True,
            **where,
        }
        for story in stories
        for command in story.commands
    ]


def _shortcuts(stories: Iterable[Story], description: dict[str, str]) -> list[dict[str, str]]:
    return [
        {
            "name": description[callback_id],
            "type": "message",
            "callback_id": callback_id,
            "description": description[f"{callback_id}.why"],
        }
        for story in stories
        for callback_id in story.shortcuts
    ]


def _settings(stories: Iterable[Story], where: dict[str, str]) -> dict[str, Any]:
    events = sorted({kind for story in stories for kind in story.events})
    request, options = (
        ({"request_url": where["url"]}, {"message_menu_options_url": where["url"]}) if where else ({}, {})
    )
    settings: dict[str, Any] = {
        "interactivity": {"is_enabled": True, **request, **options},
        "org_deploy_enabled": False,
        "socket_mode_enabled": not where,
        "token_rotation_enabled": False,
    }
    return settings | ({"event_subscriptions": {**request, "bot_events": events}} if events else {})
