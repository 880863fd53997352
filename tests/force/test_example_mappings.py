"""The example mappings of a force's own systems speak the words of the shipped force.toml."""

import tomllib
from typing import Any

import pytest

from bot.config import SHIPPED_FORCE
from bot.force import load_force
from bot.sources.mapping_file import load_own
from tests.house import ROOT

FOLDER = ROOT / "bot" / "sources" / "examples"
FORCE = load_force(SHIPPED_FORCE)
INCIDENTS = ("storm_csv", "storm_view")


def example(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def codes(name: str, table: str) -> set[str]:
    rows = example(name)[table]
    return {code for row in rows for code in [row.get("code"), *row.get("map", {}).values()] if code}


@pytest.mark.parametrize("name", INCIDENTS)
def test_the_units_of_the_example_are_units_of_the_force(name: str) -> None:
    unit = example(name)["fields"]["unit"]
    assert {unit["default"], *unit["map"].values()} <= set(FORCE.units)


@pytest.mark.parametrize("name", INCIDENTS)
def test_the_markers_and_qualifiers_of_the_example_are_the_forces_own(name: str) -> None:
    assert codes(name, "markers") <= set(FORCE.markers)
    assert codes(name, "qualifiers") <= set(FORCE.qualifiers)


def test_the_classes_of_the_crime_example_are_the_forces_own() -> None:
    named = example("niche_csv")["crime"]["offence_class"]["map"]
    assert set(named.values()) <= set(FORCE.classes)


@pytest.mark.parametrize("name", [*INCIDENTS, "niche_csv", "http_json"])
def test_the_force_may_poll_each_example_as_it_stands(name: str) -> None:
    mapping = load_own(FOLDER / f"{name}.toml", FORCE.id, FORCE.zone)
    assert mapping.delivers == ("crimes" if name == "niche_csv" else "incidents")
