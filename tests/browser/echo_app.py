"""A small Bolt app over Socket Mode: it answers in every way that the page must be able to show."""

import asyncio
import json
import signal
import sys
from typing import Any

from aiohttp import ClientSession
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from tests.browser.echo_blocks import EVERY_BLOCK, PICTURE, form, home, with_buttons

Body = dict[str, Any]
client = AsyncWebClient("xoxb-demo-cofnod", base_url=sys.argv[1])
app = AsyncApp(client=client, signing_secret="demo-signing-secret")


@app.command("/echo")
async def echo(ack: AsyncAck, body: Body) -> None:
    await ack(body["text"])


@app.command("/post")
async def post(ack: AsyncAck, body: Body) -> None:
    await ack()
    text = body["text"]
    await client.chat_postMessage(channel=body["channel_id"], text=text, blocks=with_buttons(text))


@app.command("/post-all")
async def post_all(ack: AsyncAck, body: Body) -> None:
    await ack()
    plot = await uploaded("plot.png", PICTURE)
    shown = {"type": "image", "slack_file": {"id": plot}, "alt_text": "A plot of its own"}
    place = {"channel": body["channel_id"], "text": "Every kind of block"}
    posted = await client.chat_postMessage(**place, blocks=[*EVERY_BLOCK, shown])
    await uploaded("record.csv", b"held,due", channel_id=body["channel_id"], thread_ts=str(posted["ts"]))


async def uploaded(name: str, content: bytes, **shared: str) -> str:
    """Send a file in Slack's three steps; without `shared` only the app has it."""
    place = await client.files_getUploadURLExternal(filename=name, length=len(content))
    async with ClientSession() as session:
        await session.post(str(place["upload_url"]), data=content)
    await client.files_completeUploadExternal(files=[{"id": place["file_id"], "title": name}], **shared)
    return str(place["file_id"])


@app.command("/form")
@app.action("form")
async def open_form(ack: AsyncAck, body: Body) -> None:
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=form())


@app.action("press")
@app.action("remove")
async def pressed(ack: AsyncAck, body: Body) -> None:
    await ack()
    word = "Removed" if body["actions"][0]["action_id"] == "remove" else "Pressed"
    text = f"{word} by <@{body['user']['id']}>"
    place = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
    await client.chat_update(**place, text=text, blocks=with_buttons(text))


@app.action("more")
@app.action("colour")
async def chosen(ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
    await ack()
    await respond(text=f"Chosen: {body['actions'][0]['selected_option']['value']}", replace_original=False)


@app.action("longer")
async def longer(ack: AsyncAck, body: Body) -> None:
    await ack()
    await client.views_update(view_id=body["view"]["id"], view=form(longer=True))


@app.action("deeper")
async def deeper(ack: AsyncAck, body: Body) -> None:
    await ack()
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Above"},
        "blocks": with_buttons("On top")[:1],
    }
    await client.views_push(trigger_id=body["trigger_id"], view=view)


@app.options("crime")
async def crimes(ack: AsyncAck, body: Body) -> None:
    names = [f"{body['value']}/{number}" for number in (1, 2)]
    await ack(options=[{"text": {"type": "plain_text", "text": name}, "value": name} for name in names])


@app.view("form")
async def sent(ack: AsyncAck, body: Body) -> None:
    values = body["view"]["state"]["values"]
    if values["officer"]["officer"]["selected_user"] == "U0HUGHES":
        await ack(response_action="errors", errors={"officer": "Insp Hughes decides this one."})
        return
    await ack()
    flat = {name: entry for rows in values.values() for name, entry in rows.items()}
    await client.chat_postMessage(channel=body["user"]["id"], text=f"Sent: {json.dumps(flat)}")


@app.shortcut("find")
async def find(ack: AsyncAck, body: Body) -> None:
    await ack()
    await client.chat_postMessage(
        channel=body["channel"]["id"], thread_ts=body["message"]["ts"], text="Found it."
    )


@app.event("app_home_opened")
async def opened(body: Body) -> None:
    await client.views_publish(user_id=body["event"]["user"], view=home())


async def main() -> None:
    """Connect, say that it is ready, and stay until told to stop."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    handler = AsyncSocketModeHandler(app, "xapp-demo-cofnod")
    await handler.connect_async()
    print(json.dumps({"ready": True}), flush=True)
    await stop.wait()
    await handler.close_async()


if __name__ == "__main__":
    asyncio.run(main())
