"""The workspace as a process of its own, and what the page asks of it."""

import asyncio
import json
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.bolt_app import MANIFEST, section
from workspace import clock
from workspace.click import Workspace, started


async def test_a_process_is_ready_within_a_second_and_stops_when_told(tmp_path: Path) -> None:
    began = clock.steady()
    async with started(MANIFEST, record=tmp_path / "calls.jsonl") as workspace:
        assert clock.steady() - began < 2.5  # under a second alone; the machine may be busy
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)
        await client.chat_postMessage(channel="C0CARMS", text="Hello", blocks=[section("Hello")])
        process = workspace.process
    assert process is not None
    assert process.returncode == 0
    lines = [json.loads(line) for line in (tmp_path / "calls.jsonl").read_text().splitlines()]
    blocks = [section("Hello")]
    assert lines == [
        {"method": "chat.postMessage", "args": {"channel": "C0CARMS", "text": "Hello", "blocks": blocks}}
    ]


async def test_the_page_is_told_when_to_read_again(workspace: Workspace, client: AsyncWebClient) -> None:
    address = f"{workspace.url}ui/events?as=U0MORGAN"
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as page:
        await client.chat_postMessage(channel="C0POWYS", text="Hello")
        await client.chat_postEphemeral(channel="C0CARMS", user="U0REES", text="Not for you")
        await client.chat_postEphemeral(channel="C0CARMS", user="U0MORGAN", text="For you")
        await client.views_publish(user_id="U0MORGAN", view={"type": "home", "blocks": []})
        hints = [await asyncio.wait_for(page.receive_json(), 2) for _ in range(3)]
    assert [hint["type"] for hint in hints] == ["message", "ephemeral", "home"]
    assert hints[0]["channel"] == "C0POWYS"


async def test_the_cast_says_who_is_here_and_what_the_app_offers(workspace: Workspace) -> None:
    cast = await workspace.link.get("cast")
    assert (cast["start_as"], cast["bot"]["name"], len(cast["people"])) == ("U0MORGAN", "Tester", 20)
    assert cast["commands"][0] == {"command": "/echo", "description": "echo", "usage_hint": "words"}
    assert cast["message_shortcuts"] == [{"callback_id": "find", "name": "Find it"}]
    assert [person["id"] for person in cast["people"] if person["is_guest"]] == ["U0GUEST"]


async def test_a_person_who_left_is_gone_from_the_cast_and_cannot_act(workspace: Workspace) -> None:
    price = workspace.person("Price")
    await workspace.change_person("Price", deleted=True)
    assert (await price.say("#bcu-carmarthenshire", "Hello"))["error"] == "account_inactive"
    assert "U0PRICE" not in [person["id"] for person in (await workspace.link.get("cast"))["people"]]
