"""Exports of the crime system: the record, its class, the incident that it came from."""

from datetime import timedelta
from pathlib import Path

from bot.sources.guessing import guess
from bot.sources.guessing.written import toml
from bot.sources.mapping_file import parse_mapping
from tests.sources.guessing.exports import (
    FORCE,
    STORM_HEAD,
    guessed,
    moments,
    storm,
    table,
    tried,
    written,
)

HEAD = (
    "Crime Number",
    "Date Recorded",
    "Incident Ref",
    "Offence",
    "Cancelled Date",
    "Cancel Code",
    "Cancelled By",
)
OFFENCES = (
    "Burglary - dwelling",
    "Common assault",
    "Criminal damage to vehicle",
    "Bilking of taxis",
    "Harassment",
)


def crimes(reference: str = "DP-{at:%Y%m%d}-{n:04}") -> list[tuple[str, ...]]:
    """Records made a few hours after their incident; a few cancelled."""
    return [
        (f"NC/{4000 + n}/26", f"{at + timedelta(hours=9):%d/%m/%Y %H:%M}",
         reference.format(at=at, n=n) if n % 4 else "", OFFENCES[n % 5],
         f"{at + timedelta(days=2):%d/%m/%Y}" if n % 9 == 0 else "", "DUPLICATE" if n % 9 == 0 else "",
         "2417" if n % 9 == 0 else "")
        for n, at in enumerate(moments(60), 1)
    ]  # fmt: skip


def test_a_crime_export_is_described_as_a_person_would(tmp_path: Path) -> None:
    path = written(tmp_path, "niche-crimes.csv", table(HEAD, crimes()))
    made = guess(path, FORCE, crimes=True)
    told = made.tables["crime"]
    assert made.tables["delivers"] == "crimes"
    assert (told["ref"], told["classification"]) == ("Crime Number", "Offence")
    assert told["created_at"] == {"column": "Date Recorded", "formats": ["%d/%m/%Y %H:%M"]}
    assert told["cancelled_at"]["column"] == "Cancelled Date"
    assert told["cancel_code"] == {"column": "Cancel Code", "map": {"DUPLICATE": "C3"}}
    assert told["decision_maker"] == "Cancelled By"
    assert told["offence_class"]["map"] == {
        "Burglary - dwelling": "burglary",
        "Common assault": "violence",
        "Criminal damage to vehicle": "damage",
        "Harassment": "harassment",
    }
    assert "(?P<day>" in made.tables["reference"]["pattern"]


def test_the_guess_of_a_crime_export_reads_every_record(tmp_path: Path) -> None:
    path = written(tmp_path, "niche-crimes.csv", table(HEAD, crimes()))
    made = guessed(path, crimes=True)
    tally = tried(path, made).tally
    assert (tally.seen, tally.good, tally.bad) == (60, 60, 0)
    assert parse_mapping(toml(made), "made.toml", origin=tmp_path).fingerprint == made.mapping().fingerprint


def test_a_number_without_a_day_is_no_incidents_reference_and_the_guess_says_why(tmp_path: Path) -> None:
    path = written(tmp_path, "niche.csv", table(HEAD, crimes("CC-{n:07}/26")))
    made = guessed(path, crimes=True)
    assert (made.missing, "reference" in made.tables) == ((), False)
    assert "no column says the incident's day" in " ".join(toml(made).replace("#", "").split())
    assert "nothing here reads it" not in toml(made)
    report = tried(path, made)
    assert (report.tally.bad, report.of_incidents) == (0, 0)


def test_a_column_of_the_incidents_day_stands_in_for_it(tmp_path: Path) -> None:
    rows = [(*row, f"{at:%d/%m/%Y}") for row, at in zip(crimes("{n}"), moments(60), strict=True)]
    path = written(tmp_path, "niche.csv", table((*HEAD, "Incident Date"), rows))
    made = guessed(path, crimes=True)
    assert made.tables["crime"]["incident_day"]["column"] == "Incident Date"
    assert tried(path, made).tally.bad == 0


def test_without_any_reference_a_record_joins_by_its_own_number(tmp_path: Path) -> None:
    head, rows = (*HEAD[:2], *HEAD[3:]), [(*row[:2], *row[3:]) for row in crimes()]
    path = written(tmp_path, "niche.csv", table((*head, "Incident Date"), [(*r, r[1]) for r in rows]))
    made = guessed(path, crimes=True)
    assert (made.missing, "reference" in made.tables) == ((), False)
    assert "incident_day" not in made.tables["crime"]
    assert "join_no_reference" in [note.code for note in made.about("")]


def test_whoever_cancelled_by_name_is_never_read(tmp_path: Path) -> None:
    rows = [(*row[:6], f"Insp. Made-Up {n}" if row[6] else "") for n, row in enumerate(crimes())]
    made = guessed(written(tmp_path, "niche.csv", table(HEAD, rows)), crimes=True)
    assert "decision_maker" not in made.tables["crime"]
    assert "Made-Up" not in toml(made)


def test_a_crime_export_taken_for_incidents_is_pointed_out(tmp_path: Path) -> None:
    path = written(tmp_path, "niche.csv", table(HEAD, crimes()))
    assert "looks_like_crimes" in [note.code for note in guessed(path).about("")]
    assert "looks_like_crimes" not in [note.code for note in guessed(path, crimes=True).notes]


def test_a_log_taken_for_crime_records_is_pointed_out(tmp_path: Path) -> None:
    path = written(tmp_path, "storm.csv", table(STORM_HEAD, storm()))
    assert "looks_like_log" in [note.code for note in guessed(path, crimes=True).about("")]
    assert "looks_like_log" not in [note.code for note in guessed(path).notes]
