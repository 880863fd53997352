"""Whatever Slack may send over signed HTTP is answered without a 5xx, and changes nothing."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.flows.rig import Place
from tests.house import ROOT

GIVEN = ROOT.parent / "shared/data/slack_payloads"  # real shapes, where they lie beside the project
pytestmark = pytest.mark.asyncio(loop_scope="module")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
MENTION = {"type": "app_mention", "user": "U123", "text": "<@U1> test", "channel": "C111", "ts": "1.2"}
STRANGERS = {"team_id": "T_OTHER", "is_ext_shared_channel": True, "authorizations": [{"team_id": "T_X"}]}
EVENT = {"type": "event_callback", "team_id": "T1", "event": MENTION, "event_id": "Ev1", "event_time": 1}
VIEW = {
    "id": "V1",
    "type": "modal",
    "callback_id": "incident.allocate",
    "blocks": [],
    "state": {"values": {}},
}
PRESSED = {"type": "block_actions", "user": {"id": "U1"}, "team": None, "is_enterprise_install": True}
OURS = [
    EVENT,
    EVENT | STRANGERS,
    EVENT | {"event": {"type": "message"}},
    EVENT | {"event": {"type": "app_home_opened", "user": "U1", "tab": "home"}},
    {
        "type": "event_callback",
        "event": {"type": "tokens_revoked", "tokens": {"bot": ["W1"]}},
        "event_id": "Ev2",
    },
    {"type": "view_closed", "team": None, "user": {"id": "W1"}, "view": VIEW, "is_cleared": False},
    {"type": "view_submission", "team": {"id": "T_X"}, "user": {"id": "W1"}, "view": VIEW},
    {"type": "shortcut", "team": None, "user": {"id": "W1"}, "callback_id": "x", "trigger_id": "1.2.x"},
    {"type": "message_action", "user": {"id": "U1"}, "team": {"id": "T1"}, "callback_id": "incident.find"},
    PRESSED | {"actions": [{"action_id": "incident.allocate", "value": "x"}], "trigger_id": "1.2"},
    PRESSED | {"actions": []},
    {"command": "/allocate", "text": "123 payload", "user_id": "U1", "team_id": "T1", "channel_id": "C1"},
    {"command": "/weather", "text": "94070", "user_id": "U1", "team_id": "T1"},
    {},
    {"type": "event_callback", "event": None},
]


def bodies() -> Iterator[tuple[str, str]]:
    """Every payload as Slack would send it: events as JSON, commands as a form, the others inside one."""
    texts = [path.read_text() for path in sorted(GIVEN.glob("*.json")) if "signature" not in path.name]
    for said in [*OURS, *map(json.loads, texts)]:
        if "command" in said:
            yield urlencode(said), FORM
        elif said.get("type") in ("event_callback", None):
            yield json.dumps(said), JSON
        else:
            yield urlencode({"payload": json.dumps(said)}), FORM
    yield from ((path.read_text().strip(), FORM) for path in sorted(GIVEN.glob("*.form.txt")))


async def test_no_payload_gives_a_server_error_or_changes_anything(over_http: Place) -> None:
    await over_http.receive("701", ago=1)
    before = over_http.rows()
    sent = [await over_http.workspace.deliver_raw(raw, kind) for raw, kind in bodies()]
    statuses = [answer["status"] for answer in sent]
    assert max(statuses) < 500
    assert statuses.count(200) > len(OURS) / 2, "most of them reached the bot"
    assert over_http.rows() == before
