"""Files: pictures within messages, others in threads, and what is no picture or not ready yet."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.test_web_api import POST, error_of
from workspace.click import Workspace


async def _uploaded(client: AsyncWebClient, name: str, **shared: str) -> str:
    place = await client.files_getUploadURLExternal(filename=name, length=3)
    async with aiohttp.ClientSession() as session:
        assert (await session.post(str(place["upload_url"]), data=b"abc")).status == 200
    files = [{"id": place["file_id"], "title": name}]
    await client.files_completeUploadExternal(files=files, **shared)
    return str(place["file_id"])


async def test_a_message_shows_a_picture_that_only_the_app_has(client: AsyncWebClient) -> None:
    file_id = await _uploaded(client, "plot.png")
    block = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "A plot"}
    posted = await client.chat_postMessage(**POST, blocks=[block])
    assert posted["message"]["blocks"][0]["slack_file"] == {"id": file_id}
    assert "files" not in posted["message"]


@pytest.mark.parametrize("name", ["table.csv", "plot.webp"])
async def test_what_is_no_picture_cannot_be_shown_as_one(client: AsyncWebClient, name: str) -> None:
    block = {"type": "image", "slack_file": {"id": await _uploaded(client, name)}, "alt_text": "A plot"}
    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(**POST, blocks=[block])
    assert refusal.value.response["errors"] == [
        "[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]"
    ]


async def test_a_picture_still_being_looked_at_is_refused_in_messages_and_forms(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    unready = {"method": "files.completeUploadExternal", "kind": "unready", "seconds": 60}
    await workspace.faults(unready)
    block = {"type": "image", "slack_file": {"id": await _uploaded(client, "plot.png")}, "alt_text": "A"}
    assert await error_of(client, "chat.postMessage", **POST, blocks=[block]) == "invalid_blocks"
    home = {"type": "home", "blocks": [block]}
    assert await error_of(client, "views.publish", user_id="U0MORGAN", view=home) == "invalid_arguments"


async def test_a_file_is_shared_in_the_thread_of_a_message_and_in_no_other(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    ts = str((await client.chat_postMessage(**POST))["ts"])
    await _uploaded(client, "record.pdf", channel_id="C0CARMS", thread_ts=ts)
    said = await client.conversations_replies(channel="C0CARMS", ts=ts)
    assert [file["name"] for m in said["messages"] for file in m.get("files", [])] == ["record.pdf"]
    assert len((await client.conversations_history(channel="C0CARMS"))["messages"]) == 1


async def test_a_file_that_is_shared_late_is_seen_late(workspace: Workspace, client: AsyncWebClient) -> None:
    late = {"method": "files.completeUploadExternal", "kind": "unready", "seconds": 0.2}
    await workspace.faults(late)
    await _uploaded(client, "record.pdf", channel_id="C0CARMS")
    assert (await client.conversations_history(channel="C0CARMS"))["messages"] == []
    message = await workspace.person("Morgan").expect_message("#bcu-carmarthenshire")
    assert message.raw["files"][0]["mimetype"] == "application/pdf"


async def test_an_upload_says_its_size_and_no_endless_alt_text(client: AsyncWebClient) -> None:
    begin = "files.getUploadURLExternal"
    assert await error_of(client, begin, filename="a.png", length=0) == "missing_argument"
    assert (
        await error_of(client, begin, filename="a.png", length=1, alt_txt="x" * 1001) == "alt_txt_too_large"
    )
    never = {"files": [{"id": "F0NEVERSENT"}]}
    assert await error_of(client, "files.completeUploadExternal", **never) == "file_not_found"


async def test_a_deleted_file_leaves_a_tombstone_and_none_of_its_bytes(client: AsyncWebClient) -> None:
    file_id = await _uploaded(client, "record.pdf", channel_id="C0CARMS")
    address = (await client.conversations_history(channel="C0CARMS"))["messages"][0]["files"][0]
    await client.files_delete(file=file_id)
    [message] = (await client.conversations_history(channel="C0CARMS"))["messages"]
    assert message["files"] == [{"id": file_id, "mode": "tombstone"}]
    async with aiohttp.ClientSession() as session, session.get(address["url_private"]) as answer:
        assert answer.status == 404
    assert await error_of(client, "files.delete", file=file_id) == "file_deleted"


async def test_only_a_file_that_was_completed_can_be_deleted(client: AsyncWebClient) -> None:
    place = await client.files_getUploadURLExternal(filename="record.pdf", length=3)
    assert await error_of(client, "files.delete", file=place["file_id"]) == "file_not_found"
    assert await error_of(client, "files.delete", file="F0NEVERSENT") == "file_not_found"


async def test_a_file_deleted_before_it_is_seen_is_never_seen(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    late = {"method": "files.completeUploadExternal", "kind": "unready", "seconds": 0.2}
    await workspace.faults(late)
    file_id = await _uploaded(client, "record.pdf", channel_id="C0CARMS")
    await client.files_delete(file=file_id)
    message = await workspace.person("Morgan").expect_message("#bcu-carmarthenshire")
    assert message.raw["files"] == [{"id": file_id, "mode": "tombstone"}]
