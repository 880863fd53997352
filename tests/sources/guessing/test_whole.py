"""Whole exports: the guess is what a person would have written, and reads every row."""

import json
from pathlib import Path

import pytest

from bot.sources.guessing import Guess, Incomplete
from bot.sources.guessing.columns import Column
from bot.sources.guessing.details import category_reader, unit_reader
from bot.sources.guessing.personal import is_story
from bot.sources.guessing.phrases import listed
from bot.sources.guessing.roles import is_code
from bot.sources.guessing.written import toml
from bot.sources.mapping_file import parse_mapping
from tests.house import ROOT
from tests.sources.guessing.exports import (
    CATEGORIES,
    FORCE,
    STORM_HEAD,
    UNITS,
    guessed,
    moments,
    storm,
    table,
    tried,
    written,
)


def whole(path: Path, crimes: bool = False) -> Guess:
    """A guess that reads every row, and says the same when it is written and read again."""
    made = guessed(path, crimes)
    assert not made.missing
    report = tried(path, made)
    assert (report.tally.bad, report.tally.seen) == (0, made.sampled)
    again = parse_mapping(toml(made), "made.toml", origin=path.parent)
    assert again.fingerprint == made.mapping().fingerprint
    return made


def test_an_export_of_storm_is_described_as_a_person_would(tmp_path: Path) -> None:
    made = whole(written(tmp_path, "storm-20261120.csv", table(STORM_HEAD, storm()), "cp1252"))
    fields = made.tables["fields"]
    assert fields["reported_at"] == {"column": "Time Received", "formats": ["%d/%m/%Y %H:%M:%S"]}
    assert fields["logged_at"]["column"] == "Time Created"
    assert made.tables["reference"] == {
        "column": "Incident Ref",
        "pattern": r"DP-(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})-(?P<number>\d+)",
        "strip_zeros": True,
    }
    assert fields["opening_category"]["map"]["BURGLARY DWELLING"] == "burglary_residential"
    assert fields["grade"]["map"]["1"] == "immediate"
    assert made.tables["markers"] == [{"column": "DA", "code": "da"}]
    assert made.tables["folder"]["pattern"] == "storm-*.csv"
    assert made.tables["name"] == "storm"


def test_units_by_their_names_are_those_of_the_force(tmp_path: Path) -> None:
    made = whole(written(tmp_path, "storm.csv", table(STORM_HEAD, storm())))
    assert {one.value: one.code for one in made.units} == {
        "Carmarthenshire": "carmarthenshire",
        "Ceredigion": "ceredigion",
        "Pembrokeshire": "pembrokeshire",
        "Powys": "powys",
    }


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_than_the_comma_are_found(delimiter: str, tmp_path: Path) -> None:
    rows = [[*row[:3], "THEFT, OTHER", *row[4:]] for row in storm()]
    made = whole(written(tmp_path, "storm.txt", table(STORM_HEAD, rows, delimiter)))
    layout = made.tables["format"]
    assert (layout["type"] == "tsv") if delimiter == "\t" else (layout["delimiter"] == delimiter)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_encoding_of_accents_is_found(encoding: str, tmp_path: Path) -> None:
    rows = [[*row[:5], "Ynys Môn – café", *row[6:]] for row in storm()]
    path = written(tmp_path, "storm.csv", table(STORM_HEAD, rows), encoding)
    made = whole(path)
    assert made.units[0].value == "Ynys Môn – café"


def test_an_accent_far_down_a_long_plain_file_counts(tmp_path: Path) -> None:
    rows = storm(60_000)
    rows[40_001] = (*rows[40_001][:5], "Môn", *rows[40_001][6:])
    made = guessed(written(tmp_path, "storm.csv", table(STORM_HEAD, rows), "cp1252"))
    assert not made.whole
    assert made.tables["format"]["encoding"] == "cp1252"


def test_american_times_by_the_twelve_hour_clock_are_read(tmp_path: Path) -> None:
    rows = [
        (
            f"{2026000100 + n}",
            f"{at:%m/%d/%Y %I:%M:%S %p}",
            "ONVIEW" if n % 2 else "911",
            "BURG - RESD",
            "EAST",
        )
        for n, at in enumerate(moments(40))
    ]
    head = ("CAD Event Number", "Original Time Queued", "Call Type", "Initial Call Type", "Precinct")
    made = whole(written(tmp_path, "calls.csv", table(head, rows)))
    assert made.tables["fields"]["reported_at"]["formats"] == ["%m/%d/%Y %I:%M:%S %p"]
    assert made.tables["fields"]["route"]["map"] == {"ONVIEW": "officer", "911": "999"}
    assert [note.code for note in made.about("fields.unit")] == ["header", "unit_foreign"]


def test_day_and_time_in_two_columns_are_put_together(tmp_path: Path) -> None:
    rows = [
        (str(n), f"{at:%d/%m/%Y}", f"{at:%H:%M}", "THEFT", UNITS[n % 4])
        for n, at in enumerate(moments(40), 1)
    ]
    head = ("Log No", "Call Date", "Call Time", "Category", "BCU")
    made = whole(written(tmp_path, "log.csv", table(head, rows)))
    assert made.tables["fields"]["reported_at"] == {
        "column": "Call Date",
        "time_column": "Call Time",
        "formats": ["%d/%m/%Y %H:%M"],
    }


def test_a_list_inside_a_json_document_is_found(tmp_path: Path) -> None:
    calls = [
        {"number": n, "times": {"reported": f"{at:%Y-%m-%dT%H:%M:%SZ}"}, "type": CATEGORIES[n % 6],
         "unit": UNITS[n % 4], "crimes": [f"NC/{n}/26"] if n % 3 else []}
        for n, at in enumerate(moments(40), 1)
    ]  # fmt: skip
    text = json.dumps({"meta": {"pages": [{"n": 1}]}, "data": {"calls": calls}})
    made = whole(written(tmp_path, "queue.json", text))
    assert made.tables["format"]["records"] == "data.calls"
    assert made.tables["fields"]["reported_at"] == {"column": "times.reported", "formats": ["iso"]}
    assert made.tables["fields"]["crime_refs"] == "crimes"
    assert [note.code for note in made.about("time_zone")] == ["zone_offsets"]


def test_json_lines_with_seconds_since_1970_are_read(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {"id": n, "received": int(at.timestamp()), "category": CATEGORIES[n % 6], "area": UNITS[n % 4]}
        )
        for n, at in enumerate(moments(30), 1)
    ]
    made = whole(written(tmp_path, "queue.jsonl", "\n".join(lines) + "\n"))
    assert made.tables["format"]["type"] == "jsonl"
    assert made.tables["fields"]["reported_at"] == {"column": "received", "formats": ["epoch"]}


def test_three_rows_are_enough_where_the_header_is_plain(tmp_path: Path) -> None:
    made = whole(written(tmp_path, "storm.csv", table(STORM_HEAD, storm(3))))
    assert made.tables["fields"]["opening_category"]["column"] == "Opening Code"
    assert "(?P<day>" in made.tables["reference"]["pattern"]


def test_tests_and_training_are_filtered_out(tmp_path: Path) -> None:
    rows = [[*row, "TRAINING" if n % 7 == 0 else "LIVE"] for n, row in enumerate(storm())]
    path = written(tmp_path, "storm.csv", table([*STORM_HEAD, "Log Type"], rows))
    made = guessed(path)
    assert made.tables["filters"] == [{"column": "Log Type", "drop": ["TRAINING"]}]
    assert tried(path, made).tally.filtered == 9


def test_what_has_no_column_is_missing_and_never_invented(tmp_path: Path) -> None:
    rows = [(row[0], row[3], row[5]) for row in storm()]
    made = guessed(written(tmp_path, "storm.csv", table(("Incident Ref", "Opening Code", "BCU"), rows)))
    assert made.missing == ("fields.reported_at",)
    with pytest.raises(Incomplete, match=r"fields\.reported_at"):
        made.mapping()
    assert "FILL IN" in toml(made)


def test_codes_in_a_list_become_markers_and_qualifiers(tmp_path: Path) -> None:
    rows = [[*row, ("RPT;HR", "RPT;X9", "ASB-P", "")[n % 4]] for n, row in enumerate(storm())]
    made = whole(written(tmp_path, "storm.csv", table([*STORM_HEAD, "Warnings"], rows)))
    marker, qualifier = made.tables["markers"][-1], made.tables["qualifiers"][0]
    assert marker["map"] == {"HR": "high_risk", "RPT": "repeat"}
    assert qualifier["map"] == {"ASB-P": "asb_personal"}
    assert marker["unmapped"] == "drop"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("DMG", "criminal_damage"), ("CRIM DAMAGE", "criminal_damage"), ("VIOL", "violence"),
        ("VIOL A/P", "violence"), ("AFF", "violence"), ("PUB ORD", "public_order"),
        ("VEH CRIME", "vehicle_crime"),
        ("S/LIFTING", "shoplifting"),
        ("MAL COMMS", "malicious_communications"), ("DOM ABUSE", "domestic"), ("ABAND 999", "other"),
    ],
)  # fmt: skip
def test_what_control_rooms_shorten_is_understood(said: str, code: str) -> None:
    assert category_reader(FORCE)(said)[0] == code


def test_a_county_by_its_short_welsh_name_is_its_unit() -> None:
    assert unit_reader(FORCE)("Sir Gâr")[0] == "carmarthenshire"


def test_one_giant_cell_does_not_change_what_a_column_is() -> None:
    column = Column("Opening Code", ("THEFT", "RTC", "ASB") * 30 + ("x" * 9000,))
    assert is_code(column)
    assert not is_story(column)


def test_a_column_that_could_be_a_field_is_said_to_be_so(tmp_path: Path) -> None:
    rows = [(*row, f"{n}/x") for n, row in enumerate(storm())]
    path = written(tmp_path, "storm.csv", table((*STORM_HEAD, "Call Source"), rows))
    told = [note for note in guessed(path).about("") if note.code == "could_be"]
    assert [note.values for note in told] == [{"column": "Call Source", "fields": "route"}]


def test_a_header_of_numbered_columns_is_a_header(tmp_path: Path) -> None:
    head = [f"Col{n}" for n in range(1, len(STORM_HEAD) + 1)]
    made = guessed(written(tmp_path, "storm.csv", table(head, storm())))
    assert made.tables["reference"]["column"] == "Col1"


def test_the_page_about_sources_lists_the_codes_of_grades_and_routes() -> None:
    page = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    codes = [code for table in ("grades", "routes") for code in listed(table)]
    assert [code for code in codes if f"`{code}`" not in page] == []
