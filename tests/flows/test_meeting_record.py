"""`/dmm record` and the record's papers, as people find them in Slack."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.migrations import upgrade
from tests.builders import SERGEANT, Station
from tests.flows.rig import CARMS, Place, at_work, say
from tests.meetings import hold
from tests.reports.test_paper import read
from workspace.click import Message


@pytest.fixture
async def after(tmp_path: Path) -> AsyncIterator[Place]:
    """Half past ten on the Saturday, with Carmarthenshire's meeting held and ended."""
    url = f"sqlite:///{tmp_path / 'cofnod.db'}"
    upgrade(url)
    async with at_work(url, tmp_path) as place:
        hold(Station(place.app.kit.store))
        await place.move(hours=12.5)
        yield place


async def files_under(message: Message) -> dict[str, dict[str, str]]:
    """The files in a message's thread, by the ending of their names."""
    thread = await message.thread()
    files = [file for reply in thread for file in reply.raw.get("files", [])]
    return {file["name"].rpartition(".")[2]: file for file in files if "name" in file}


async def fetched(file: dict[str, str]) -> bytes:
    """What stands in a file that Slack keeps."""
    async with aiohttp.ClientSession() as session, session.get(file["url_private"]) as answer:
        return await answer.read()


async def test_the_papers_stand_where_the_record_stands(after: Place) -> None:
    board = await after.sergeant.expect_message(CARMS, "Chaired by")
    files = await files_under(board)
    assert set(files) == {"pdf", "csv"}
    assert files["pdf"]["title"].startswith("Record of a Daily Management Meeting, Carmarthenshire")
    words = read(await fetched(files["pdf"]))[1]
    assert "Ring the informant #before noon" in words
    assert "205/20-11" not in words


async def test_an_inspector_has_the_figures_at_once_and_the_picture_in_their_conversation(
    after: Place,
) -> None:
    answer = await say(after.inspector, "/dmm record 1/11 21/11")
    assert "*Meetings held:* 1 of 1." in answer.text
    assert "*Items reviewed, decided or handed over:* 3 of 5." in answer.text
    assert "A picture, a PDF and a table follow in our conversation." in answer.text
    await after.settle()
    [shown] = [m for m in await after.inspector.dm() if "Daily Management Meetings" in m.said]
    [image] = [block for block in shown.raw["blocks"] if block["type"] == "image"]
    assert image["slack_file"]["id"].startswith("F")
    assert (
        "5 items: 3 reviewed, decided or handed over, 1 only read out, 1 not looked at" in image["alt_text"]
    )
    files = await files_under(shown)
    assert "1 of 1" in read(await fetched(files["pdf"]))[1]
    assert b"carmarthenshire,2026-11-21" in await fetched(files["csv"])


async def test_without_figures_nothing_follows(after: Place) -> None:
    before = len(await after.inspector.dm())
    answer = await say(after.inspector, "/dmm record carmarthenshire 1/10 2/10")
    assert "No meeting was due then" in answer.text
    await after.settle()
    assert len(await after.inspector.dm()) == before


async def test_what_cannot_be_asked_is_refused_in_words(after: Place) -> None:
    assert "for these alone: Insp" in (await say(after.sergeant, "/dmm record")).text
    assert "“31/2” is no day" in (await say(after.inspector, "/dmm record 31/2")).text
    assert "first day comes first" in (await say(after.inspector, "/dmm record 20/11 1/11")).text
    assert "I don't know the unit “gwent”" in (await say(after.inspector, "/dmm record gwent")).text


async def test_an_item_that_is_restricted_later_is_withdrawn_from_the_papers_and_only_counted(
    after: Place,
) -> None:
    board = await after.sergeant.expect_message(CARMS, "Chaired by")
    before = await files_under(board)
    assert "201/20-11" in read(await fetched(before["pdf"]))[1]
    await after.receive("201", "rape", ago=12.5)
    papers = await files_under(board)
    assert {papers[kind]["id"] for kind in papers}.isdisjoint(before[kind]["id"] for kind in before)
    for file in before.values():
        assert b"404" in await fetched(file)
    assert not any("201/20-11" in reply.said for reply in [board, *await board.thread()])
    words, table = read(await fetched(papers["pdf"]))[1], await fetched(papers["csv"])
    assert "201/20-11" not in words
    assert "Ring the informant" not in words
    assert b"201/20-11" not in table
    assert table.count(b",restricted,1,") == 2  # one that was left, and this one, which was reviewed


async def test_a_restricted_offence_that_is_added_later_withdraws_them_too(after: Place) -> None:
    board = await after.sergeant.expect_message(CARMS, "Chaired by")
    after.station("204").add_offence(SERGEANT, category="rape", request="afterwards")
    await after.settle()
    words = read(await fetched((await files_under(board))["pdf"]))[1]
    assert "204/20-11" not in words
    assert "201/20-11" in words
