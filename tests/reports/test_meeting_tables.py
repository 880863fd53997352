"""Meetings as tables: every cell is text or a number, and none starts a formula."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest

from bot.domain.incident import IncidentKey
from bot.domain.meeting import How, Item, Meeting, MeetingState
from bot.domain.meeting_record import Paper, Recorded
from bot.reports.meeting_tables import account_csv, record_csv
from bot.reports.tables import csv_bytes
from tests.templates.meeting_record_cases import account

DAY = date(2026, 11, 20)
DUE = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
MEETING = Meeting(1, "powys", DAY, DUE, DUE + timedelta(minutes=45), MeetingState.ENDED, chair="3101")
ITEM = Item(1, 1, 1, 1, How.REVIEWED, "Ask again", "1101", DUE)
RECORDED = Recorded(IncidentKey("f", DAY, "123"), "theft", ITEM)
PAPER = Paper(MEETING, (), (), (RECORDED,), {"left": 2}, (), (), "12ab")


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("typed", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "x\n=1", "＝1", "a;=1"])
def test_a_line_that_looks_like_a_formula_is_text_in_the_table(typed: str) -> None:
    paper = replace(PAPER, items=(replace(RECORDED, item=replace(ITEM, line=typed)),))
    line = rows(record_csv(paper, "Europe/London"))[0]["line"]
    assert line.startswith("'") or not set("=+-@＝") & {line[0]}


def test_restricted_incidents_are_a_number_and_never_a_reference() -> None:
    found = rows(record_csv(PAPER, "Europe/London"))
    assert [(row["incident"], row["incidents"]) for row in found] == [
        ("123/20-11-2026", "1"),
        ("restricted", "2"),
    ]


def test_the_meetings_of_a_time_are_a_row_each_with_their_counts() -> None:
    found = rows(account_csv(account(3), "Europe/London"))
    assert len(found) == 6
    assert [row["came"] for row in found].count("missed") == 1
    assert {row["late"] for row in found if row["unit"] == "powys"} == {"0", "1"}
    assert found[0]["due_at"] == "2026-11-01T08:30:00+00:00"


def test_a_table_begins_with_the_mark_by_which_excel_knows_its_letters() -> None:
    assert csv_bytes(["ŵ"], [["ŷ"]], "Europe/London").startswith(b"\xef\xbb\xbf")
