"""The last look before a request leaves."""

import pytest
from aiohttp import ClientConnectionError

from bot.slack.guard import looking
from tests.slack.rig import POWYS, Rig


class Frozen(Exception):
    """It was too long ago that we decided to send."""


def too_late() -> None:
    raise Frozen


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_look_that_raises_lets_nothing_leave(rig: Rig) -> None:
    with looking(too_late), pytest.raises(ClientConnectionError):
        await rig.client.chat_postMessage(channel=POWYS, text="Too late.")
    await rig.client.chat_postMessage(channel=POWYS, text="In time.")
    assert await rig.texts() == ["In time."]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_look_that_is_content_changes_nothing_and_happens_once(rig: Rig) -> None:
    looks: list[int] = []
    with looking(lambda: looks.append(1)):
        await rig.client.chat_postMessage(channel=POWYS, text="Dŵr: “naw” <&>")
    assert await rig.texts() == ["Dŵr: “naw” <&>"]
    assert len(looks) == 1
