"""The Web API, called by Slack's own client: what it gives and what it refuses."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.bolt_app import MANIFEST, section
from workspace.click import Workspace, started
from workspace.methods.table import METHODS

POST = {"channel": "C0CARMS", "text": "Hello"}


async def error_of(client: AsyncWebClient, method: str, **args: Any) -> str:
    """Give the error with which a call is refused."""
    way = "json" if method not in METHODS or METHODS[method].takes_json else "params"
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, **{way: args})
    return str(caught.value.response["error"])


async def test_a_token_tells_whose_it_is(client: AsyncWebClient) -> None:
    said = await client.auth_test()
    assert (said["user"], said["team_id"], said["is_enterprise_install"]) == ("tester", "T0DEMO", False)


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth")])
async def test_a_missing_or_unknown_token_is_refused(workspace: Workspace, token: str, error: str) -> None:
    stranger = AsyncWebClient(token=token, base_url=workspace.api_url)
    assert await error_of(stranger, "chat.postMessage", **POST) == error


async def test_each_kind_of_token_is_good_for_its_own_methods(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    app_level = AsyncWebClient(token=workspace.app_token, base_url=workspace.api_url)
    assert await error_of(client, "apps.connections.open") == "not_allowed_token_type"
    assert await error_of(app_level, "chat.postMessage", **POST) == "not_allowed_token_type"
    assert (await app_level.apps_connections_open(app_token=workspace.app_token))["url"].startswith("ws://")


async def test_a_revoked_token_is_refused(workspace: Workspace, client: AsyncWebClient) -> None:
    await workspace.faults(token_revoked=True)
    assert await error_of(client, "chat.postMessage", **POST) == "token_revoked"


async def test_a_scope_that_the_manifest_lacks_is_missed() -> None:
    manifest = {**MANIFEST, "oauth_config": {"scopes": {"bot": ["commands", "groups:read"]}}}
    async with started(manifest, here=True) as workspace:
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)
        for method, args in (
            ("chat.postMessage", POST),
            ("conversations.history", {"channel": "C0CARMS"}),
            ("conversations.list", {}),
            ("users.list", {}),
            ("views.open", {"trigger_id": "x", "view": {}}),
        ):
            expected = "invalid_arguments" if method == "views.open" else "missing_scope"
            assert await error_of(client, method, **args) == expected
        assert (await client.conversations_info(channel="G0RESTRICTED"))["ok"]


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C0GENERAL", "not_in_channel"), ("C0NOWHERE", "channel_not_found"), ("C0POWYS", "is_archived")],
)
async def test_a_post_is_refused_where_the_app_may_not_write(
    workspace: Workspace, client: AsyncWebClient, channel: str, error: str
) -> None:
    await workspace.change_channel("C0POWYS", archived=True)
    assert await error_of(client, "chat.postMessage", channel=channel, text="x") == error


async def test_a_private_channel_is_unknown_to_those_outside(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    await workspace.change_channel("G0RESTRICTED", app_member=False)
    for method in ("chat.postMessage", "conversations.info", "conversations.history"):
        assert await error_of(client, method, channel="G0RESTRICTED", text="x") == "channel_not_found"


async def test_the_app_may_join_a_public_channel(client: AsyncWebClient) -> None:
    await client.conversations_join(channel="C0GENERAL")
    assert (await client.chat_postMessage(channel="C0GENERAL", text="Hello"))["ok"]


async def test_metadata_is_found_again_in_the_history(client: AsyncWebClient) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"id": "42"}}
    posted = await client.chat_postMessage(**POST, metadata=metadata)
    asked = {"channel": "C0CARMS", "oldest": posted["ts"], "inclusive": True}
    found = await client.conversations_history(**asked, include_all_metadata=True)
    assert found["messages"][0]["metadata"] == metadata
    assert "metadata" not in (await client.conversations_history(**asked))["messages"][0]


async def test_metadata_of_another_shape_is_refused(client: AsyncWebClient) -> None:
    for metadata in ({"event_type": "x"}, {"event_type": 1, "event_payload": {}}):
        assert (
            await error_of(client, "chat.postMessage", **POST, metadata=metadata) == "invalid_metadata_schema"
        )


async def test_history_gives_the_newest_first_and_page_by_page(client: AsyncWebClient) -> None:
    for number in range(5):
        await client.chat_postMessage(channel="C0CARMS", text=str(number))
    first = await client.conversations_history(channel="C0CARMS", limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel="C0CARMS", limit=3, cursor=cursor)
    assert [m["text"] for m in first["messages"]] == ["4", "3", "2"]
    assert ([m["text"] for m in rest["messages"]], rest["has_more"]) == (["1", "0"], False)


async def test_replies_stand_under_their_parent_only(client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(**POST)
    await client.chat_postMessage(channel="C0CARMS", text="Reply", thread_ts=parent["ts"])
    top = (await client.conversations_history(channel="C0CARMS"))["messages"]
    thread = (await client.conversations_replies(channel="C0CARMS", ts=parent["ts"]))["messages"]
    assert [(m["text"], m["reply_count"]) for m in top] == [("Hello", 1)]
    assert [m["text"] for m in thread] == ["Hello", "Reply"]


async def test_an_update_without_blocks_takes_the_blocks_away(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(**POST, blocks=[section("With blocks")])
    await client.chat_update(channel="C0CARMS", ts=posted["ts"], text="Only words")
    message = await workspace.person("Morgan").expect_message("#bcu-carmarthenshire", "Only words")
    assert (message.blocks, message.edited) == ([], True)


async def test_only_messages_of_the_app_can_be_changed_or_removed(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    said = await workspace.person("Morgan").say("C0CARMS", "Mine")
    here = {"channel": "C0CARMS", "ts": said["ts"]}
    assert await error_of(client, "chat.update", **here, text="x") == "cant_update_message"
    assert await error_of(client, "chat.delete", **here) == "cant_delete_message"
    assert await error_of(client, "chat.update", channel="C0CARMS", ts="1.2", text="x") == "message_not_found"


async def test_an_ephemeral_message_is_no_message_for_the_api(client: AsyncWebClient) -> None:
    sent = await client.chat_postEphemeral(**POST, user="U0MORGAN")
    here = {"channel": "C0CARMS", "ts": sent["message_ts"]}
    assert await error_of(client, "chat.update", **here, text="x") == "message_not_found"
    assert (await client.conversations_history(channel="C0CARMS"))["messages"] == []
    assert await error_of(client, "chat.postEphemeral", **POST, user="U0BOWEN") == "user_not_in_channel"


async def test_nothing_to_say_is_no_text(client: AsyncWebClient) -> None:
    assert await error_of(client, "chat.postMessage", channel="C0CARMS", text=" ") == "no_text"
    assert await error_of(client, "chat.postMessage", text="x") == "invalid_arguments"
    assert await error_of(client, "chat.nonsense") == "unknown_method"


@pytest.mark.parametrize("how", ["json", "data", "params", "multipart"])
async def test_arguments_come_in_all_four_ways(workspace: Workspace, how: str) -> None:
    blocks: Any = [section("x")]
    args = {**POST, "blocks": blocks if how == "json" else '[{"type":"divider"}]'}
    headers = {"Authorization": f"Bearer {workspace.bot_token}"}
    form = aiohttp.FormData(args, default_to_multipart=True) if how == "multipart" else None
    sent: dict[str, Any] = {"data": form} if form else {how: args}
    async with aiohttp.ClientSession(headers=headers) as session:
        answer = await (await session.post(f"{workspace.api_url}chat.postMessage", **sent)).json()
    assert answer["message"]["text"] == "Hello"
    recorded = (await workspace.calls("chat.postMessage"))[0]["args"]
    assert recorded["blocks"][0]["type"] == ("section" if how == "json" else "divider")


async def test_people_are_found_by_id_and_by_e_mail(client: AsyncWebClient) -> None:
    found = await client.users_lookupByEmail(email="Carys.Rees@example.org")
    assert found["user"]["id"] == "U0REES"
    user = (await client.users_info(user="U0GUEST", include_locale=True))["user"]
    assert (user["is_restricted"], user["locale"]) == (True, "en-GB")
    assert len((await client.users_list())["members"]) == 21
    assert await error_of(client, "users.lookupByEmail", email="nobody@example.org") == "users_not_found"


async def test_channels_are_listed_with_their_members(workspace: Workspace, client: AsyncWebClient) -> None:
    await workspace.change_channel("C0CIH", shared=True)
    listed = await client.conversations_list(types="public_channel,private_channel,im")
    channels = {channel["id"]: channel for channel in listed["channels"]}
    assert channels["G0RESTRICTED"]["is_private"]
    assert channels["C0CIH"]["is_ext_shared"]
    assert not channels["C0GENERAL"]["is_member"]
    assert channels["D0MORGAN"]["user"] == "U0MORGAN"
    assert "U0MORGAN" in (await client.conversations_members(channel="C0CARMS"))["members"]


async def test_a_conversation_with_one_person_is_opened(workspace: Workspace, client: AsyncWebClient) -> None:
    opened = await client.conversations_open(users="U0MORGAN")
    assert opened["channel"]["id"] == "D0MORGAN"
    await client.chat_postMessage(channel="U0MORGAN", text="Just for you")
    assert [message.text for message in await workspace.person("Morgan").dm()] == ["Just for you"]


async def test_a_message_has_an_address_and_takes_reactions(client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(**POST))["ts"]
    link = await client.chat_getPermalink(channel="C0CARMS", message_ts=ts)
    assert link["permalink"].endswith(f"/archives/C0CARMS/p{ts.replace('.', '')}")
    await client.reactions_add(channel="C0CARMS", timestamp=ts, name="eyes")
    again = {"channel": "C0CARMS", "timestamp": ts, "name": "eyes"}
    assert await error_of(client, "reactions.add", **again) == "already_reacted"


async def test_a_file_is_uploaded_and_shared(workspace: Workspace, client: AsyncWebClient) -> None:
    await client.files_upload_v2(channel="C0CARMS", content="a,b\n1,2\n", filename="day.csv", title="Day")
    message = (await workspace.person("Morgan").messages("#bcu-carmarthenshire"))[0]
    file = message.raw["files"][0]
    assert (file["name"], file["title"], file["size"]) == ("day.csv", "Day", 8)
    async with aiohttp.ClientSession() as session, session.get(file["url_private"]) as answer:
        assert await answer.text() == "a,b\n1,2\n"
