"""The dispatcher when Slack, the network or a person gets in its way."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.slack.pace import Rates
from bot.store import outbox
from tests.slack.rig import POWYS, QUICK, Rig, machine


def fault(kind: str, method: str = "chat.postMessage", **more: object) -> dict[str, object]:
    return {"method": method, "kind": kind, "times": 1, **more}


@pytest.mark.parametrize("kind", ["drop_after", "500_after", "drop_before", "500", "429"])
async def test_whatever_becomes_of_the_answer_the_message_stands_there_once(rig: Rig, kind: str) -> None:
    await rig.workspace.faults(fault(kind, seconds=0))
    for n in range(3):
        await rig.put(f"m{n}")
    await rig.settle(5)
    assert await rig.texts() == ["m0", "m1", "m2"]
    assert [key for key, _, _ in rig.accepted] == ["m0", "m1", "m2"]
    assert len(await rig.calls("chat.postMessage")) == 3


@pytest.mark.parametrize("kind", ["drop_after", "drop_before"])
async def test_a_reply_of_unknown_outcome_is_looked_for_in_its_thread(rig: Rig, kind: str) -> None:
    await rig.put("root")
    await rig.settle()
    await rig.workspace.faults(fault(kind))
    await rig.put("reply", thread_of="root")
    await rig.settle(5)
    root = await rig.row("root")
    assert await rig.texts(thread=root.ts) == ["root", "reply"]
    assert await rig.calls("conversations.replies")


@pytest.mark.parametrize("kind", ["drop_after", "500", "429"])
async def test_a_change_of_unknown_outcome_is_simply_repeated(rig: Rig, kind: str) -> None:
    await rig.put("a")
    await rig.settle()
    await rig.workspace.faults(fault(kind, "chat.update", seconds=0))
    rig.says["a"] = "Changed."
    await rig.put("a")
    await rig.settle(5)
    assert await rig.texts() == ["Changed."]
    assert await rig.calls("conversations.history") == []


async def test_retry_after_is_waited_for_and_holds_what_comes_after(rig: Rig) -> None:
    loop = asyncio.get_running_loop()
    await rig.workspace.faults(fault("429", seconds=1))
    await rig.put("first")
    await rig.put("second")
    begun = loop.time()
    await rig.settle()
    assert await rig.texts() == []  # settled: nothing may be sent within no time at all
    await rig.settle(5)
    assert loop.time() - begun >= 1
    assert await rig.texts() == ["first", "second"]


async def test_while_it_cannot_look_it_neither_sends_again_nor_gives_up(rig: Rig) -> None:
    blind = {"method": "conversations.history", "kind": "error", "error": "missing_scope"}
    await rig.workspace.faults(fault("drop_after"), blind)
    await rig.put("a")
    await rig.settle(1)
    row = await rig.row("a")
    assert (row.ts, row.failed) == (None, None)
    assert row.unknown_since is not None
    assert rig.alarms == [("missing_scope", "")]
    assert len(await rig.calls("chat.postMessage")) == 1


async def test_what_was_put_earlier_and_comes_later_hides_no_message_whose_outcome_is_unknown(
    rig: Rig,
) -> None:
    begun = machine()
    rig.tempo = replace(QUICK, grace=0.6)
    await rig.workspace.faults(fault("drop_after"))
    await rig.put("b")
    running = asyncio.ensure_future(rig.dispatcher().run())
    await rig.workspace.until(lambda: _taken(rig, "b"), 3)
    await rig.store.write(outbox.put, begun, "a", POWYS, "test", "a", None)  # its transaction took its time
    running.cancel()
    await asyncio.wait([running])
    await rig.settle(5)
    assert sorted(await rig.texts()) == ["a", "b"]


async def _taken(rig: Rig, key: str) -> bool:
    return key in await rig.texts()


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_machine_whose_clock_is_an_hour_wrong_finds_its_message_all_the_same(
    rig: Rig, hours: int
) -> None:
    def wrong() -> datetime:
        return machine() + timedelta(hours=hours)

    await rig.workspace.faults(fault("drop_after"))
    for n in range(3):
        await rig.put(f"m{n}")
    await rig.settle(5, machine=wrong)
    assert await rig.texts() == ["m0", "m1", "m2"]


async def test_a_clock_that_is_set_back_an_hour_delays_nothing(rig: Rig) -> None:
    await rig.workspace.faults(fault("429", seconds=2))
    await rig.put("a")
    await rig.settle(machine=lambda: machine() + timedelta(hours=1))
    async with asyncio.timeout(3):
        await rig.settle(1, holder="later")
    assert await rig.texts() == ["a"]


@pytest.mark.parametrize("kind", ["slow", "drop_after"])
async def test_a_dispatcher_killed_in_the_midst_leaves_nothing_lost_or_doubled(rig: Rig, kind: str) -> None:
    rig.tempo = replace(QUICK, grace=0.6)
    await rig.workspace.faults(fault(kind, seconds=0.3))
    await rig.put("a")
    running = asyncio.ensure_future(rig.dispatcher().run())
    await rig.workspace.until(lambda: _began(rig, "a"), 3)
    running.cancel()
    await asyncio.wait([running])
    await rig.settle(5)
    assert await rig.texts() == ["a"]


async def _began(rig: Rig, key: str) -> bool:
    return (await rig.row(key)).unknown_since is not None


async def test_the_app_enters_a_public_channel_by_itself(rig: Rig) -> None:
    await rig.workspace.change_channel(POWYS, app_member=False)
    await rig.put("a")
    await rig.settle(2)
    assert await rig.texts() == ["a"]
    assert len(await rig.calls("conversations.join")) == 1
    assert rig.alarms == []


@pytest.mark.parametrize(
    ("channel", "new", "code"),
    [
        ("G0RESTRICTED", {"app_member": False}, "channel_not_found"),
        (POWYS, {"archived": True}, "is_archived"),
    ],
)
async def test_a_closed_channel_is_told_once_and_its_messages_go_out_when_it_is_mended(
    rig: Rig, channel: str, new: dict[str, bool], code: str
) -> None:
    await rig.workspace.change_channel(channel, **new)
    await rig.put("a", channel)
    await rig.put("b", channel)
    await rig.settle(2)
    assert [(await rig.row(key)).failed for key in "ab"] == [code, code]
    assert rig.alarms == [(code, "a")]
    await rig.workspace.change_channel(channel, **{name: not value for name, value in new.items()})
    assert await rig.store.write(outbox.revive, machine(), channel) == 2
    await rig.settle(2)
    assert [(await rig.row(key)).shown for key in "ab"] == [1, 1]


async def test_a_channel_that_was_made_anew_is_found_under_its_name(rig: Rig) -> None:
    rig.channels.known = {"C0PEMBS": "C0GONE"}
    await rig.put("a", "C0PEMBS")
    await rig.settle(2)
    assert await rig.texts("C0PEMBS") == ["a"]


async def test_a_message_that_somebody_deleted_is_posted_anew_when_it_changes(rig: Rig) -> None:
    await rig.put("a")
    await rig.settle()
    await rig.client.chat_delete(channel=POWYS, ts=str((await rig.row("a")).ts))
    rig.says["a"] = "Changed."
    await rig.put("a")
    await rig.settle(2)
    assert await rig.texts() == ["Changed."]


async def test_a_reply_whose_thread_was_deleted_stands_in_the_channel(rig: Rig) -> None:
    await rig.put("root")
    await rig.settle()
    await rig.client.chat_delete(channel=POWYS, ts=str((await rig.row("root")).ts))
    await rig.put("reply", thread_of="root")
    await rig.settle(2)
    assert await rig.texts() == ["reply"]


async def test_a_revoked_token_stops_everything_with_one_alarm_until_it_is_mended(rig: Rig) -> None:
    await rig.workspace.faults(token_revoked=True)
    running = asyncio.ensure_future((dispatcher := rig.dispatcher()).run())
    for n in range(3):
        await rig.put(f"m{n}")
    await rig.workspace.until(lambda: rig.alarms, 3)
    await dispatcher.settle()
    await rig.workspace.faults(token_revoked=False)
    await dispatcher.drain(5)
    assert running.done()
    assert rig.alarms == [("token_revoked", "")]
    assert await rig.texts() == []  # draining does not wait for the next slow try
    await rig.settle(2)
    assert await rig.texts() == ["m0", "m1", "m2"]


async def test_at_our_pace_slack_never_has_to_say_no(rig: Rig) -> None:
    await rig.workspace.faults(rates=10)
    rig.tempo = replace(QUICK, rates=Rates(posts_a_second=10, changes_a_minute=500))
    loop = asyncio.get_running_loop()
    for n in range(12):
        await rig.put(f"m{n}")
    begun = loop.time()
    await rig.settle()
    assert loop.time() - begun >= 0.8
    assert {call["ok"] for call in await rig.calls("chat.postMessage")} == {True}
    assert len(await rig.texts()) == 12
