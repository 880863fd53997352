"""The invented control room's export: one cumulative CSV file, written anew when it says something else."""

import csv
import os
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.demo import crimes
from bot.demo.incidents import Invented
from bot.demo.world import World
from bot.sources.mapping import CodeColumn, TextField
from bot.sources.mapping_file import load_incidents

MAPPING, CRIMES = (Path(__file__).with_name(f"{name}.toml") for name in ("storm", "niche"))
COLUMNS = (
    "Incident Ref", "Time Received", "Time Created", "Time Closed", "Opening Code", "Disposal", "Grade",
    "Beat", "Niche Refs", "Source", "BCU", "DA", "Child Involved", "Warnings", "Hate Strand", "Qualifiers",
    "Log Type",
)  # fmt: skip
STAMP = "%d/%m/%Y %H:%M:%S"
FLAWS: dict[str, dict[str, str]] = {  # what a busy operator's row may hold until it is mended
    "time": {"Time Received": "20/11/2026 27:05:00"},
    "category": {"Opening Code": "SEE LOG"},
    "unit": {"BCU": ""},
    "test": {"Log Type": "TEST"},
}
Row = dict[str, str]


def _reversed(field_of_mapping: TextField | CodeColumn | None) -> dict[str, str]:
    """The export's word for each of our codes: the mapping, read the other way."""
    return {ours: theirs for theirs, ours in (field_of_mapping.map if field_of_mapping else {}).items()}


@dataclass(slots=True)
class Exporter:
    """Writes the rows of the export, in the words that the mapping reads."""

    world: World
    folder: Path
    zone: ZoneInfo
    _words: dict[str, dict[str, str]] = field(default_factory=dict)
    _written: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        mapping = load_incidents(MAPPING)
        fields = ("opening_category", "unit", "grade", "route")
        self._words = {name: _reversed(getattr(mapping.fields, name)) for name in fields}
        self._words |= {c.column: _reversed(c) for c in (*mapping.markers, *mapping.qualifiers)}

    @property
    def file(self) -> Path:
        """Where the export lies."""
        return self.folder / "storm-incidents.csv"

    def write(self, at: datetime) -> bool:
        """Write both exports as they are at an instant; gives whether the control room's is news."""
        self._put(self.folder / "niche-crimes.csv", self.crimes(at), at, "utf-8")
        return self._put(self.file, self.text(at), at, "cp1252")

    def _put(self, file: Path, text: str, at: datetime, encoding: str) -> bool:
        """Write an export where it is news; a poll never sees half of it."""
        fresh, half = text != self._written.get(file.name), file.with_suffix(".part")
        if fresh:
            half.write_text(text, encoding=encoding, newline="")
        os.utime(half if fresh else file, (at.timestamp(),) * 2)  # by the story's clock
        if fresh:
            os.replace(half, file)
            self._written[file.name] = text
        return fresh

    def text(self, at: datetime) -> str:
        """The whole file."""
        out = StringIO()
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(self.row(one) for one in self.world.on_export(at))
        return out.getvalue()

    def crimes(self, at: datetime) -> str:
        """The whole export of the crime system."""
        out = StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(crimes.COLUMNS)
        for made in crimes.records(self.world, at):
            ended = self._stamp(made.cancelled_at), made.code, made.by
            writer.writerow(
                (made.ref, self._ref(made.incident), self._stamp(made.at), made.offence_class, *ended)
            )
        return out.getvalue()

    def _ref(self, one: Invented) -> str:
        return f"DP-{one.reported_at.astimezone(self.zone):%Y%m%d}-{one.number:04d}"

    def row(self, one: Invented) -> Row:
        """One incident as the export has it."""
        row = {
            "Incident Ref": self._ref(one),
            "Time Received": self._stamp(one.reported_at),
            "Time Created": self._stamp(one.logged_at),
            "Time Closed": self._stamp(one.closed_at),
            "Opening Code": self._words["opening_category"][one.category],
            "Disposal": one.disposal,
            "Grade": self._words["grade"][one.grade],
            "Beat": one.beat,
            "Niche Refs": ";".join(one.crime_refs),
            "Source": self._words["route"][one.route],
            "BCU": self._words["unit"][one.unit],
            "Log Type": "LIVE",
        }
        return row | self._codes(one) | FLAWS.get(one.flaw, {})

    def _codes(self, one: Invented) -> Row:
        return {
            "DA": "Y" if "da" in one.markers else "N",
            "Child Involved": "Y" if "child" in one.markers else "N",
            "Warnings": self._coded("Warnings", " ", one.markers),
            "Hate Strand": self._coded("Hate Strand", " ", one.markers),
            "Qualifiers": self._coded("Qualifiers", ";", one.qualifiers),
        }

    def _coded(self, column: str, separator: str, codes: tuple[str, ...]) -> str:
        words = self._words[column]
        return separator.join(words[code] for code in codes if code in words)

    def _stamp(self, at: datetime | None) -> str:
        return at.astimezone(self.zone).strftime(STAMP) if at else ""
