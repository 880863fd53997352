"""A file that another content has taken the place of is deleted; whatever breaks, one stands and no other."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import delete

from bot.slack.files import Attachment
from bot.store import outbox, shared_files
from bot.store.tables import shared_files as noted
from bot.store.work import Work
from tests.slack.rig import QUICK, Rig, machine
from tests.slack.test_files import COMPLETE, CSV, PDF, fault, thread

NEWER = replace(PDF, content=b"%PDF-1.7 one is only counted", title="Counted")
DELETE = "files.delete"


async def shared(rig: Rig, *files: Attachment) -> None:
    """A message whose files stand in its thread."""
    rig.files["a"] = list(files)
    await rig.put("a")
    await rig.settle(5)


async def rows(rig: Rig) -> list[str]:
    """The names under which files of the message are noted."""
    found = await rig.store.read(shared_files.of, machine(), await rig.row("a"))
    return sorted(each.marked for each in found)


@pytest.mark.parametrize("restarted", [True, False])
async def test_a_newer_content_takes_the_place_of_the_older_one(rig: Rig, restarted: bool) -> None:
    dispatcher = rig.dispatcher()
    for first in (PDF, NEWER):
        rig.files["a"] = [first, CSV]
        await rig.put("a")
        await (rig.dispatcher() if restarted else dispatcher).settle()
    assert sorted(await thread(rig)) == ["Counted", "Figures, Powys"]
    assert len(await rig.calls(COMPLETE)) == 3
    assert await rows(rig) == sorted([NEWER.marked, CSV.marked])


async def test_what_was_sent_before_anybody_noted_files_is_found_in_the_thread(rig: Rig) -> None:
    await shared(rig, PDF)

    def forget(work: Work) -> None:
        work.conn.execute(delete(noted))

    await rig.store.write(forget, machine())
    await shared(rig, NEWER)
    assert await thread(rig) == ["Counted"]


async def test_the_file_of_another_message_in_the_same_thread_is_left_alone(rig: Rig) -> None:
    rig.files["root"], rig.files["reply"] = [PDF], [replace(CSV, name="other-0123456789.pdf")]
    await rig.put("root")
    await rig.put("reply", thread_of="root")
    await rig.settle()
    rig.files["root"] = [NEWER]
    await rig.put("root")
    await rig.settle()
    assert sorted(await thread(rig, "root")) == ["Counted", "Figures, Powys"]


@pytest.mark.parametrize("kind", ["drop_after", "500_after", "drop_before", "500", "429"])
@pytest.mark.parametrize("method", [DELETE, COMPLETE, "files.getUploadURLExternal", "upload"])
async def test_whatever_becomes_of_an_answer_one_stands_and_no_other(
    rig: Rig, kind: str, method: str
) -> None:
    await shared(rig, PDF, CSV)
    await rig.workspace.faults(fault(kind, method, seconds=0))
    await shared(rig, NEWER, CSV)
    assert sorted(await thread(rig)) == ["Counted", "Figures, Powys"]
    assert await rows(rig) == sorted([NEWER.marked, CSV.marked])
    assert rig.alarms == []


@pytest.mark.parametrize(
    ("method", "kind"),
    [(DELETE, "slow"), (DELETE, "drop_after"), ("files.getUploadURLExternal", "slow"), (COMPLETE, "slow")],
)
async def test_a_dispatcher_killed_in_between_leaves_nothing_twice_and_nothing_lost(
    rig: Rig, method: str, kind: str
) -> None:
    """It dies before, in and after each of the steps from the deletion to the newer file."""
    rig.tempo = replace(QUICK, grace=0.6)
    await shared(rig, PDF)
    await rig.workspace.faults(fault(kind, method, seconds=0.3))
    rig.files["a"] = [NEWER]
    await rig.put("a")
    running = asyncio.ensure_future(rig.dispatcher().run())
    await rig.workspace.until(lambda: _struck(rig), 5)
    running.cancel()
    await asyncio.wait([running])
    await rig.settle(5)
    assert await thread(rig) == ["Counted"]
    assert await rows(rig) == [NEWER.marked]


async def _struck(rig: Rig) -> bool:
    return (await rig.workspace.state())["rules"][0]["times"] == 0


async def test_an_earlier_try_that_came_to_nothing_is_deleted_in_case_that_it_still_comes(rig: Rig) -> None:
    """The answer is lost, the file appears only after the grace: its content is another by then."""
    await rig.workspace.faults(fault("unready", seconds=0.6), fault("drop_after"))
    rig.files["a"] = [PDF]
    await rig.put("a")
    running = asyncio.ensure_future(rig.dispatcher().run())
    await rig.workspace.until(lambda: _tried(rig), 5)
    running.cancel()
    await asyncio.wait([running])
    await shared(rig, NEWER)
    await asyncio.sleep(0.7)
    assert await thread(rig) == ["Counted"]


async def _tried(rig: Rig) -> bool:
    row = await rig.row("a")
    return row.ts is not None and row.unknown_since is not None


async def test_what_slack_will_not_delete_is_said_aloud_and_the_newer_one_stands_all_the_same(
    rig: Rig,
) -> None:
    await shared(rig, PDF)
    await rig.workspace.faults({"method": DELETE, "kind": "error", "error": "cant_delete_file"})
    await shared(rig, NEWER)
    assert await thread(rig) == ["Record, Powys", "Counted"]
    assert rig.alarms == [("cant_delete_file", "a")]
    await rig.workspace.faults()
    await shared(rig, NEWER)
    assert await thread(rig) == ["Counted"]


@pytest.mark.parametrize("error", ["file_not_found", "file_deleted"])
async def test_a_file_that_somebody_deleted_by_hand_is_as_good_as_withdrawn(rig: Rig, error: str) -> None:
    await shared(rig, PDF)
    [file_id] = [
        each.file_id for each in await rig.store.read(shared_files.of, machine(), await rig.row("a"))
    ]
    await rig.client.files_delete(file=file_id)
    await rig.workspace.faults(fault("error", DELETE, error=error))
    await shared(rig, NEWER)
    assert await thread(rig) == ["Counted"]
    assert rig.alarms == []


async def test_a_message_that_is_taken_down_takes_its_files_with_it(rig: Rig) -> None:
    rig.files["reply"] = [PDF, CSV]
    await rig.put("root")
    await rig.put("reply", thread_of="root")
    await rig.settle()
    rig.says["reply"] = None
    await rig.put("reply")
    await rig.settle()
    assert await rig.texts(thread=(await rig.row("root")).ts) == ["root", "", ""]
    assert await thread(rig, "root") == []


async def test_a_message_that_is_forgotten_takes_what_was_noted_of_its_files_with_it(rig: Rig) -> None:
    await shared(rig, PDF)
    row = await rig.row("a")
    await rig.store.write(outbox.forget_before, machine(), machine())
    assert await rig.store.read(shared_files.of, machine(), row) == []
