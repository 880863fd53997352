"""The manifest: everything that the handlers registered, within what Slack takes, and no scope too many."""

from bot.slack.manifest import SCOPES, manifest
from handlers import STORIES

COMMANDS = [command for story in STORIES for command in story.commands]
WORDS = {command.name: "x" for command in COMMANDS} | {"": "x"}
WORDS |= {name: "x" for story in STORIES for key in story.shortcuts for name in (key, f"{key}.why")}
OF_SLACK_ITSELF = {
    "feed",
    "status",
    "remind",
    "invite",
    "leave",
    "mute",
    "search",
    "topic",
    "who",
    "me",
    "msg",
    "dm",
}
LEAST = {
    "app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write", "commands",
    "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write", "users:read",
    "users:read.email",
}  # fmt: skip


def test_slack_takes_every_command_and_none_is_slacks_own() -> None:
    names = [command.name for command in COMMANDS]
    assert len(names) == len(set(names)) <= 25
    assert max(len(f"/a-longish-prefix-{name}") for name in names) <= 32
    assert not OF_SLACK_ITSELF & set(names)


def test_the_scopes_are_exactly_those_that_the_bot_uses() -> None:
    assert set(SCOPES) == LEAST
    assert manifest(STORIES, "", WORDS)["oauth_config"] == {"scopes": {"bot": list(SCOPES)}}


def test_every_command_people_and_channels_arrive_escaped_and_with_the_prefix() -> None:
    told = manifest(STORIES, "dpp-", WORDS)["features"]["slash_commands"]
    assert {command["command"] for command in told} == {f"/dpp-{command.name}" for command in COMMANDS}
    assert all(command["should_escape"] for command in told)


def test_over_http_everything_is_sent_to_the_one_address() -> None:
    told = manifest(STORIES, "", WORDS, "https://cofnod.example.org/")
    address = "https://cofnod.example.org/slack/events"
    assert {command["url"] for command in told["features"]["slash_commands"]} == {address}
    assert told["settings"]["interactivity"]["request_url"] == address
    assert told["settings"]["event_subscriptions"]["request_url"] == address
    assert told["settings"]["socket_mode_enabled"] is False


def test_every_event_that_a_story_answers_is_subscribed_to() -> None:
    told = manifest(STORIES, "", WORDS)["settings"]["event_subscriptions"]["bot_events"]
    assert set(told) == {kind for story in STORIES for kind in story.events}
