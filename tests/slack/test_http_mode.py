"""Slack over signed HTTP: what is answered, what is refused, and what never reaches Bolt."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

from bot.domain.people import Roster
from bot.store import inbox
from bot.store.store import Store
from bot.store.work import Work
from tests.slack.rig import FORCE
from tests.slack.small_app import (
    SECRET,
    Caller,
    Heard,
    calling,
    http_app,
    machine,
    served,
    signed,
    small_app,
)

COMMAND = {
    "command": "/allocate",
    "text": "123 payload",
    "user_id": "U0MORGAN",
    "team_id": "T0FORCE",
    "channel_id": "C0CARMS",
    "trigger_id": "1.2.abc",
    "response_url": "http://127.0.0.1:9/",
}


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
async def caller(heard: Heard) -> AsyncIterator[Caller]:
    async with calling(heard) as made:
        yield made


async def test_a_command_with_the_word_payload_is_answered(caller: Caller, heard: Heard) -> None:
    status, text = await caller.post(urlencode(COMMAND))
    assert (status, text) == (200, "heard 123 payload")
    assert heard.bodies[0]["user_id"] == "U0MORGAN"


async def test_an_interaction_is_read_from_the_key_payload(caller: Caller, heard: Heard) -> None:
    view = {"id": "V1", "callback_id": "form", "type": "modal"}
    body = {"type": "view_submission", "user": {"id": "U0MORGAN"}, "view": view}
    status, _ = await caller.post(urlencode({"payload": json.dumps(body)}))
    assert status == 200
    assert heard.bodies == [body]


async def test_an_event_is_read_from_json(caller: Caller, heard: Heard) -> None:
    body = {"type": "event_callback", "event": {"type": "app_home_opened", "user": "U0MORGAN"}}
    assert (await caller.post(json.dumps(body), "application/json"))[0] == 200
    assert heard.bodies == [body]


async def test_slack_may_verify_the_address(caller: Caller) -> None:
    body = {"type": "url_verification", "challenge": "abc"}
    status, text = await caller.post(json.dumps(body), "application/json")
    assert (status, json.loads(text)) == (200, {"challenge": "abc"})


async def test_health_is_told_without_a_signature(caller: Caller) -> None:
    async with caller.session.get(f"{caller.url}/healthz") as said:
        assert (said.status, await said.json()) == (200, {"ok": True})


@pytest.mark.parametrize("seconds", [-310, 310])
async def test_a_stale_signature_is_refused(caller: Caller, heard: Heard, seconds: int) -> None:
    raw = urlencode(COMMAND).encode()
    assert (await caller.post(raw, headers=signed(raw, seconds)))[0] == 401
    assert (await caller.post(raw, headers=signed(raw, seconds * 0.9)))[0] == 200
    assert len(heard.bodies) == 1


@pytest.mark.parametrize("in_chunks", [False, True])
async def test_a_body_above_64_kib_is_refused(caller: Caller, heard: Heard, in_chunks: bool) -> None:
    raw = urlencode(COMMAND | {"text": "x" * 66_000}).encode()

    async def chunks() -> AsyncIterator[bytes]:
        yield raw

    sent: Any = chunks() if in_chunks else raw
    headers = {"Content-Type": "application/x-www-form-urlencoded", **signed(raw)}
    async with caller.session.post(f"{caller.url}/slack/events", data=sent, headers=headers) as said:
        assert said.status == 413
    assert heard.bodies == []


BAD_STAMPS = ("", "abc", "1e9", "-1", " ", "12.5", "٣٤٥", "9" * 40, "0x10", "{0}, {0}", "+{0}")
BAD_SIGNATURES = ("", "v0=", "v1={0}", "v0={0}0", "v0={1}", "V0={0}", "é" * 67)


def malformed() -> list[dict[str, str]]:
    """Twenty ways to sign badly (F18)."""
    good = signed(urlencode(COMMAND).encode())
    stamp, digest = good["X-Slack-Request-Timestamp"], good["X-Slack-Signature"][3:]
    return [
        {},
        {"X-Slack-Request-Timestamp": stamp},
        *(good | {"X-Slack-Request-Timestamp": bad.format(stamp)} for bad in BAD_STAMPS),
        *(good | {"X-Slack-Signature": bad.format(digest, digest[1:])} for bad in BAD_SIGNATURES),
    ]


async def test_twenty_malformed_signatures_are_refused_and_no_body_is_logged(
    caller: Caller, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = [await caller.post(urlencode(COMMAND), headers=headers) for headers in malformed()]
    assert said == [(401, "")] * 20
    assert heard.bodies == []
    assert "payload" not in caplog.text
    assert "U0MORGAN" not in caplog.text


async def test_bolt_alone_would_fail_on_them_and_log_the_body(
    heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bolt = small_app(heard)

    async def answer(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    bare = web.Application()
    bare.add_routes([web.post("/slack/events", answer)])
    async with served(bare) as url, ClientSession() as session:
        said = [(await Caller(url, session).post(urlencode(COMMAND), headers=h))[0] for h in malformed()]
    assert 500 in said
    assert "U0MORGAN" in caplog.text


@asynccontextmanager
async def replicas(number: int, heard: Heard) -> AsyncIterator[list[Caller]]:
    """Callers of so many replicas of one app."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession())
        apps = [http_app(small_app(heard), SECRET, machine) for _ in range(number)]
        yield [Caller(await stack.enter_async_context(served(app)), session) for app in apps]


async def test_one_request_replayed_fifty_times_over_three_replicas_takes_effect_once(
    database_url: str,
) -> None:
    store, effects = Store(database_url, FORCE, Roster(())), []

    def once(work: Work, key: str) -> None:
        inbox.claim(work, key)
        effects.append(key)

    async def act(body: dict[str, Any]) -> None:
        with suppress(inbox.Repeated):
            await store.write(once, machine(), body["trigger_id"])

    raw, heard = urlencode(COMMAND).encode(), Heard(then=act)
    async with replicas(3, heard) as callers:
        headers = signed(raw)
        said = await asyncio.gather(*(callers[n % 3].post(raw, headers=headers) for n in range(50)))
    store.close()
    assert {status for status, _ in said} == {200}
    assert (len(heard.bodies), effects) == (50, ["1.2.abc"])


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
async def test_what_claims_to_be_compressed_is_refused_unread(
    caller: Caller, heard: Heard, encoding: str
) -> None:
    said, _ = await caller.post("broken", headers={"Content-Encoding": encoding})
    assert said in (400, 415)
    assert heard.bodies == []
