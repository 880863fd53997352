"""What the role that the bot connects as may do with dial-ins, rulings and confidences on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bot.domain.dial_in import Reply
from bot.services import speaking_up
from bot.services.dial_ins import rulings
from bot.services.dial_ins.rulings import Draft
from bot.services.messages import outcomes
from bot.store import guards, outbox, tables
from bot.store.store import Store
from bot.store.work import Work
from tests.builders import FORCE, OFFICER, REGISTRAR, ROSTER, SERGEANT, Station
from tests.services.dial_in_rig import MONDAY, answer, asked, at, told

GRANTS = Path(guards.__file__).with_name("grants.sql")


@pytest.fixture
def station(database_url: str) -> Iterator[Station]:
    """A station whose store connects as the bot's own role; of SQLite, which has none, as ever."""
    if database_url.startswith("sqlite"):
        made = Store(database_url, FORCE, ROSTER)
        yield Station(made)
        made.close()
        return
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute("CREATE ROLE cofnod_bot LOGIN PASSWORD 'bot'")
        owner.execute(GRANTS.read_text(encoding="utf-8").encode())
        url = make_url(database_url).set(username="cofnod_bot", password="bot")
        made = Store(url.render_as_string(hide_password=False), FORCE, ROSTER)
        yield Station(made)
        made.close()
        owner.execute("DROP OWNED BY cofnod_bot; DROP ROLE cofnod_bot")


def test_it_does_all_that_dial_ins_need(station: Station) -> None:
    monday = at(station, MONDAY)
    answer(monday, SERGEANT, Reply.COMING)
    assert told(monday, SERGEANT) == ["week"]
    old = station.do(rulings.give, asked(REGISTRAR), Draft("Is it late?", "After 24 hours.", "2023-05"))
    station.do(rulings.give, asked(REGISTRAR), Draft("Is it late?", "At 24 hours.", "2023-05", old.id))
    station.do(speaking_up.speak, asked(OFFICER), "I was told to leave it.")

    def deliver(work: Work) -> None:
        [lane] = [lane for lane in outbox.lanes(work) if lane.channel == f"@{REGISTRAR}"]
        message = outbox.head(work, lane)
        assert message is not None
        outcomes.accepted(work, message, "1.1")

    station.do(deliver)


def test_it_changes_no_ruling(station: Station) -> None:
    station.do(rulings.give, asked(REGISTRAR), Draft("Is it late?", "After 24 hours.", "2023-05"))

    def change(work: Work) -> None:
        work.conn.execute(tables.rulings.update().values(answer="Never."))

    with pytest.raises(DBAPIError):
        station.do(change)
