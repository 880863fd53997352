"""A crime system's records read by the block are those read row by row."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentKey, TimeReading
from bot.sources.columns import CsvColumns
from bot.sources.crime_columns import CrimeColumns
from bot.sources.fetched import BadRow
from bot.sources.mapping import CrimeMapping
from bot.sources.mapping_file import parse_mapping
from tests.sources.builders import AT
from tests.sources.crime_exports import records
from tests.sources.exports import told, told_at_once, told_plainly

MAPPING = """
name = "crimes"
force = "dyfed-powys"
delivers = "crimes"
kind = "drop_folder"
[format]
type = "csv"
[reference]
column = "log"
pattern = '(?P<number>\\d+)/(?P<day>\\d\\d)-(?P<month>\\d\\d)'
[crime]
ref = "ref"
created_at = { column = "created", formats = ["iso"] }
incident_day = { column = "day", formats = ["%d/%m/%Y"] }
"""


@given(export=records())
def test_any_crime_export_is_read_by_the_block_as_it_is_row_by_row(
    export: tuple[CrimeMapping, bytes],
) -> None:
    mapping, body = export
    expected = told_plainly(mapping, body)
    if expected is not None:
        assert told(mapping, body) == expected
        assert told_at_once(mapping, body) == [*(row for row, _ in expected[:-1]), expected[-1]]


def test_records_with_offsets_and_without_an_incident_are_taken_by_columns() -> None:
    rows = [[f"{n}/20-11", f"NC/{n}", "2026-11-20T10:00:00.500+01:00", "01/12/2025"] for n in range(9)]
    rows[7] = ["", "NC/7", "2026-11-20T10:00:00-05:00", ""]  # later than the poll
    mapping = parse_mapping(MAPPING, "crimes.toml")
    assert isinstance(mapping, CrimeMapping)
    found = CrimeColumns(mapping, CsvColumns(["log", "ref", "created", "day"])).read(rows, AT)
    created = datetime(2026, 11, 20, 9, 0, 0, 500_000, tzinfo=UTC)
    key = IncidentKey("dyfed-powys", date(2025, 11, 20), "1")
    assert found[1] == CrimeReport("dyfed-powys", "NC/1", created, key)
    assert found[7] == CrimeReport(
        "dyfed-powys", "NC/7", AT, reading=TimeReading.FUTURE, raw_created_at="2026-11-20T10:00:00-05:00"
    )


@pytest.mark.parametrize("copies", [1, 30])
def test_a_record_whose_own_reference_is_none_waits_in_quarantine(copies: int) -> None:
    refs = ["NONE", "0", "Mrs Made-Up", "NC/1/26"] * copies
    mapping = parse_mapping(MAPPING, "crimes.toml")
    body = "ref,log,created,day\n" + "".join(
        f"{ref},123/20-11,2026-11-20T10:00:00Z,20/11/2026\n" for ref in refs
    )
    rows = [row for row, _ in told(mapping, body.encode())[:-1]]
    assert [row.reason if isinstance(row, BadRow) else row.ref for row in rows] == [
        *("ref_unreadable", "ref_unreadable", "ref_unreadable", "NC/1/26")
    ] * copies
