"""The dispatcher when all is well: order, threads, changes, and one at a time."""

import asyncio

from tests.slack.rig import PEMBS, POWYS, Rig


async def test_a_message_that_is_put_stands_in_slack_once(rig: Rig) -> None:
    await rig.put("a", says="Allocated 123/20-11.")
    await rig.settle()
    await rig.settle()
    [message] = await rig.messages()
    assert message["text"] == "Allocated 123/20-11."
    row = await rig.row("a")
    assert (row.shown, row.ts, row.channel_id, row.unknown_since) == (1, message["ts"], POWYS, None)
    assert rig.accepted == [("a", message["ts"], True)]


async def test_what_is_sent_has_text_and_blocks_and_its_uid_and_unfolds_no_links(rig: Rig) -> None:
    await rig.put("a")
    await rig.settle()
    [call] = await rig.calls("chat.postMessage")
    uid = (await rig.row("a")).uid
    assert call["args"]["text"] == "a"
    assert call["args"]["blocks"]
    assert call["args"]["metadata"] == {
        "event_type": "cofnod_message",
        "event_payload": {"uid": uid, "version": 1},
    }
    assert call["args"]["unfurl_links"] is call["args"]["unfurl_media"] is False


async def test_messages_of_a_channel_stand_in_the_order_in_which_they_were_put(rig: Rig) -> None:
    for n in range(20):
        await rig.put(f"m{n}", (POWYS, PEMBS)[n % 2])
    await rig.settle()
    assert await rig.texts(POWYS) == [f"m{n}" for n in range(0, 20, 2)]
    assert await rig.texts(PEMBS) == [f"m{n}" for n in range(1, 20, 2)]


async def test_a_second_put_changes_the_message_in_its_place(rig: Rig) -> None:
    await rig.put("list")
    dispatcher = rig.dispatcher()
    await dispatcher.settle()
    rig.says["list"] = "Now there are two."
    await rig.put("list")
    await dispatcher.settle()
    assert await rig.texts() == ["Now there are two."]
    assert [first for _, _, first in rig.accepted] == [True, False]


async def test_many_changes_become_one_call_that_says_the_newest(rig: Rig) -> None:
    await rig.put("list")
    await rig.settle()
    for n in range(30):
        rig.says["list"] = f"Version {n}."
        await rig.put("list")
    await rig.settle()
    assert await rig.texts() == ["Version 29."]
    assert len(await rig.calls("chat.update")) == 1


async def test_a_change_that_says_the_same_makes_no_call(rig: Rig) -> None:
    dispatcher = rig.dispatcher()
    await rig.put("list")
    await dispatcher.settle()
    await rig.put("list")
    await dispatcher.settle()
    assert await rig.calls("chat.update") == []
    assert (await rig.row("list")).shown == 2


async def test_a_reply_stands_in_the_thread_of_its_message(rig: Rig) -> None:
    await rig.put("root")
    await rig.put("reply", thread_of="root")
    await rig.settle()
    root = await rig.row("root")
    assert root.ts is not None
    assert await rig.texts(thread=root.ts) == ["root", "reply"]


async def test_a_reply_to_a_message_that_slack_refused_stands_in_the_channel(rig: Rig) -> None:
    rig.says["root"] = "x" * 4000
    await rig.put("root")
    await rig.put("reply", thread_of="root")
    await rig.settle()
    assert (await rig.row("root")).failed == "invalid_blocks"
    assert await rig.texts() == ["reply"]


async def test_what_has_nothing_more_to_say_is_taken_down(rig: Rig) -> None:
    dispatcher = rig.dispatcher()
    await rig.put("a")
    await dispatcher.settle()
    rig.says["a"] = None
    await rig.put("a")
    await dispatcher.settle()
    assert await rig.texts() == []
    rig.says["a"] = "Again."
    await rig.put("a")
    await dispatcher.settle()
    assert await rig.texts() == ["Again."]


async def test_a_person_is_written_to_in_their_own_conversation(rig: Rig) -> None:
    await rig.put("dm", "@U0PUGH", says="Yours is due at 04:10.")
    await rig.settle()
    assert (await rig.row("dm")).channel_id == "D0PUGH"


async def test_a_put_wakes_a_running_dispatcher(rig: Rig) -> None:
    dispatcher = rig.dispatcher()
    running = asyncio.ensure_future(dispatcher.run())
    await rig.put("a")
    await rig.workspace.until(lambda: rig.accepted, 3)
    await dispatcher.drain(1)
    assert running.done()
    assert await rig.texts() == ["a"]


async def test_draining_sends_what_waits_and_lets_another_take_over_at_once(rig: Rig) -> None:
    first = rig.dispatcher()
    running = asyncio.ensure_future(first.run())
    for n in range(5):
        await rig.put(f"m{n}")
    await first.drain(5)
    assert running.done()
    assert len(await rig.texts()) == 5
    await rig.put("more")
    async with asyncio.timeout(1):  # a lease that was not given back would last two seconds
        await rig.settle()
    assert len(await rig.texts()) == 6


async def test_a_message_that_cannot_be_composed_stops_no_other_channel(rig: Rig) -> None:
    async def compose(message):  # type: ignore[no-untyped-def] # it never returns
        raise KeyError("a template's mistake")

    await rig.put("bad")
    await rig.settle(5, compose=compose)
    await rig.put("good")
    await rig.settle()
    assert (await rig.row("bad")).failed == "cannot_compose"
    assert rig.alarms == [("cannot_compose", "bad")]
    assert await rig.texts() == ["good"]


async def test_a_message_given_up_is_tried_again_when_it_is_put_anew(rig: Rig) -> None:
    rig.says["a"] = "x" * 4000
    await rig.put("a")
    await rig.settle()
    rig.says["a"] = "Short."
    await rig.put("a")
    await rig.settle()
    assert await rig.texts() == ["Short."]
