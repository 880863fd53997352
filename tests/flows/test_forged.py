"""What is forged, by whoever holds Slack's secret: answered without an error, and nothing changes."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack.requests import FORM
from handlers import STORIES
from tests.flows.rig import Place

pytestmark = pytest.mark.asyncio(loop_scope="module")
OURS = {"user": {"id": "U0MORGAN", "team_id": "T0DEMO"}, "team": {"id": "T0DEMO"}}
HANDLE = "dyfed-powys:2026-11-20:601|{n}|{seen}"
DECIDE = (
    "incident.allocate", "decisions.record", "decisions.negate", "decisions.return", "decisions.cancel",
    "decisions.which", "decisions.ref",
)  # fmt: skip
FORMS = sorted(name for story in STORIES for name in story.forms)
BUTTONS = sorted(name for story in STORIES for name in story.buttons)
WHOM = ("U0MORGAN", "U0PROBERT")  # a sergeant, and the Registrar
HANDLES = ("", "|||", HANDLE.format(n="", seen=1), HANDLE.format(n=10**40, seen=-7), "decisions\n601")
CARRIED = ("", "²", "9" * 30, HANDLE.format(n=10**40, seen=-7), "powys:2026-11-20:restricted:²", "move|x@y")
NOWHERE = "http://127.0.0.1:9"  # where answers to these go: nobody listens there
BROKEN = ("a story broke off", "an answer could not be put into words")
FILLED = (
    {}, {"offence": "x"}, {"offence": "9" * 5000}, {"offence": "-1"}, {"kind": "XX", "crime": "47/1/26"},
    {"code": "NNO", "log_time": "15:00", "victim_told": "a narrative"}, {"code": "ZZZ"}, {"officer": "'--"},
)  # fmt: skip


async def answered(place: Place, raw: str) -> str:
    """What a signed body is answered with: never with a 5xx, and never by breaking off."""
    said = await place.workspace.deliver_raw(raw, FORM)
    await place.app.listeners.settle()
    assert said["status"] < 500, said
    return str(said)


async def unmoved(place: Place, *bodies: dict[str, Any]) -> None:
    """Nothing is written for any of these interactions."""
    if "601" not in {row[4] for row in place.rows()["incidents"]}:
        await place.receive("601")
    before = place.rows()
    for body in bodies:
        said = await answered(place, urlencode({"payload": json.dumps(OURS | body)}))
        assert "went wrong" not in said, body
    assert place.rows() == before


@pytest.mark.parametrize("callback_id", DECIDE)
async def test_a_form_without_its_inputs_or_with_others_is_refused(
    over_http: Place, callback_id: str
) -> None:
    view = {"type": "modal", "callback_id": callback_id}
    sent = [
        view | {"id": f"V{h}.{f}", "private_metadata": handle, "state": {"values": values(filled)}}
        for h, handle in enumerate(HANDLES)
        for f, filled in enumerate(FILLED)
    ]
    await unmoved(over_http, *({"type": "view_submission", "view": one} for one in sent))


def values(filled: dict[str, str]) -> dict[str, Any]:
    """The state of a form that was filled in like this."""
    return {block: {"x": {"value": text}} for block, text in filled.items()}


@pytest.mark.parametrize("callback_id", FORMS)
async def test_no_form_breaks_over_what_it_carries(
    over_http: Place, callback_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    view = {"type": "modal", "callback_id": callback_id}
    for who in WHOM:
        for h, handle in enumerate(CARRIED):
            one = view | {"id": f"V{who}.{h}", "private_metadata": handle, "state": {"values": values({})}}
            await unbroken(over_http, who, {"type": "view_submission", "view": one})
    assert [told.exc_info for told in caplog.records if told.getMessage() in BROKEN] == []


@pytest.mark.parametrize("action_id", BUTTONS)
async def test_no_button_breaks_over_what_it_carries(
    over_http: Place, action_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    where = {"container": {"type": "message", "channel_id": "C0CARMS"}, "channel": {"id": "C0CARMS"}}
    for who in WHOM:
        for h, value in enumerate(CARRIED):
            one = {"type": "button", "block_id": "b", "action_ts": f"{h}.2", "value": value}
            press = where | {"type": "block_actions", "trigger_id": f"{h}.{who}", "response_url": NOWHERE}
            await unbroken(over_http, who, press | {"actions": [one | {"action_id": action_id}]})
    assert [told.exc_info for told in caplog.records if told.getMessage() in BROKEN] == []


async def unbroken(place: Place, who: str, body: dict[str, Any]) -> None:
    """Whatever somebody sends is answered, and never with an error of ours."""
    sent = OURS | {"user": {"id": who, "team_id": "T0DEMO"}} | body
    assert "went wrong" not in await answered(place, urlencode({"payload": json.dumps(sent)})), body


async def test_a_command_from_nowhere_is_refused(over_http: Place) -> None:
    body = {"command": "/queue", "text": "", "user_id": "U0MORGAN", "team_id": "T0DEMO", "trigger_id": "1.1"}
    assert "only members of the force" in await answered(over_http, urlencode(body))
    assert "waiting" in await answered(over_http, urlencode(body | {"channel_id": "C0CARMS"}))


async def test_the_name_of_names_has_an_end(over_http: Place) -> None:
    endless = {
        "command": "/cofnod", "text": "cofnod " * 5000, "user_id": "U0MORGAN", "team_id": "T0DEMO",
        "channel_id": "C0CARMS", "trigger_id": "1.2",
    }  # fmt: skip
    assert "cofnod" in await answered(over_http, urlencode(endless))
