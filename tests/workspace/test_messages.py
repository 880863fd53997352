"""Buttons, menus and answers in messages."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.bolt_app import buttons, connected, new_app, plain, section
from workspace.click import Workspace

CARMS = "#bcu-carmarthenshire"
MENU = {
    "type": "overflow",
    "action_id": "more",
    "options": [{"text": plain("Why"), "value": "why"}, {"text": plain("History"), "value": "history"}],
}


class Pressed:
    """An app with an answer to each button, that remembers what was pressed."""

    def __init__(self, workspace: Workspace) -> None:
        self.bolt = new_app(workspace)
        self.seen: list[dict[str, Any]] = []
        for name, answer in (("Allocate", self._allocate), ("more", self._more)):
            self.bolt.action(name)(answer)
        self.bolt.action("Got it")(self._got_it)
        self.bolt.action("Dismiss")(self._dismiss)

    async def _allocate(self, ack: Any, body: dict[str, Any], respond: Any) -> None:
        self.seen.append(body)
        await ack()
        await respond(text=f"Allocated {body['actions'][0]['block_id']}", replace_original=False)

    async def _more(self, ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        chosen = body["actions"][0]["selected_option"]
        await respond(text=f"You chose {chosen['value']}", replace_original=False)

    async def _got_it(self, ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Thank you", replace_original=True)

    async def _dismiss(self, ack: Any, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)


async def post_list(client: AsyncWebClient) -> str:
    rows = []
    for ref in ("121/20-11", "123/20-11"):
        rows += [
            section(f"*{ref}* Theft", accessory=MENU),
            {**buttons("Allocate", "Got it"), "block_id": ref},
        ]
    answer = await client.chat_postMessage(channel="C0CARMS", text="The list", blocks=rows)
    return str(answer["ts"])


async def test_a_button_is_found_near_its_words(
    workspace: Workspace, client: AsyncWebClient, transport: str
) -> None:
    app = Pressed(workspace)
    await post_list(client)
    async with connected(workspace, app.bolt, transport):
        message = await workspace.person("Morgan").expect_message(CARMS, "123/20-11")
        assert message.buttons == ["Allocate", "Got it"] * 2
        answer = await message.click("Allocate", near="123/20-11")
        assert answer.text == "Allocated 123/20-11"
        assert answer.ephemeral
    assert app.seen[0]["container"]["is_ephemeral"] is False
    assert app.seen[0]["message"]["text"] == "The list"
    assert app.seen[0]["actions"][0]["value"] == "Allocate"


async def test_an_entry_of_a_menu_is_clicked_by_its_label(
    workspace: Workspace, client: AsyncWebClient, transport: str
) -> None:
    await post_list(client)
    async with connected(workspace, Pressed(workspace).bolt, transport):
        message = await workspace.person("Morgan").expect_message(CARMS, "123/20-11")
        assert message.menus == ["Why", "History"] * 2
        assert (await message.click("History", near="121/20-11")).text == "You chose history"


async def test_an_answer_may_take_the_place_of_the_message(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    await post_list(client)
    async with connected(workspace, Pressed(workspace).bolt, "socket"):
        message = await workspace.person("Morgan").expect_message(CARMS, "123/20-11")
        changed = await message.click("Got it", expect="change")
    assert (changed.text, changed.edited, changed.ts) == ("Thank you", True, message.ts)


@pytest.mark.parametrize(("label", "left"), [("Got it", ["Thank you"]), ("Dismiss", [])])
async def test_an_ephemeral_message_changes_only_by_its_response_url(
    workspace: Workspace, client: AsyncWebClient, label: str, left: list[str]
) -> None:
    blocks = [section("Only for you"), buttons(label)]
    sent = await client.chat_postEphemeral(channel="C0CARMS", user="U0MORGAN", text="x", blocks=blocks)
    morgan = workspace.person("Morgan")
    async with connected(workspace, Pressed(workspace).bolt, "socket"):
        message = await morgan.expect_message(CARMS, "Only for you")
        assert message.ts == sent["message_ts"]
        await message.click(label, expect="change")
    assert [m.text for m in await morgan.messages(CARMS)] == left


async def test_an_old_button_still_reaches_the_app(workspace: Workspace, client: AsyncWebClient) -> None:
    app = Pressed(workspace)
    ts = await post_list(client)
    message = await workspace.person("Morgan").expect_message(CARMS, "123/20-11")
    await client.chat_update(channel="C0CARMS", ts=ts, text="All done")
    async with connected(workspace, app.bolt, "socket"):
        assert "Allocated" in await message.click("Allocate", near="123/20-11", expect="answer")
    assert app.seen[0]["message"]["text"] == "All done"


async def test_a_button_of_an_ephemeral_message_tells_no_text(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    app = Pressed(workspace)
    await client.chat_postEphemeral(
        channel="C0CARMS", user="U0MORGAN", text="x", blocks=[section("x"), buttons("Allocate")]
    )
    async with connected(workspace, app.bolt, "socket"):
        await (await workspace.person("Morgan").expect_message(CARMS, "x")).click("Allocate")
    assert app.seen[0]["container"]["is_ephemeral"] is True
    assert "message" not in app.seen[0]


async def test_a_response_url_is_good_five_times(workspace: Workspace) -> None:
    urls: list[str] = []
    app = new_app(workspace)

    @app.command("/silent")
    async def silent(ack: Any, body: dict[str, Any]) -> None:
        urls.append(body["response_url"])
        await ack()

    async with connected(workspace, app, "socket"):
        await workspace.person("Morgan").command(CARMS, "/silent", expect="nothing")
    async with aiohttp.ClientSession() as session:
        answers = [await session.post(urls[0], json={"text": "again"}) for _ in range(6)]
        assert [answer.status for answer in answers] == [200] * 5 + [404]
        assert (await answers[5].json())["error"] == "used_url"


async def test_a_message_shortcut_brings_the_message_along(workspace: Workspace, transport: str) -> None:
    app = new_app(workspace)

    @app.shortcut("find")
    async def find(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        await respond(f"Found {body['message']['text']} in {body['channel']['name']}")

    morgan = workspace.person("Morgan")
    await morgan.say(CARMS, "123/20-11 please")
    async with connected(workspace, app, transport):
        message = await morgan.expect_message(CARMS, "123/20-11")
        answer = await morgan.shortcut("Find it", message)
    assert answer.text == "Found 123/20-11 please in bcu-carmarthenshire"


async def test_unread_messages_and_mentions_are_counted(workspace: Workspace, client: AsyncWebClient) -> None:
    morgan = workspace.person("Morgan")
    await client.chat_postMessage(channel="C0CARMS", text="Hello")
    await client.chat_postMessage(channel="C0CARMS", text="Look, <@U0MORGAN>")
    before = {row["id"]: row for row in await morgan.channels()}
    await morgan.messages(CARMS)
    after = {row["id"]: row for row in await morgan.channels()}
    assert (before["C0CARMS"]["unread"], before["C0CARMS"]["mentions"]) == (2, 1)
    assert (after["C0CARMS"]["unread"], after["C0CARMS"]["mentions"]) == (0, 0)


async def test_people_see_the_channels_that_they_may(workspace: Workspace) -> None:
    seen = {
        name: {row["name"] for row in await workspace.person(name).channels()}
        for name in ("Hughes", "Morgan", "Guest")
    }
    assert "restricted-incidents" in seen["Hughes"]
    assert "restricted-incidents" not in seen["Morgan"]
    assert seen["Guest"] == {"bcu-carmarthenshire", "general", "Tester"}
