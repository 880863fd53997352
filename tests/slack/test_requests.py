"""Whatever Slack, or anybody who holds its secret, may send: it is answered, and never with a 5xx."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.slack.requests import answer, read_body, recognised
from tests.slack.small_app import FORM, Heard, small_app

USER = {"id": "U0MORGAN", "username": "morgan", "team_id": "T0FORCE"}
VIEW = {
    "id": "V1",
    "callback_id": "form",
    "type": "modal",
    "team_id": "T0FORCE",
    "app_installed_team_id": "T0FORCE",
    "state": {"values": {"officer": {"officer": {"type": "users_select", "selected_user": "U0REES"}}}},
}
EVENT = {"type": "message", "user": "U0MORGAN", "channel": "C0CARMS", "ts": "1.2", "text": "hello"}
COMMON = {
    "team": None,
    "user": USER,
    "is_enterprise_install": True,
    "enterprise": {"id": "E1", "name": "Org"},
}
KNOWN: dict[str, dict[str, Any]] = {
    "command": {"command": "/queue", "text": "", "user_id": "U0MORGAN", "team_id": "T0FORCE"},
    "closed": {"type": "view_closed", "view": VIEW, "is_cleared": False, **COMMON},
    "sent": {"type": "view_submission", "view": VIEW, "response_urls": [], **COMMON},
    "pressed": {
        "type": "block_actions",
        "actions": [{"action_id": "incident.more", "selected_option": {"value": "why"}}],
        "container": {"channel_id": "C0CARMS"},
        "channel": {"id": "C0CARMS"},
        "message": {"ts": "1.2", "user": "U0COFNOD"},
        **COMMON,
    },
    "shortcut": {"type": "shortcut", "callback_id": "find", "trigger_id": "1.2.a", **COMMON},
    "on_message": {"type": "message_action", "callback_id": "find", "message": {"ts": "1.2"}, **COMMON},
    "choices": {"type": "block_suggestion", "action_id": "officer", "value": "re", **COMMON},
    "event": {
        "type": "event_callback",
        "event": EVENT,
        "event_id": "Ev1",
        "team_id": "T0FORCE",
        "authorizations": [{"team_id": "T0FORCE", "enterprise_id": None, "is_enterprise_install": False}],
    },
    "shared": {"type": "event_callback", "event": EVENT, "is_ext_shared_channel": True, "team_id": "T1"},
}
ODD = st.sampled_from([None, "", "x", 7, True, [], [None], ["x"], [{}], {}, {"id": None}, {"id": []}])


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Any]:
    """Something that Slack sends, with up to three things in it missing or of another kind."""
    body = copy.deepcopy(draw(st.sampled_from(list(KNOWN.values()))))
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(body))
        where, name = draw(st.sampled_from(places))
        if draw(st.booleans()):
            del where[name]
        else:
            where[name] = copy.deepcopy(draw(ODD))
        if not body:
            break
    return body


def _places(thing: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    inner = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for name, value in inner:
        found += [(thing, name), *_places(value)]
    return found


async def test_every_kind_of_delivery_reaches_its_listener() -> None:
    for name, body in KNOWN.items():
        heard = Heard()
        assert (await answer(small_app(heard), body, {})).status == 200, name
        assert heard.bodies == [body], name


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=spoilt())
async def test_nothing_that_is_missing_or_odd_gives_an_error(body: dict[str, Any]) -> None:
    assert (await answer(small_app(Heard()), body, {})).status in (200, 404)


async def test_an_event_that_nobody_knows_is_not_sent_again() -> None:
    odd = {"type": "event_callback", "event": {"type": ["x"]}}
    assert recognised(odd) is None
    assert (await answer(small_app(Heard()), odd, {})).status == 200
    assert (await answer(small_app(Heard()), {"type": "interactive_message"}, {})).status == 404


@given(raw=st.binary(max_size=300), content_type=st.sampled_from([FORM, "application/json", "text/plain"]))
def test_any_bytes_are_read_or_left_out(raw: bytes, content_type: str) -> None:
    assert read_body(raw, content_type) is None or recognised(read_body(raw, content_type)) is None


@pytest.mark.parametrize("text", ["a\x00b", "\ud83d", "\udc00x"])
@pytest.mark.parametrize("name", ["command", "sent", "pressed", "event"])
def test_text_that_no_database_keeps_is_left_out(name: str, text: str) -> None:
    body = copy.deepcopy(KNOWN[name])
    assert recognised(body | {"more": r"\u0000 typed out, and a whole 🚓"})
    assert recognised(body | {"trigger_id": text}) is None


ODD_ELEMENTS = [
    "x", {"selected_option": "x"}, {"selected_options": ["x"]}, {"selected_options": 7}, {"value": ["x"]},
    {"selected_option": {"value": {}}}, {"selected_user": {}},
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD_ELEMENTS)
def test_a_form_that_holds_anything_but_text_is_left_out(odd: Any) -> None:
    view = VIEW | {"state": {"values": {"code": {"code": odd}}}}
    assert recognised(KNOWN["sent"] | {"view": view}) is None
    assert recognised(KNOWN["pressed"] | {"view": view}) is None


def test_deep_nesting_and_many_fields_are_left_out() -> None:
    assert read_body(b"[" * 60_000, "application/json") is None
    assert read_body(b"payload=" + b"[" * 60_000, FORM) is None
    assert read_body(b"&".join(b"a=1" for _ in range(300)), FORM) is None
    assert read_body(json.dumps([1]).encode(), "application/json") is None
