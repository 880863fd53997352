"""No reading of the auditor looks at a whole table that grows: it runs every minute beside the rest."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.auditing import Patience, Window
from bot.services.audit.kinds import READINGS
from bot.services.audit.reading import Reading
from bot.services.case import Request
from bot.services.handovers import offering
from bot.store.work import Work
from tests.builders import OFFICER, SERGEANT, Station, report
from tests.services.audited import Watched

# A row a choice of a person, a row a series, a row a change of duty that the roster itself reads whole.
SMALL = {"subscriptions", "dial_in_series", "duty_changes"}
Asked = tuple[str, Any]


@pytest.fixture
def busy(empty: Station) -> Station:
    """A station at which there is something of everything."""
    watched = Watched(empty, 20)
    watched.step()
    watched.station.receive(report(ago=21.9), report("124", "rape", ago=23.9), report("125", ago=1))
    watched.station.allocate(SERGEANT, OFFICER)
    watched.station.do(offering.offer, Request("offer", OFFICER), SERGEANT)
    watched.station.about("125").record(OFFICER)
    watched.station.about("125").send_back(SERGEANT)
    watched.step()
    return watched.station


def asked(work: Work, reading: Reading) -> list[Asked]:
    """Every statement that a reading runs, with its values."""
    found = list[Asked]()

    def hear(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        found.append((statement, parameters))

    begin = work.at - timedelta(days=1)
    window = Window(begin, begin, begin, work.at + timedelta(hours=1), Patience())
    event.listen(work.conn, "before_cursor_execute", hear)
    list(reading.untold(work, window))  # to its end
    event.remove(work.conn, "before_cursor_execute", hear)
    return found


def plans(work: Work, statements: list[Asked]) -> Iterator[str]:
    """How the database would go about each of them, where its tables were large."""
    sqlite = work.conn.dialect.name == "sqlite"
    if not sqlite:
        work.conn.exec_driver_sql("SET LOCAL enable_seqscan = off")
    for statement, values in statements:
        how = f"EXPLAIN QUERY PLAN {statement}" if sqlite else f"EXPLAIN {statement}"
        for row in work.conn.exec_driver_sql(how, values):
            yield str(row[-1])


def scanned(work: Work, reading: Reading) -> set[str]:
    """The tables that a reading looks at from end to end."""
    whole = re.compile(r"^SCAN (\w+)\b(?! USING (?:COVERING )?INDEX)|Seq Scan on (\w+)")
    found = (whole.search(plan) for plan in plans(work, asked(work, reading)))
    return {match[1] or match[2] for match in found if match} - SMALL


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.kind.value)
def test_no_reading_of_the_auditor_looks_at_a_whole_table(busy: Station, reading: Reading) -> None:
    assert busy.see(asked, reading)
    assert busy.see(scanned, reading) == set()
