"""The hourly tidying forgets incidents where its role may, and says nothing where it may not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from bot.kit import Kit
from bot.services.keeping import retention
from bot.store import trail
from bot.store.store import Store
from jobs.tidy import tidy
from tests.builders import FORCE, ROSTER, Station, everything, hours
from tests.services.forgetting import DAYS, awake, hears, lived

GRANTS = Path(trail.__file__).with_name("grants.sql")


def aged(kit: Kit) -> Station:
    """A station whose one incident was over long ago."""
    station = lived(Station(kit.store, kit.clock.story()))
    kit.clock.hands.at += hours(24 * DAYS + 1)
    awake(Station(kit.store, kit.clock.story()))
    return station


async def test_an_hour_later_what_is_over_is_gone_and_logged(kit: Kit) -> None:
    station = aged(kit)
    assert await tidy(kit) > 0
    assert everything(kit.store)["incidents"] == []
    [(_, done)] = station.see(retention.log)
    assert done.incidents == 1


async def test_tidying_twice_forgets_nothing_more(kit: Kit) -> None:
    aged(kit)
    await tidy(kit)
    before = everything(kit.store)
    assert await tidy(kit) == 0
    assert everything(kit.store) == before


async def test_an_hour_at_a_wrong_clock_forgets_no_incident_and_says_so(
    kit: Kit, caplog: pytest.LogCaptureFixture
) -> None:
    lived(Station(kit.store, kit.clock.story()))
    kit.clock.hands.at += hours(24 * DAYS * 2)
    hears(Station(kit.store, kit.clock.story()))
    await tidy(kit)
    assert len(everything(kit.store)["incidents"]) == 2
    assert "the clock looks wrong" in caplog.text


@pytest.fixture
def bots_kit(kit: Kit, database_url: str) -> Iterator[Kit]:
    """The same kit as the role that the bot connects as, after the grants that ship."""
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute("CREATE ROLE cofnod_bot LOGIN PASSWORD 'bot'")
        owner.execute(GRANTS.read_text(encoding="utf-8").encode())
        its_url = make_url(database_url).set(username="cofnod_bot", password="bot")
        store = Store(its_url.render_as_string(hide_password=False), FORCE, ROSTER)
        yield replace(kit, store=store)
        store.close()
        owner.execute("DROP OWNED BY cofnod_bot; DROP ROLE cofnod_bot")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_where_its_role_may_not_the_rest_is_tidied_all_the_same(kit: Kit, bots_kit: Kit) -> None:
    station = aged(kit)
    entries = station.facts()
    assert await tidy(bots_kit) > 0
    assert [station.facts(), len(everything(kit.store)["incidents"])] == [entries, 1]
    assert station.messages() == []
