"""Slash commands: how they reach the app and how it may answer."""

import asyncio
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web

from tests.workspace.bolt_app import buttons, connected, new_app, section
from workspace.click import Workspace

CARMS = "#bcu-carmarthenshire"


def echoing(workspace: Workspace, seen: list[dict[str, Any]]) -> Any:
    app = new_app(workspace)

    @app.command("/echo")
    async def echo(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        await ack(text="You said", blocks=[section(f"You said {body['text']}"), buttons("Again")])

    @app.command("/loud")
    async def loud(ack: Any) -> None:
        await ack(text="For all", response_type="in_channel")

    @app.command("/later")
    async def later(ack: Any, respond: Any) -> None:
        await ack()
        await respond("Later, then")

    return app


async def test_an_answer_in_the_ack_is_seen_by_one_person(workspace: Workspace, transport: str) -> None:
    morgan, rees = workspace.person("Morgan"), workspace.person("Rees")
    async with connected(workspace, echoing(workspace, []), transport):
        answer = await morgan.command(CARMS, "/echo good evening")
        assert "You said good evening" in answer
        assert answer.buttons == ["Again"]
        assert answer.message is not None
        assert answer.message.ephemeral
        assert 0 < answer.ms < 1000
        assert await rees.messages(CARMS) == []


async def test_an_answer_may_be_for_the_whole_channel(workspace: Workspace, transport: str) -> None:
    async with connected(workspace, echoing(workspace, []), transport):
        await workspace.person("Morgan").command(CARMS, "/loud")
        message = await workspace.person("Rees").expect_message(CARMS, "For all")
        assert not message.ephemeral


async def test_an_answer_may_come_by_the_response_url(workspace: Workspace, transport: str) -> None:
    async with connected(workspace, echoing(workspace, []), transport):
        assert "Later, then" in await workspace.person("Morgan").command(CARMS, "/later")


async def test_people_and_channels_arrive_as_ids_where_asked_for(
    workspace: Workspace, transport: str
) -> None:
    seen: list[dict[str, Any]] = []
    typed = "/echo 123 @rees #control-room @PC 917 Owain Price & <!channel> a@b.c"
    async with connected(workspace, echoing(workspace, seen), transport):
        await workspace.person("Morgan").command(CARMS, typed)
    said = "123 <@U0REES|rees> <#C0FCC|control-room> <@U0PRICE|price> &amp; &lt;!channel&gt; a@b.c"
    assert seen[0]["text"] == said
    assert (seen[0]["channel_id"], seen[0]["channel_name"]) == ("C0CARMS", "bcu-carmarthenshire")
    assert (seen[0]["user_id"], seen[0]["user_name"]) == ("U0MORGAN", "morgan")


async def test_other_commands_get_their_text_as_typed(workspace: Workspace) -> None:
    seen: list[dict[str, Any]] = []
    app = new_app(workspace)

    @app.command("/silent")
    async def silent(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        await ack()

    async with connected(workspace, app, "socket"):
        answer = await workspace.person("Morgan").command(CARMS, "/silent 1 @rees & <b>", expect="nothing")
    assert seen[0]["text"] == "1 @rees & <b>"
    assert answer.text == ""


async def test_a_command_is_answered_where_the_app_is_no_member(workspace: Workspace) -> None:
    async with connected(workspace, echoing(workspace, []), "socket"):
        assert "Later" in await workspace.person("Morgan").command("#general", "/later")


async def test_a_command_in_the_apps_own_conversation_arrives(workspace: Workspace) -> None:
    seen: list[dict[str, Any]] = []
    async with connected(workspace, echoing(workspace, seen), "socket"):
        await workspace.person("Morgan").command("dm", "/echo hello")
    assert seen[0]["channel_name"] == "directmessage"


async def test_the_word_payload_in_a_command_is_only_a_word(workspace: Workspace) -> None:
    bodies: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        bodies.append(await request.text())
        return web.Response(text="heard")

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    await (site := web.TCPSite(runner, "127.0.0.1", 0)).start()
    await workspace.deliver_to(f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/")
    said = await workspace.person("Morgan").command(CARMS, "/silent 123 payload")
    await runner.cleanup()
    form = parse_qs(bodies[0])
    assert said.text == "heard"
    assert (form["command"], form["text"]) == (["/silent"], ["123 payload"])
    assert "payload" not in form


async def test_a_command_to_nobody_has_failed_to_dispatch(workspace: Workspace) -> None:
    answer = await workspace.person("Morgan").command(CARMS, "/echo hello")
    assert answer.error == "dispatch_failed"


async def test_an_app_that_takes_three_seconds_is_too_late(workspace: Workspace, transport: str) -> None:
    app = new_app(workspace)
    waiting = asyncio.Event()

    @app.command("/slow")
    async def slow(ack: Any) -> None:
        await waiting.wait()
        await ack("too late")

    async with connected(workspace, app, transport):
        answer = await workspace.person("Morgan").command(CARMS, "/slow")
        waiting.set()
    assert answer.error == "operation_timeout"
    assert 2900 < answer.ms < 3500


async def test_an_app_that_fails_has_failed_to_dispatch(workspace: Workspace) -> None:
    app = new_app(workspace)

    @app.command("/ill")
    async def ill() -> None:
        raise RuntimeError("ill on purpose")

    async with connected(workspace, app, "http"):
        assert (await workspace.person("Morgan").command(CARMS, "/ill")).error == "dispatch_failed"


async def test_an_answer_with_broken_blocks_is_shown_to_nobody(workspace: Workspace) -> None:
    app = new_app(workspace)

    @app.command("/loud")
    async def loud(ack: Any) -> None:
        await ack(text="x", blocks=[section("")])

    async with connected(workspace, app, "socket"):
        answer = await workspace.person("Morgan").command(CARMS, "/loud")
    assert answer.error == "invalid_command_response"
    assert await workspace.person("Morgan").messages(CARMS) == []


@pytest.mark.parametrize(("text", "error"), [("/nonsense", "unknown_command"), ("/echo", "dispatch_failed")])
async def test_what_cannot_be_done_says_its_error(workspace: Workspace, text: str, error: str) -> None:
    assert (await workspace.person("Morgan").command(CARMS, text)).error == error


async def test_commands_do_not_work_inside_threads(workspace: Workspace) -> None:
    morgan = workspace.person("Morgan")
    await morgan.say(CARMS, "A thing to talk about")
    parent = await morgan.expect_message(CARMS, "A thing")
    assert (await morgan.say(CARMS, "/echo hello", thread=parent))["error"] == "not_supported_in_thread"


async def test_nobody_writes_where_they_are_no_member(workspace: Workspace) -> None:
    said = await workspace.person("Bowen").say(CARMS, "hello")
    assert said == {"ok": False, "error": "not_in_channel"}
