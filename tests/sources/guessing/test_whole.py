"""Whole exports: the guess is what a person would have written, and reads every row."""

from pathlib import Path

from tests.sources.guessing.exports import STORM_HEAD, guessed, storm, table, tried, written


def test_an_export_of_storm_is_described_as_a_person_would(tmp_path: Path) -> None:
    path = written(tmp_path, "storm-20261120.csv", table(STORM_HEAD, storm()), "cp1252")
    made = guessed(path)
    fields = made.tables["fields"]
    assert fields["reported_at"] == {"column": "Time Received", "formats": ["%d/%m/%Y %H:%M:%S"]}
    assert fields["logged_at"]["column"] == "Time Created"
    assert made.tables["reference"] == {
        "column": "Incident Ref",
        "pattern": r"DP-(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})-(?P<number>\d+)",
        "strip_zeros": True,
    }
    assert fields["opening_category"]["map"]["BURGLARY DWELLING"] == "burglary_residential"
    assert made.tables["folder"]["pattern"] == "storm-*.csv"
    assert tried(path, made).tally.bad == 0
