"""A mapping compiled into one function from a row to what the crime system says of a crime record."""

from datetime import datetime

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentKey, TimeReading
from bot.domain.reference import is_crime_ref
from bot.sources.fetched import Unreadable
from bot.sources.keys import day_of, reference_reader
from bot.sources.mapping import CrimeFields, CrimeMapping, Reference
from bot.sources.row_parts import row_filter, stamp_reader, time_cell
from bot.sources.stamps import Stamp, settled, shown
from bot.sources.values import Columns, Row, text_reader


class _Times:
    """The time stamps of a crime record."""

    def __init__(self, fields: CrimeFields, columns: Columns, zone: str) -> None:
        self._column = fields.created_at.column
        self._raw = time_cell(fields.created_at, columns)
        self._created = stamp_reader(fields.created_at, zone, required=True)
        others = (fields.incident_day, fields.reclassified_at, fields.cancelled_at)
        self._others = [(time_cell(f, columns), stamp_reader(f, zone)) for f in others]

    def read(self, row: Row) -> tuple[str, Stamp, Stamp | None, Stamp | None, Stamp | None]:
        """Raw text and stamp of its creation; the incident's day, the reclassification, the cancelling."""
        raw = self._raw(row)
        created = self._created(raw)
        if created is None:
            raise Unreadable("time_missing", self._column)
        day, reclassified, cancelled = (stamp(cell(row)) for cell, stamp in self._others)
        return raw, created, day, reclassified, cancelled


class _Origin:
    """The incident that a crime record names; it may name none."""

    def __init__(self, force: str, reference: Reference, columns: Columns) -> None:
        self._force = force
        self._column = reference.column
        self._cell = columns.text(self._column)
        self._named = reference_reader(reference)

    def read(self, row: Row, near: Stamp) -> IncidentKey | None:
        """The incident's key."""
        text = self._cell(row).strip()
        if not text:
            return None
        named = self._named(text)
        day = day_of(named, near.day)
        if day is None:
            raise Unreadable("ref_unreadable", self._column)
        return IncidentKey(self._force, day, named.number)


class CrimeReader:
    """Reads one crime record at a time; made once for a file, because columns are found by its header."""

    def __init__(self, mapping: CrimeMapping, columns: Columns) -> None:
        fields = mapping.crime
        self._force, self._column = mapping.force, fields.ref.column
        self._times = _Times(fields, columns, mapping.time_zone)
        named = mapping.reference
        self._origin = _Origin(mapping.force, named, columns) if named else None
        self._ref = text_reader(fields.ref, columns, "ref_missing")
        others = (fields.classification, fields.offence_class, fields.cancel_code, fields.decision_maker)
        self._others = [text_reader(f, columns, "value_missing") for f in others]
        self._filters = [row_filter(rule, columns) for rule in mapping.filters]

    def wants(self, row: Row) -> bool:
        """Whether the filters let this row through."""
        return all(passes(row) for passes in self._filters)

    def read(self, row: Row, at: datetime) -> CrimeReport:
        """What the row says, polled at `at`; raises Unreadable."""
        raw, created, day, reclassified, cancelled = self._times.read(row)
        ref = self._ref(row)
        if not is_crime_ref(ref):
            raise Unreadable("ref_unreadable" if ref else "ref_missing", self._column)
        classification, offence_class, code, decision_maker = (read(row) for read in self._others)
        created_at, reading = settled(created, at)
        incident = self._origin.read(row, day or created) if self._origin else None
        return CrimeReport(
            self._force, ref, created_at, incident,
            classification, offence_class,
            reclassified.at if reclassified else None,
            cancelled.at if cancelled else None,
            code, decision_maker, reading,
            "" if reading is TimeReading.EXACT else shown(raw),
        )  # fmt: skip
