"""The tables as CSV: whole, in step with the page, and no danger to whoever opens them."""

import csv
import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures import JUDGED, UNJUDGED, Counts, Outcome
from bot.domain.people import RANKS
from bot.domain.reference import read_reference
from bot.replay.findings import Axis, Findings
from bot.reports.sheets import FORMULA, safe, write_sheets
from bot.reports.summary import h_mm
from tests.builders import FORCE, ROSTER
from tests.reports import things
from tests.reports.test_page import read, ready

ZONE = ZoneInfo(FORCE.zone)


# rates, lengths of time, dates, and what is always said
NO_COUNT = (
    r"\d+ h(?: \d+ min)?|\d+ min|\d+ days? \d+ h|[\d.–]+%|24 hours|95 per cent|100 per cent|at least 20"
    r"|\d+ \w{3} 2026(?: \d\d:\d\d)?|95 times in 100|24-hour|0\.\d+\.\d+|April 2015|1,000"
)


def written(findings: Findings, folder: Path, lang: str = "en") -> dict[str, list[dict[str, str]]]:
    """Every sheet by its name, as a spreadsheet would read it."""
    found = {}
    for path in write_sheets(findings, FORCE, folder, ROSTER, lang):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    """The sheets of a month."""
    return written(things.month(), tmp_path_factory.mktemp("month") / "new")


@given(st.text(max_size=40))
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    cell = str(safe(text, ZONE))
    assert not cell.startswith((*FORMULA, "\t", "\r", "\n"))
    assert not set(cell) & {"\r", "\n", "\0"}


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_what_looks_like_a_formula_is_shown_as_text(text: str) -> None:
    assert str(safe(text, ZONE)).startswith("'")


def test_numbers_stay_numbers_and_times_carry_their_offset() -> None:
    assert safe(-3, ZONE) == -3
    assert safe(None, ZONE) == ""
    assert safe(things.BEGAN, ZONE) == "2026-10-01T01:05:00+01:00"
    assert datetime.fromisoformat(str(safe(things.BEGAN, ZONE))) == things.BEGAN


def test_a_file_begins_with_the_mark_that_excel_asks_for(tmp_path: Path) -> None:
    paths = write_sheets(things.one_row(), FORCE, tmp_path)
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in paths)


@pytest.mark.parametrize("axis", Axis)
def test_every_table_of_figures_holds_every_offence(
    sheets: dict[str, list[dict[str, str]]], axis: Axis
) -> None:
    rows = sheets[f"by-{axis}"]
    total = sum(int(row["count"]) for row in sheets["outcomes"])
    assert sum(int(row["on_clock"]) for row in rows) == total
    for row in rows:
        assert int(row["judged"]) == sum(int(row[o]) for o in JUDGED)
        assert int(row["on_clock"]) == int(row["judged"]) + sum(int(row[o]) for o in UNJUDGED)


def test_lists_are_whole_where_the_page_shows_the_first(sheets: dict[str, list[dict[str, str]]]) -> None:
    found = things.month()
    assert len(sheets["late"]) == 159 > len(found.late)
    assert len(sheets["second-look"]) == sum(found.look_counts.values())
    assert len(sheets["unread"]) == 45


def test_every_alert_stands_with_the_ranks_that_it_would_have_mentioned(
    sheets: dict[str, list[dict[str, str]]],
) -> None:
    assert len(sheets["alerts"]) == 40
    assert {row["mentions"] for row in sheets["alerts"]} == {"inspector other"}
    assert sheets["alerts"][0]["told_at"] == "2026-10-01T01:05:00+01:00"
    assert [row["new_message"] for row in sheets["alerts"][:2]] == ["yes", "no"]


def test_values_that_few_incidents_have_are_one_row_of_a_sheet(tmp_path: Path) -> None:
    found = things.one_row()
    found.categories["9 Oak Close"] = found.categories["dragon"] = 2
    found.by[Axis.ROUTE] = {"Mrs Made-Up": Counts({Outcome.LATE: 4}), "999": Counts({Outcome.MET: 1})}
    made = written(found, tmp_path)
    assert made["categories"][-1] == {"code": "rare_values", "incidents": "4", "in_force_toml": "no"}
    assert [row["route"] for row in made["by-route"]] == ["999", "rare_values"]


def test_no_name_of_a_restricted_category_is_in_any_sheet(sheets: dict[str, list[dict[str, str]]]) -> None:
    names = {name for c in FORCE.categories.values() if c.restricted for name in c.names.values()}
    assert not names & {cell for rows in sheets.values() for row in rows for cell in row.values()}


def test_no_collar_number_is_in_the_sheet_of_mentions(sheets: dict[str, list[dict[str, str]]]) -> None:
    assert {row["rank_or_role"] for row in sheets["mentions"]} <= {"fim", "", *RANKS}


def test_a_reference_stays_text_and_is_one_that_commands_read(
    sheets: dict[str, list[dict[str, str]]],
) -> None:
    for row in (*sheets["late"], *sheets["second-look"], *sheets["alerts"]):
        assert not row["reference"][0].isdigit()
        assert not row["reference"].startswith(tuple(FORMULA))
        read = read_reference(row["reference"], date(2026, 11, 27))
        assert read is not None
        assert read.day == date.fromisoformat(row["day"])


def test_lengths_are_whole_seconds_with_hours_and_minutes_beside_them(
    sheets: dict[str, list[dict[str, str]]],
) -> None:
    timed = [row for row in sheets["late"] if row["seconds_to_record"]]
    assert timed
    for row in timed:
        hours, minutes = map(int, row["h_mm_to_record"].split(":"))
        assert int(row["seconds_to_record"]) // 60 == hours * 60 + minutes
    assert {row["h_mm_before_deadline"] for row in sheets["alerts"]} == {"2:00"}


@given(st.integers(0, 10**7))
def test_hours_and_minutes_are_those_of_the_whole_seconds(seconds: int) -> None:
    hours, minutes = str(h_mm(seconds)).split(":")
    assert int(hours) * 60 + int(minutes) == seconds // 60
    assert len(minutes) == 2
    assert h_mm(-1 - seconds) is None


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_outcomes_have_the_words_of_the_page_beside_their_code(lang: str, tmp_path: Path) -> None:
    rows = written(things.month(), tmp_path, lang)["outcomes"]
    page_rows = ready("month", lang).tables[0].rows
    assert {row["in_words"] for row in rows} <= {row[0].strip() for row in page_rows}


def test_every_heading_and_every_name_is_explained(sheets: dict[str, list[dict[str, str]]]) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "replay.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"`(\w+)`", docs[docs.index("### Every heading") :]))
    heads = {head for rows in sheets.values() for row in rows[:1] for head in row}
    names = {row["what"] for row in sheets["summary"]}
    assert heads | names <= explained
    assert len(heads) > 60


def numbered() -> Findings:
    """A month whose counts are all different, and found nowhere else."""
    found = things.month()
    names = ("opened_by_crime", "cancelled", "again", "changed", "after_closing", "watched", "waiting")
    for n, name in enumerate((*names, "elsewhere", "unknown_refs")):
        setattr(found, name, 1301 + 7 * n)
    found.caught.listed, found.caught.spared = 1403, 1409
    return found


def test_every_count_of_a_sentence_stands_in_the_summary(tmp_path: Path) -> None:
    found = numbered()
    named = {row["value"].removesuffix(".0") for row in written(found, tmp_path)["summary"]}
    said = re.sub(NO_COUNT, " ", " ".join(" ".join(read(found).sentences).split()))
    numbers = {each.replace(",", "") for each in re.findall(r"\d[\d,]*(?:\.\d+)?", said)}
    assert len(numbers) > 20
    assert {each for each in numbers if each not in named} <= {"50"}  # shown of a list


@pytest.mark.parametrize("name", things.EVERY)
def test_every_kind_of_findings_can_be_written(name: str, tmp_path: Path) -> None:
    found = written(things.EVERY[name](), tmp_path)
    assert len(found) == 19
    timed = name in ("month", "one")
    assert any(row["judged"] for row in found["by-unit"]) is timed
