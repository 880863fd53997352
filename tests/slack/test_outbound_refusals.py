"""Each of Slack's refusals, and a network that is not there."""

import logging

import pytest

from bot.slack.client import slack_client
from tests.slack.rig import Rig

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # it is Slack that differs


def refusal(code: str, times: int | None = 1) -> dict[str, object]:
    return {"method": "chat.postMessage", "kind": "error", "error": code, "times": times}


@pytest.mark.parametrize(
    "code",
    ["msg_too_long", "msg_blocks_too_long", "invalid_blocks", "restricted_action", "metadata_too_large"],
)
async def test_what_slack_will_never_take_fails_aloud_and_holds_up_nobody(rig: Rig, code: str) -> None:
    await rig.workspace.faults(refusal(code))
    await rig.put("bad")
    await rig.put("good")
    await rig.settle()
    assert (await rig.row("bad")).failed == code
    assert rig.alarms == [(code, "bad")]
    assert await rig.texts() == ["good"]


@pytest.mark.parametrize("code", ["internal_error", "fatal_error", "service_unavailable"])
async def test_an_error_inside_slack_is_looked_into_before_sending_again(rig: Rig, code: str) -> None:
    await rig.workspace.faults(refusal(code))
    await rig.put("a")
    await rig.settle(5)
    assert await rig.texts() == ["a"]
    assert len(await rig.calls("conversations.history")) == 1


@pytest.mark.parametrize("code", ["ratelimited", "request_timeout", "not_in_channel", "a_code_of_next_year"])
async def test_a_passing_refusal_is_survived_without_an_alarm(rig: Rig, code: str) -> None:
    await rig.workspace.faults(refusal(code))
    await rig.put("a")
    await rig.settle(5)
    assert await rig.texts() == ["a"]
    assert rig.alarms == []
    assert await rig.calls("conversations.history") == []


async def test_a_refusal_that_nobody_knows_is_given_up_after_five_tries(rig: Rig) -> None:
    await rig.workspace.faults(refusal("a_code_of_next_year", times=None))
    await rig.put("a")
    await rig.settle(5)
    assert (await rig.row("a")).failed == "a_code_of_next_year"
    assert rig.alarms == [("a_code_of_next_year", "a")]


async def test_a_thread_that_was_locked_gets_its_reply_in_the_channel(rig: Rig) -> None:
    await rig.put("root")
    await rig.settle()
    await rig.workspace.faults(refusal("restricted_action_thread_locked"))
    await rig.put("reply", thread_of="root")
    await rig.settle(5)
    assert await rig.texts() == ["root", "reply"]


async def test_without_a_connection_a_message_waits_and_is_known_to_be_unsent(rig: Rig) -> None:
    await rig.put("a")
    async with slack_client("xoxb-demo-cofnod", "http://127.0.0.1:9/api/", 2) as nowhere:
        await rig.settle(client=nowhere)
    row = await rig.row("a")
    assert (row.unknown_since, row.failed, row.attempts) == (None, None, 1)
    await rig.settle(5)
    assert await rig.texts() == ["a"]
    assert await rig.calls("conversations.history") == []


async def test_an_answer_that_takes_too_long_is_of_unknown_outcome(rig: Rig) -> None:
    slow = {"method": "chat.postMessage", "kind": "slow", "seconds": 1.2, "times": 1}
    await rig.workspace.faults(slow)
    await rig.put("a")
    async with slack_client(rig.workspace.bot_token, rig.workspace.api_url, 0.6) as hasty:
        await rig.settle(client=hasty)
    assert (await rig.row("a")).unknown_since is not None
    await rig.workspace.until(rig.texts, 3)
    await rig.settle(5)
    assert await rig.texts() == ["a"]


async def test_at_debug_neither_token_nor_text_is_logged(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await rig.workspace.faults({"method": "chat.postMessage", "kind": "drop_after", "times": 1})
    await rig.put("a", says="Harassment, due 04:10.")
    await rig.settle(5)
    assert "waits" in caplog.text
    assert "xoxb" not in caplog.text
    assert "Harassment" not in caplog.text
