"""Whatever Slack may send over signed HTTP is answered without a 5xx, and changes nothing."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import create_engine, select

from bot.store.tables import metadata
from tests.flows.whole import Whole, receive, report, whole
from tests.house import ROOT

GIVEN = ROOT.parent / "shared/data/slack_payloads"  # real shapes, where they lie beside the project
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


def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, but for what the clock itself writes."""
    engine = create_engine(url)
    with engine.connect() as connection:
        kept = [t for t in metadata.sorted_tables if t.name not in ("leases", "messages", "slots")]
        return {t.name: [tuple(row) for row in connection.execute(select(t))] for t in kept}


async def answers(one: Whole) -> list[int]:
    """The status of each answer."""
    return [(await one.workspace.deliver_raw(raw, kind))["status"] for raw, kind in bodies()]


async def test_no_payload_gives_a_server_error_or_changes_anything(database_url: str, tmp_path: Path) -> None:
    async with whole(database_url, tmp_path, "http") as one:
        await receive(one, report("101", 1))
        before = everything(database_url)
        statuses = await answers(one)
        after = everything(database_url)
    assert len(statuses) >= len(OURS)
    assert max(statuses) < 500
    assert statuses.count(200) > len(OURS) / 2  # they did reach the bot
    assert after == before
