"""The files of a message: others in its thread, pictures inside it, each content once."""

import asyncio
from dataclasses import replace

import pytest

from bot.slack.files import Attachment
from tests.slack.rig import QUICK, Rig

PDF = Attachment("record.pdf", "Record, Powys", b"%PDF-1.7 the record")
CSV = Attachment("record.csv", "Figures, Powys", b"held,due\n7,7\n")
PLOT = Attachment("plot.png", "Plot", b"\x89PNG one", "Seven meetings held of seven.", inline=True)
COMPLETE = "files.completeUploadExternal"


def fault(kind: str, method: str = COMPLETE, **more: object) -> dict[str, object]:
    return {"method": method, "kind": kind, "times": 1, **more}


async def thread(rig: Rig, key: str = "a") -> list[str]:
    """The titles of the files under a message, in their order."""
    messages = await rig.messages(thread=(await rig.row(key)).ts)
    files = [file for message in messages for file in message.get("files", [])]
    return [file["title"] for file in files if file.get("mode") != "tombstone"]


async def test_files_stand_in_the_thread_of_their_message_once(rig: Rig) -> None:
    rig.files["a"] = [PDF, CSV]
    await rig.put("a")
    dispatcher = rig.dispatcher()
    await dispatcher.settle()
    await dispatcher.settle()
    assert await rig.texts() == ["a"]
    assert await thread(rig) == ["Record, Powys", "Figures, Powys"]
    assert [first for _, _, first in rig.accepted] == [True]
    assert (await rig.row("a")).unknown_since is None


async def test_a_reply_has_its_files_beside_it_in_the_same_thread(rig: Rig) -> None:
    rig.files["reply"] = [PDF]
    await rig.put("root")
    await rig.put("reply", thread_of="root")
    await rig.settle()
    assert await thread(rig, "root") == ["Record, Powys"]
    assert await rig.texts(thread=(await rig.row("root")).ts) == ["root", "reply", ""]


async def test_a_change_sends_no_file_again_even_after_a_restart(rig: Rig) -> None:
    rig.files["a"] = [PDF, PLOT]
    await rig.put("a")
    dispatcher = rig.dispatcher()
    await dispatcher.settle()
    rig.says["a"] = "Changed."
    await rig.put("a")
    await dispatcher.settle()
    assert len(await rig.calls("files.getUploadURLExternal")) == 2
    await rig.put("a")
    await rig.settle()
    assert await thread(rig) == ["Record, Powys"]


@pytest.mark.parametrize("kind", ["drop_after", "500_after", "drop_before", "500", "429"])
@pytest.mark.parametrize("method", [COMPLETE, "files.getUploadURLExternal", "chat.postMessage", "upload"])
async def test_whatever_becomes_of_an_answer_each_file_is_there_once(
    rig: Rig, kind: str, method: str
) -> None:
    await rig.workspace.faults(fault(kind, method, seconds=0))
    rig.files["a"] = [PDF, PLOT, CSV]
    await rig.put("a")
    await rig.settle(5)
    assert await rig.texts() == ["a"]
    assert await thread(rig) == ["Record, Powys", "Figures, Powys"]
    assert rig.alarms == []


async def test_a_file_that_slack_shows_late_is_waited_for_before_it_is_sent_again(rig: Rig) -> None:
    """The answer is lost and the file appears only after a while: within the grace it is found."""
    rig.tempo = replace(QUICK, grace=0.8)
    await rig.workspace.faults(fault("unready", seconds=0.3), fault("drop_after"))
    rig.files["a"] = [PDF]
    await rig.put("a")
    await rig.settle(5)
    assert await thread(rig) == ["Record, Powys"]
    assert len(await rig.calls(COMPLETE)) == 1


@pytest.mark.parametrize("kind", ["slow", "drop_after"])
async def test_a_dispatcher_killed_while_sharing_leaves_no_file_lost_or_doubled(rig: Rig, kind: str) -> None:
    rig.tempo = replace(QUICK, grace=0.6)
    await rig.workspace.faults(fault(kind, seconds=0.3))
    rig.files["a"] = [PDF, CSV]
    await rig.put("a")
    running = asyncio.ensure_future(rig.dispatcher().run())
    await rig.workspace.until(lambda: _shares(rig), 5)
    running.cancel()
    await asyncio.wait([running])
    await rig.settle(5)
    assert sorted(await thread(rig)) == ["Figures, Powys", "Record, Powys"]


async def _shares(rig: Rig) -> bool:
    row = await rig.row("a")
    return row.ts is not None and row.unknown_since is not None


async def test_a_file_that_the_workspace_forbids_is_given_up_aloud_and_its_message_stands(rig: Rig) -> None:
    await rig.workspace.faults(
        {"method": COMPLETE, "kind": "error", "error": "file_uploads_except_images_disabled"}
    )
    rig.files["a"] = [PDF]
    await rig.put("a")
    await rig.put("b")
    await rig.settle(5)
    assert await rig.texts() == ["a", "b"]
    assert rig.alarms == [("file_uploads_except_images_disabled", "a")]


async def test_an_app_without_the_scope_for_files_still_sends_every_message(rig: Rig) -> None:
    await rig.workspace.faults(
        {"method": "files.getUploadURLExternal", "kind": "error", "error": "missing_scope"}
    )
    rig.files["a"] = [PLOT]
    rig.files["b"] = [PDF]
    await rig.put("a")
    await rig.put("b")
    await rig.settle(5)
    assert await rig.texts() == ["a", "b"]
    assert (await rig.messages())[0]["blocks"][1]["text"]["text"] == PLOT.alt
    assert rig.alarms == [("missing_scope", "b")]


async def test_a_picture_stands_inside_its_message_with_what_it_shows_in_words(rig: Rig) -> None:
    rig.files["a"] = [PLOT]
    await rig.put("a")
    await rig.settle()
    [message] = await rig.messages()
    image = message["blocks"][1]
    assert image["alt_text"] == "Seven meetings held of seven."
    assert image["slack_file"]["id"].startswith("F")
    assert await thread(rig) == []


async def test_one_picture_for_many_people_is_sent_to_slack_once(rig: Rig) -> None:
    for key, channel in (("a", "@U0PUGH"), ("b", "@U0MORGAN"), ("c", "C0POWYS")):
        rig.files[key] = [PLOT]
        await rig.put(key, channel)
    await rig.settle()
    calls = await rig.calls(COMPLETE)
    assert 1 <= len(calls) <= 3
    await rig.put("d")
    rig.files["d"] = [PLOT]
    dispatcher = rig.dispatcher()
    await dispatcher.settle()
    await rig.put("e")
    rig.files["e"] = [PLOT]
    await dispatcher.settle()
    assert len(await rig.calls(COMPLETE)) == len(calls) + 1


async def test_a_new_picture_takes_the_place_of_the_old_one(rig: Rig) -> None:
    rig.files["a"] = [PLOT]
    dispatcher = rig.dispatcher()
    await rig.put("a")
    await dispatcher.settle()
    before = (await rig.messages())[0]["blocks"][1]["slack_file"]["id"]
    rig.files["a"] = [replace(PLOT, content=b"\x89PNG two")]
    await rig.put("a")
    await dispatcher.settle()
    assert (await rig.messages())[0]["blocks"][1]["slack_file"]["id"] != before


async def test_a_picture_that_slack_still_looks_at_is_waited_for(rig: Rig) -> None:
    await rig.workspace.faults(fault("unready", seconds=0.2))
    rig.files["a"] = [PLOT]
    await rig.put("a")
    await rig.settle(5)
    assert (await rig.messages())[0]["blocks"][1]["type"] == "image"
    assert len(await rig.calls(COMPLETE)) <= 2


async def test_a_picture_that_slack_never_takes_is_said_in_words_and_the_message_stands(rig: Rig) -> None:
    rig.files["a"] = [replace(PLOT, name="plot.tiff")]
    await rig.put("a")
    await rig.settle(5)
    [message] = await rig.messages()
    assert message["blocks"][1]["text"]["text"] == PLOT.alt
    assert rig.alarms == []


async def test_a_look_that_fails_without_a_word_from_slack_is_simply_repeated(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    await rig.workspace.faults(fault("drop_after"), fault("500", "conversations.replies"))
    rig.files["a"] = [PDF]
    await rig.put("a")
    await rig.settle(5)
    assert await thread(rig) == ["Record, Powys"]
    assert (await rig.row("a")).failed is None
    assert "AttributeError" not in caplog.text
