"""What the doctor finds in Slack, asked over HTTP of a local workspace."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import SHIPPED_FORCE
from bot.doctor import look, sentence
from bot.force import load_force
from bot.roster import load_roster
from tests.house import ROOT

DAY = date(2026, 11, 20)
FORCE = load_force(SHIPPED_FORCE)
PEOPLE = load_roster(ROOT / "bot" / "demo" / "roster.csv", FORCE)
SCOPES = frozenset({"channels:read", "groups:read", "users:read", "users:read.email", "chat:write"})
TEAM = '[team]\nid = "T0"\nname = "Made up"\ndomain = "made-up"\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    app = {
        "display_information": {"name": "Cofnod"},
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
    }
    (folder / "manifest.json").write_text(json.dumps(app), encoding="utf-8")
    return folder


def serve(folder: Path, cast: Path) -> Iterator[AsyncWebClient]:
    """A workspace of this cast, for as long as somebody asks it."""
    command = [sys.executable, "-m", "workspace", "--rates", "0", "--cast", str(cast)]
    with subprocess.Popen(
        [*command, "--manifest", str(folder / "manifest.json")], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as running:
        assert running.stdout
        address = json.loads(running.stdout.readline())["api_url"]
        yield AsyncWebClient("xoxb-demo-cofnod", address)
        running.terminate()


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[AsyncWebClient]:
    yield from serve(folder, ROOT / "workspace" / "cast.toml")


@pytest.fixture(scope="module")
def odd(folder: Path) -> Iterator[AsyncWebClient]:
    """A workspace in which much is wrong."""
    people = (
        "people = ["
        '{id="U0MORGAN", name="m", real_name="M", deleted=true},'
        '{id="U0HUGHES", name="h", real_name="H"},'
        '{id="U0X", name="x", real_name="X"}]'
    )
    channels = (
        "channels = ["
        '{id="C1", name="bcu-powys", members=["U0X"]},'
        '{id="C2", name="bcu-ceredigion", archived=true},'
        '{id="C3", name="bcu-pembrokeshire", shared=true},'
        '{id="C4", name="restricted-incidents"},'
        '{id="C6", name="force-registrar", members=["U0HUGHES"]},'
        '{id="C5", name="control-room", app_member=false}]'
    )
    (folder / "odd.toml").write_text(f"{people}\n{channels}\n{TEAM}", encoding="utf-8")
    yield from serve(folder, folder / "odd.toml")


async def told(client: AsyncWebClient, scopes: frozenset[str] = SCOPES) -> list[str]:
    return [sentence(finding) for finding in await look(client, FORCE, PEOPLE, scopes, DAY)]


async def test_the_demo_has_a_guest_and_somebody_who_sees_too_much(demo: AsyncWebClient) -> None:
    guest = "Guest Contractor (U0GUEST) is a guest, and in: bcu-carmarthenshire."
    assert guest in await told(demo)
    assert [line for line in await told(demo) if line != guest and "restricted-incidents" not in line] == []


async def test_scopes_that_are_not_the_manifests_are_named(demo: AsyncWebClient) -> None:
    found = await told(demo, SCOPES - {"chat:write"} | {"files:write"})
    assert [line.partition(":")[0] for line in found[:2]] == [
        "The app lacks scopes",
        "The app has scopes that it does not need",
    ]


async def test_a_channel_that_cannot_be_used_says_why(odd: AsyncWebClient) -> None:
    found = " ".join(line for line in await told(odd) if "#" in line)
    for channel, fault in {
        "bcu-carmarthenshire": "There is no channel #%s",
        "bcu-ceredigion": "#%s is archived",
        "bcu-pembrokeshire": "#%s is shared outside the force",
        "restricted-incidents": "#%s should be private and is not",
        "force-registrar": "#%s should be private and is not",
        "control-room": "The app is not in #%s",
    }.items():
        assert fault % channel in found


async def test_whoever_does_not_work_for_the_registrar_is_named(odd: AsyncWebClient) -> None:
    found = await told(odd)
    assert "Insp 2201 Hughes is in #force-registrar, but does not work for the Registrar." in found


async def test_a_member_who_is_not_on_the_roster_is_named(odd: AsyncWebClient) -> None:
    assert "X (U0X) is not on the roster, and in: bcu-powys." in await told(odd)


async def test_somebody_whom_slack_does_not_know_is_named(odd: AsyncWebClient) -> None:
    found = await told(odd)
    assert "PS 1101 Morgan is on the roster with U0MORGAN, whose Slack account is closed." in found
    assert "PC 842 Rees is on the roster with U0REES, whom Slack does not know." in found


async def test_a_refused_token_is_one_finding(demo: AsyncWebClient) -> None:
    found = await told(AsyncWebClient("xoxb-somebody-else", demo.base_url))
    assert found == ["Slack refused us: invalid_auth. Look at SLACK_BOT_TOKEN and at the app's scopes."]


async def test_a_slack_out_of_reach_is_one_finding() -> None:
    (found,) = await told(AsyncWebClient("xoxb-demo-cofnod", "http://127.0.0.1:9/api/", retry_handlers=[]))
    assert found.startswith("Slack cannot be reached")
