"""A guess beside a mapping written by hand: of the same export both make the same incidents and crimes."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo.exports import CRIMES, LOG, UNTIL, described, write_past
from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentReport
from bot.sources.fetched import Report, Tally
from bot.sources.guessing.meanings import by_names, by_rules, first_of
from bot.sources.mapping import AnyMapping
from bot.sources.reading import Reading
from tests.sources.guessing.exports import AT, FORCE, guessed

EXAMPLES = Path(__file__).parents[3] / "bot" / "sources" / "examples"


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the log and the crimes of an invented past."""
    folder = tmp_path_factory.mktemp("past")
    write_past(folder, FORCE, UNTIL, 2000)
    return folder


def reports(mapping: AnyMapping, path: Path) -> dict[str, Report]:
    """What a mapping makes of a file, by key; links apart, which no export tells."""
    rows = Reading(mapping, path.name, AT, Tally()).rows(lambda: path.open("rb"))
    plain = (replace(row, source_url="") if isinstance(row, IncidentReport) else row for row in rows)
    return {str(row.key): row for row in plain if isinstance(row, (IncidentReport, CrimeReport))}


def test_the_invented_log_is_read_as_by_the_mapping_written_by_hand(past: Path) -> None:
    by_hand = reports(described(past)[0].mapping, past / LOG)
    made = reports(guessed(past / LOG).mapping(), past / LOG)
    assert len(by_hand) > 1900
    assert {key: made[key] for key in by_hand} == by_hand


def test_the_invented_crimes_are_read_as_by_the_mapping_written_by_hand(past: Path) -> None:
    by_hand = reports(described(past)[1].mapping, past / CRIMES)
    assert len(by_hand) > 300
    assert reports(guessed(past / CRIMES, crimes=True).mapping(), past / CRIMES) == by_hand


def test_the_groups_of_a_crime_system_mean_the_classes_of_the_example() -> None:
    example = tomllib.loads((EXAMPLES / "niche_csv.toml").read_text(encoding="utf-8"))
    read = first_of(by_names(FORCE.classes), by_rules("class", FORCE.classes))
    meant = example["crime"]["offence_class"]["map"]
    assert {text: read(text)[0] for text in meant} == {**meant, "STALKING AND HARASSMENT": "stalking"}
