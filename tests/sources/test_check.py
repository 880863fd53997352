"""Trying a mapping on a file: what was found, where, and how often."""

from datetime import UTC, datetime
from pathlib import Path

from bot.domain.incident import TimeReading
from bot.sources.check import check
from bot.sources.fetched import BadRow, Tally, in_batches
from bot.sources.mapping_file import load_mapping
from tests.sources.builders import AT, EXAMPLES, HEAD, ROW, plain, read, table

STORM = (
    "Incident Ref,Time Received,Time Created,Time Closed,Opening Code,Closing Code,Disposal,Grade,Beat,"
    "Niche Refs,Source,BCU,DA,Child Involved,Warnings,Qualifiers,Log Type\n"
)


def test_the_storm_example_reads_a_log_of_its_shape() -> None:
    row = "DP-20261120-0123,20/11/2026 09:05:00,20/11/2026 09:06:10,,VIO,,,2,CA1,42/1;42/2,"
    row += "999,carms,Y,N,RPT,ASB-P,INC\n"
    [report], bad, _ = read(load_mapping(EXAMPLES / "storm_csv.toml"), STORM + row)
    assert bad == []
    assert (str(report.key), report.unit, report.grade) == (
        "dyfed-powys:2026-11-20:123",
        "carmarthenshire",
        "priority",
    )
    assert (report.markers, report.qualifiers) == (("da", "repeat"), ("asb_personal",))
    assert report.crime_refs == ("42/1", "42/2")
    assert report.source_url == "https://storm.example.org/log/2026-11-20/123"
    assert report.reported_at == datetime(2026, 11, 20, 9, 5, tzinfo=UTC)


def test_a_check_tells_what_stands_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "drop.csv"
    file.write_text(
        table(2) + "3,20/07/2026 10:00,burglary,ceredigion\n4,never,theft,powys\n1,2026,theft,powys\n"
    )
    report = check(file, plain(), AT)
    assert report.tally == Tally(seen=5, good=3, bad=2)
    assert report.categories == {"theft": 2, "burglary": 1}
    assert report.units == {"powys": 2, "ceredigion": 1}
    assert report.readings == {TimeReading.EXACT: 2, TimeReading.LOCAL: 1}
    assert [(reason, [row.line for row in rows]) for reason, rows in report.by_reason().items()] == [
        ("time_unreadable", [5, 6])
    ]
    assert (report.earliest, report.latest) == (
        datetime(2026, 7, 20, 9, tzinfo=UTC),
        datetime(2026, 11, 20, 10, tzinfo=UTC),
    )


def test_blank_fields_are_counted_by_name(tmp_path: Path) -> None:
    file = tmp_path / "drop.csv"
    file.write_text(
        HEAD.strip() + ",grade\n1,2026-11-20T10:00:00Z,theft,powys,\n2,2026-11-20T10:00:00Z,theft,powys,1\n"
    )
    assert check(file, plain(more='grade = "grade"'), AT).blank == {"grade": 1}


def test_a_reference_that_repeats_is_new_changed_or_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "drop.csv"
    file.write_text(table(1) + ROW.format(n=1) + ROW.format(n=1).replace("theft", "robbery"))
    report = check(file, plain(), AT)
    assert (report.tally, report.incidents, report.changed) == (Tally(seen=3, good=2, unchanged=1), 1, 1)


def test_a_file_too_large_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "drop.csv"
    file.write_text(table(100))
    report = check(file, plain(format="max_mib = 0.001"), AT)
    assert report.quarantined == [BadRow("drop.csv", 0, "", "too_large")]
    assert report.tally == Tally(seen=1, bad=1)


def test_no_incident_stands_twice_in_a_batch() -> None:
    robbery = ROW.format(n=1).replace("theft", "robbery")
    good, _, _ = read(plain(), table(3) + ROW.format(n=2) + robbery + ROW.format(n=4))
    batches = [[(r.key.number, r.category) for r in batch.reports] for batch in in_batches(good, 3)]
    assert batches == [
        [("1", "theft"), ("2", "theft"), ("3", "theft")],
        [("2", "theft"), ("1", "robbery"), ("4", "theft")],
    ]


def test_batches_hold_no_more_rows_than_asked() -> None:
    good, bad, _ = read(plain(), table(5) + "x\n" * 5)
    sizes = [len(batch.reports) + len(batch.bad) for batch in in_batches([*good, *bad], 4)]
    assert sizes == [4, 4, 2]
