"""The example mapping of a STORM export speaks the words of the shipped force.toml."""

import tomllib

from bot.config import SHIPPED_FORCE
from bot.force import load_force
from tests.house import ROOT

EXAMPLE = tomllib.loads(
    (ROOT / "bot" / "sources" / "examples" / "storm_csv.toml").read_text(encoding="utf-8")
)
FORCE = load_force(SHIPPED_FORCE)


def codes(table: str) -> set[str]:
    return {
        code for row in EXAMPLE[table] for code in [row.get("code"), *row.get("map", {}).values()] if code
    }


def test_the_units_of_the_example_are_units_of_the_force() -> None:
    unit = EXAMPLE["fields"]["unit"]
    assert {unit["default"], *unit["map"].values()} <= set(FORCE.units)


def test_the_markers_and_qualifiers_of_the_example_are_the_forces_own() -> None:
    assert codes("markers") <= set(FORCE.markers)
    assert codes("qualifiers") <= set(FORCE.qualifiers)
