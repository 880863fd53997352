"""A mapping compiled into one function from a row to an incident report."""

from datetime import datetime

from bot.domain.incident import IncidentKey, IncidentReport, TimeReading
from bot.sources.fetched import Unreadable
from bot.sources.keys import day_of, link_maker, reference_reader
from bot.sources.mapping import Fields, Mapping
from bot.sources.row_parts import row_filter, stamp_reader, time_cell
from bot.sources.stamps import Stamp, settled, shown
from bot.sources.values import Columns, Row, codes_reader, list_reader, text_reader

Codes = tuple[str, ...]


class _Times:
    """The time stamps of a row."""

    def __init__(self, fields: Fields, columns: Columns, zone: str) -> None:
        self.column = fields.reported_at.column
        self._raw = time_cell(fields.reported_at, columns)
        self._logged_raw = time_cell(fields.logged_at, columns)
        self._closed_raw = time_cell(fields.closed_at, columns)
        self._reported = stamp_reader(fields.reported_at, zone, required=True)
        self._logged = stamp_reader(fields.logged_at, zone)
        self._closed = stamp_reader(fields.closed_at, zone)

    def read(self, row: Row) -> tuple[str, Stamp, Stamp | None, Stamp | None]:
        """The report's raw text and stamp, the log's stamp, the closing's."""
        raw = self._raw(row)
        reported = self._reported(raw)
        if reported is None:
            raise Unreadable("time_missing", self.column)
        return raw, reported, self._logged(self._logged_raw(row)), self._closed(self._closed_raw(row))


class _Identity:
    """The key of a row, and the address of its log."""

    def __init__(self, mapping: Mapping, columns: Columns) -> None:
        self._force = mapping.force
        self._column = mapping.reference.column
        self._cell = columns.text(self._column)
        self._named = reference_reader(mapping.reference)
        self._log_column = mapping.fields.logged_at.column if mapping.fields.logged_at else ""
        self._from_log = mapping.reference.day_from == "logged_at"
        self._link = link_maker(mapping.source_url)

    def read(self, row: Row, reported: Stamp, logged: Stamp | None) -> tuple[IncidentKey, str]:
        """The key and the link."""
        text = self._cell(row).strip()
        named = self._named(text)
        if named.day is None and self._from_log and logged is None:
            raise Unreadable("time_missing", self._log_column)
        near = logged if self._from_log and logged else reported
        day = day_of(named, near.day)
        if day is None:
            raise Unreadable("ref_unreadable", self._column)
        key = IncidentKey(self._force, day, named.number)
        return key, self._link(key, text)


class _Categories:
    """What the incident is called: now, at first, at the end."""

    def __init__(self, fields: Fields, columns: Columns) -> None:
        origin = fields.category or fields.opening_category
        self._column = origin.column if origin else ""
        self._category = text_reader(fields.category, columns, "category_missing")
        self._opening = text_reader(fields.opening_category, columns, "category_missing")
        self._closing = text_reader(fields.closing_category, columns, "category_missing")

    def read(self, row: Row) -> tuple[str, str, str]:
        """Category now, opening category, closing category."""
        category, opening, closing = self._category(row), self._opening(row), self._closing(row)
        now = closing or category or opening
        if not now:
            raise Unreadable("category_missing", self._column)
        return now, opening or category or now, closing


class _Details:
    """The plain fields of a row, in the order in which a report has them."""

    def __init__(self, mapping: Mapping, columns: Columns) -> None:
        fields = mapping.fields
        self._route = text_reader(fields.route, columns, "value_missing")
        self._grade = text_reader(fields.grade, columns, "value_missing")
        self._beat = text_reader(fields.beat, columns, "value_missing")
        self._closing_code = text_reader(fields.closing_code, columns, "value_missing")
        self._crime_refs = list_reader(fields.crime_refs, columns)
        self._markers = codes_reader(mapping.markers, columns)
        self._qualifiers = codes_reader(mapping.qualifiers, columns)

    def before(self, row: Row, closing: str) -> tuple[str, str, Codes, str, str, Codes]:
        """Route, closing category, qualifiers, grade, beat, markers."""
        qualifiers, markers = self._qualifiers(row), self._markers(row)
        return self._route(row), closing, qualifiers, self._grade(row), self._beat(row), markers

    def after(self, row: Row) -> tuple[Codes, str]:
        """Crime references and closing code."""
        return self._crime_refs(row), self._closing_code(row)


class _Units:
    """The unit of a row; one without a unit belongs on nobody's list."""

    def __init__(self, fields: Fields, columns: Columns) -> None:
        self._column = fields.unit.column
        self._unit = text_reader(fields.unit, columns, "unit_missing")

    def read(self, row: Row) -> str:
        """The unit."""
        unit = self._unit(row)
        if not unit:
            raise Unreadable("unit_missing", self._column)
        return unit


class RowReader:
    """Reads one row at a time; made once for a file, because columns are found by its header."""

    def __init__(self, mapping: Mapping, columns: Columns) -> None:
        self._times = _Times(mapping.fields, columns, mapping.time_zone)
        self._identity = _Identity(mapping, columns)
        self._categories = _Categories(mapping.fields, columns)
        self._units = _Units(mapping.fields, columns)
        self._details = _Details(mapping, columns)
        self._filters = [row_filter(rule, columns) for rule in mapping.filters]

    def wants(self, row: Row) -> bool:
        """Whether the filters let this row through."""
        return all(passes(row) for passes in self._filters)

    def read(self, row: Row, at: datetime) -> IncidentReport:
        """What the row says, polled at `at`; raises Unreadable."""
        raw, reported, logged, closed = self._times.read(row)
        key, link = self._identity.read(row, reported, logged)
        category, opening, closing = self._categories.read(row)
        reported_at, reading = settled(reported, at)
        kept = "" if reading is TimeReading.EXACT else shown(raw)
        first = (key, reported_at, category, opening, self._units.read(row), reading, kept)
        logged_at, closed_at = logged.at if logged else None, closed.at if closed else None
        before, after = self._details.before(row, closing), self._details.after(row)
        return IncidentReport(*first, logged_at, *before, *after, closed_at, link)
