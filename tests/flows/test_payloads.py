"""Every payload of Slack's, known or not, over signed HTTP: answered without a 5xx, and nothing changes."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack.requests import FORM
from tests.flows.rig import Place

pytestmark = pytest.mark.asyncio(loop_scope="module")
SLACKS_OWN = Path(__file__).parents[3] / "shared" / "data" / "slack_payloads"
FOUND = sorted(p for p in SLACKS_OWN.glob("*") if p.name != "signature_vector.json")
NOWHERE = "http://127.0.0.1:9"  # where answers to these go: nobody listens there

PERSON = {"id": "W111", "username": "primary-owner", "name": "primary-owner", "team_id": "T_unexpected"}
OURS = {"id": "U0MORGAN", "username": "morgan", "name": "morgan", "team_id": "T0DEMO"}
TEAM = {"id": "T0DEMO", "domain": "demonstration"}
KEY = "dyfed-powys:2026-11-20:601"
VIEW = {
    "id": "V1", "team_id": "T0DEMO", "type": "modal", "hash": "1", "blocks": [], "private_metadata": "",
    "callback_id": "decisions.record", "title": {"type": "plain_text", "text": "x"}, "state": {"values": {}},
}  # fmt: skip
PRESS = {"type": "button", "block_id": KEY, "action_ts": "1.2", "value": f"{KEY}||1"}
BUTTON = PRESS | {"action_id": "incident.record"}
MESSAGE = {"type": "message", "user": "U0X", "ts": "1.2", "text": "601/20-11"}
ORG_WIDE = {
    "team": None,
    "user": PERSON,
    "enterprise": {"id": "E1", "name": "Org"},
    "is_enterprise_install": True,
}
INVENTED: dict[str, dict[str, Any]] = {
    "a form that was closed, org-wide": {"type": "view_closed", "view": VIEW, **ORG_WIDE},
    "a form that was sent, org-wide": {"type": "view_submission", "view": VIEW, **ORG_WIDE},
    "a button, org-wide": {"type": "block_actions", "actions": [BUTTON], "trigger_id": "1.2", **ORG_WIDE},
    "a form of ours with nonsense in it": {
        "type": "view_submission", "user": OURS, "team": TEAM, "view": VIEW | {"private_metadata": "||||"},
    },
    "a button of ours with nonsense in it": {
        "type": "block_actions", "user": OURS, "team": TEAM, "trigger_id": "1.3", "response_url": NOWHERE,
        "container": {"type": "message", "channel_id": "C0CARMS"}, "channel": {"id": "C0CARMS"},
        "actions": [BUTTON | {"value": "<script>|9|9"}],
    },
    "a button of ours from a channel that is not": {
        "type": "block_actions", "user": OURS, "team": TEAM, "trigger_id": "1.4", "response_url": NOWHERE,
        "channel": {"id": "C0GENERAL"}, "actions": [BUTTON],
    },
    "a button that we never made": {
        "type": "block_actions", "user": OURS, "team": TEAM, "actions": [PRESS | {"action_id": "boom"}],
    },
    "a menu that asks, with no container": {
        "type": "block_suggestion", "user": OURS, "team": TEAM, "action_id": "officer", "value": "re",
    },
    "a shortcut on a message of strangers": {
        "type": "message_action", "callback_id": "incident.find", "user": PERSON, "team": TEAM,
        "message": MESSAGE, "response_url": NOWHERE,
    },
    "a shortcut that we never made": {"type": "shortcut", "callback_id": "boom", "user": OURS, "team": TEAM},
    "a dialog of long ago": {"type": "dialog_submission", "callback_id": "x", "user": OURS, "submission": {}},
    "a press of nothing": {"type": "block_actions", "user": OURS, "team": TEAM, "actions": []},
    "an event that holds none": {"type": "event_callback", "event": None},
    "nothing at all": {},
}  # fmt: skip
EVENTS: dict[str, dict[str, Any]] = {
    "a message": {
        "type": "message",
        "channel": "C0CARMS",
        "user": "U0MORGAN",
        "text": "601/20-11",
        "ts": "1.1",
    },
    "a mention by a bot": {"type": "app_mention", "subtype": "bot_message", "channel": "C1", "bot_id": "B1"},
    "a mention from another team": {"type": "app_mention", "user": "W111", "channel": "C9", "text": "x"},
    "an uninstallation": {"type": "app_uninstalled"},
    "tokens that were revoked": {"type": "tokens_revoked", "tokens": {"bot": ["U1"]}},
    "a function": {"type": "function_executed", "function": {"id": "Fn1"}, "inputs": {}},
    "a farewell": {"type": "goodbye"},
    "a type that is a number": {"type": 7},
}
COMMANDS: dict[str, dict[str, str]] = {
    "a command of another team": {
        "command": "/record",
        "text": "601 47/1/26",
        "team_id": "T111",
        "user_id": "W1",
    },
    "a command org-wide": {"command": "/queue", "is_enterprise_install": "true", "user_id": "W111"},
    "a command that we never made": {
        "command": "/weather",
        "text": "94070",
        "team_id": "T0DEMO",
        "user_id": "U0MORGAN",
    },
    "a command with nothing in it": {"command": ""},
    "a check of the certificate": {"ssl_check": "1", "token": "x"},
}


def text_of(path: Path) -> str:
    """A payload as it stands in its file, save that no answer to it leaves this machine."""
    text = path.read_text(encoding="utf-8").strip()
    for host in ("https://hooks.slack.com", "https%3A%2F%2Fhooks.slack.com"):
        text = text.replace(host, NOWHERE)
    return text


async def deliver(place: Place, raw: str, content_type: str) -> int:
    """Deliver a signed body as it stands, and give the status of its answer."""
    return int((await place.workspace.deliver_raw(raw, content_type))["status"])


async def unmoved(place: Place, raw: str, content_type: str) -> None:
    """A body is answered without a 5xx, and the whole database is as it was."""
    if "601" not in {row[4] for row in place.rows()["incidents"]}:
        await place.receive("601")
    before = place.rows()
    status = await deliver(place, raw, content_type)
    await place.app.listeners.settle()
    assert 200 <= status < 500, status
    assert place.rows() == before


@pytest.mark.parametrize("name", INVENTED)
async def test_an_interaction_of_any_shape_is_answered_and_changes_nothing(
    over_http: Place, name: str
) -> None:
    await unmoved(over_http, urlencode({"payload": json.dumps(INVENTED[name])}), FORM)


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize("team", ["T0DEMO", "T111"])
async def test_an_event_of_any_shape_is_answered_and_changes_nothing(
    over_http: Place, name: str, team: str
) -> None:
    body = {"type": "event_callback", "team_id": team, "event_id": "Ev1", "event": EVENTS[name]}
    await unmoved(over_http, json.dumps(body), "application/json")


@pytest.mark.parametrize("name", COMMANDS)
async def test_a_command_of_any_shape_is_answered_and_changes_nothing(over_http: Place, name: str) -> None:
    await unmoved(over_http, urlencode(COMMANDS[name] | {"response_url": NOWHERE}), FORM)


@pytest.mark.parametrize(
    "raw", ["", "{", "payload=", "payload=%7B", "[]", "null", "\x00", "a=1&a=2", "{}" * 9]
)
@pytest.mark.parametrize("content_type", [FORM, "application/json", "text/plain"])
async def test_a_body_that_is_no_payload_is_answered_and_changes_nothing(
    over_http: Place, raw: str, content_type: str
) -> None:
    await unmoved(over_http, raw, content_type)


@pytest.mark.skipif(not FOUND, reason="Slack's own payloads are not here; invented ones of each shape are")
@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
async def test_each_payload_of_slacks_own_is_answered_and_changes_nothing(
    over_http: Place, path: Path
) -> None:
    text = text_of(path)
    if path.name.endswith(".form.txt"):
        await unmoved(over_http, text, FORM)
    elif path.name.startswith("event_callback"):
        await unmoved(over_http, text, "application/json")
    else:
        await unmoved(over_http, urlencode({"payload": text}), FORM)


async def test_a_payload_of_our_own_that_means_something_does_change_something(over_http: Place) -> None:
    await over_http.receive("602")
    body = {"command": "/record", "text": "602 47/602/26", "user_id": "U0MORGAN", "team_id": "T0DEMO"}
    body |= {"channel_id": "C0CARMS", "trigger_id": "7.7.7"}
    assert await deliver(over_http, urlencode(body), FORM) == 200
    assert over_http.state("602") == "recorded"
