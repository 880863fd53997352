"""From a row to a report: keys, categories, codes, and what is refused."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.incident import IncidentReport, TimeReading
from bot.sources.mapping import Reference
from bot.sources.mapping_file import parse_mapping
from tests.sources.builders import AT, plain, plain_text, read, reasons

MARKERS = """
[[markers]]
column = "da"
code = "da"

[[markers]]
column = "flags"
separator = ";"
map = { "RPT" = "repeat", "HR" = "high_risk" }
unmapped = "drop"
"""


def one(more: str, **cells: str) -> IncidentReport:
    """The report of a single row; whatever a test names is added to a plain one."""
    row = {"ref": "7", "at": "2026-11-20T10:00:00Z", "what": "theft", "unit": "powys", **cells}
    good, bad, _ = read(plain(more=more), written(row))
    assert bad == []
    return good[0]


def refused(more: str = "", **cells: str) -> tuple[str, str]:
    row = {"ref": "7", "at": "2026-11-20T10:00:00Z", "what": "theft", "unit": "powys", **cells}
    _, [bad], _ = read(plain(more=more), written(row))
    return bad.column, bad.reason


def written(row: dict[str, str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([row.keys(), row.values()])
    return out.getvalue()


def with_reference(pattern: str, ref: str, **cells: str) -> str:
    """The key that a reference makes."""
    mapping = plain().model_copy(
        update={"reference": Reference(column="ref", pattern=pattern, strip_zeros=True)}
    )
    row = {"ref": ref, "at": "2026-11-20T10:00:00Z", "what": "theft", "unit": "powys", **cells}
    good, bad, _ = read(mapping, written(row))
    return str(good[0].key) if good else bad[0].reason


DAYS = r"(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)-(?P<number>\d+)"
SHORT = r"(?P<number>\d+)/(?P<day>\d+)-(?P<month>\d+)"


@pytest.mark.parametrize(
    ("pattern", "ref", "key"),
    [
        (DAYS, "191126-00123", "dyfed-powys:2026-11-19:123"),
        (DAYS, "311126-00123", "ref_unreadable"),
        (DAYS, "Mrs Jones", "ref_unreadable"),
        (DAYS, "  ", "ref_missing"),
        (SHORT, "123/20-11", "dyfed-powys:2026-11-20:123"),
        (SHORT, "123/29-2", "dyfed-powys:2028-02-29:123"),
        (r"(?P<number>\d+)", "000", "dyfed-powys:2026-11-20:0"),
        (r"(?P<number>\d+)", "٣", "ref_unreadable"),
    ],
)
def test_a_reference_gives_the_number_and_its_day(pattern: str, ref: str, key: str) -> None:
    assert with_reference(pattern, ref) == key


def test_a_reference_without_a_year_takes_the_nearest_one() -> None:
    assert with_reference(SHORT, "9/31-12", at="2026-01-01T00:10:00Z") == "dyfed-powys:2025-12-31:9"


def test_a_number_without_a_day_belongs_to_the_local_day() -> None:
    assert one("", at="2026-07-19T23:30:00Z").key.day == date(2026, 7, 20)
    assert one("", at="19/07/2026 23:30").key.day == date(2026, 7, 19)


def test_a_future_report_keeps_the_day_that_it_names() -> None:
    report = one("", at="25/12/2026 09:00")
    assert (report.reported_at, report.reading) == (AT, TimeReading.FUTURE)
    assert (report.key.day, report.raw_reported_at) == (date(2026, 12, 25), "25/12/2026 09:00")


def test_the_category_now_is_the_closing_one_where_there_is_one() -> None:
    more = 'opening_category = "first"\nclosing_category = "last"'
    report = one(more, what="", first="ASB", last="Harassment")
    assert (report.category, report.opening_category, report.closing_category) == (
        "Harassment",
        "ASB",
        "Harassment",
    )
    assert one(more, what="", first="ASB", last="").category == "ASB"


def test_a_category_that_nobody_knows_is_kept_as_it_came() -> None:
    assert one("", what="  Dragon   sighted ").category == "Dragon sighted"


def test_values_are_mapped_in_any_case() -> None:
    more = 'grade = { column = "g", map = { "Priority One" = "1" }, unmapped = "drop", default = "9" }'
    assert [one(more, g=text).grade for text in ("priority  one", "PRIORITY ONE", "other", "")] == [
        "1",
        "1",
        "9",
        "9",
    ]


def test_markers_come_from_yes_columns_and_code_lists() -> None:
    assert one(MARKERS, da="Y", flags="hr; RPT;?").markers == ("da", "high_risk", "repeat")
    assert one(MARKERS, da="", flags="").markers == ()


def test_a_yes_column_that_says_neither_is_not_read_as_no() -> None:
    assert refused(MARKERS, da="perhaps", flags="") == ("da", "value_unmapped")


def test_crime_references_are_listed_once_each() -> None:
    assert one('crime_refs = "refs"', refs="42/1, 42/2 ,42/1").crime_refs == ("42/1", "42/2")


def test_the_link_is_made_of_number_and_day() -> None:
    mapping = plain().model_copy(update={"source_url": "https://storm.example.org/{day}/{number}?r={ref}"})
    good, _, _ = read(mapping, "ref,at,what,unit\nA/7,2026-11-20T10:00:00Z,theft,powys\n")
    assert good[0].source_url == "https://storm.example.org/2026-11-20/A%2F7?r=A%2F7"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"ref": ""}, ("ref", "ref_missing")),
        ({"ref": "a b"}, ("ref", "ref_unreadable")),
        ({"at": ""}, ("at", "time_missing")),
        ({"at": "yesterday"}, ("at", "time_unreadable")),
        ({"unit": " "}, ("unit", "unit_missing")),
        ({"what": ""}, ("what", "category_missing")),
        ({"what": "x" * 121}, ("what", "value_too_long")),
        ({"what": "a\x00b"}, ("what", "value_unreadable")),
        ({"what": "right\u202eleft"}, ("what", "value_unreadable")),
    ],
)
def test_a_bad_cell_is_named_by_column_and_reason(cells: dict[str, str], told: tuple[str, str]) -> None:
    assert refused(**cells) == told


def test_a_bad_row_tells_no_value_but_a_time() -> None:
    content = (
        "ref,at,what,unit\nAnn Jones,x,theft,powys\n7,20/11/2026 10:61,theft,powys\n7,Ann Jones,theft,powys\n"
    )
    _, bad, _ = read(plain(), content)
    assert reasons(bad) == [
        (2, "at", "time_unreadable"),
        (3, "at", "time_unreadable"),
        (4, "at", "time_unreadable"),
    ]
    assert [row.raw_time for row in bad] == ["", "20/11/2026 10:61", ""]
    assert "Ann" not in repr(bad)


def test_filters_keep_and_drop_and_count() -> None:
    more = '[[filters]]\ncolumn = "type"\nkeep = ["inc"]\n[[filters]]\ncolumn = "what"\ndrop = ["test"]'
    head = "ref,at,what,unit,type\n"
    rows = "".join(
        f"{n},2026-11-20T10:00:00Z,{what},powys,{kind}\n"
        for n, (what, kind) in enumerate([("theft", "INC"), ("Test", "INC"), ("theft", "LOG"), ("", "INC")])
    )
    good, bad, tally = read(plain(more=more), head + rows)
    assert (len(good), len(bad), tally.filtered) == (1, 1, 2)


@given(cells=st.lists(st.text(max_size=12), min_size=4, max_size=4))
def test_whatever_the_cells_hold_the_row_is_accounted_for(cells: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [["ref", "at", "what", "unit"], [c.replace("\r", "") for c in cells]]
    )
    good, bad, tally = read(plain(), out.getvalue().encode("utf-8", "surrogatepass"))
    assert tally.seen == len(good) + len(bad) == 1


PERSONAL = "rang 07700 900123"


@pytest.mark.parametrize("rows", [1, 30])
def test_a_value_that_looks_like_personal_data_is_withheld_in_every_column(rows: int) -> None:
    mapping = plain(more='crime_refs = "refs"\n[[qualifiers]]\ncolumn = "codes"')
    head = "ref,at,what,unit,refs,codes\n"
    body = "".join(
        f"{n},20/07/2026 10:00,{PERSONAL},SA31 1AB,Mr Made-Up,a@example.org\n" for n in range(rows)
    )
    found, bad, tally = read(mapping, head + body)
    assert bad == []
    assert {(r.category, r.unit, r.crime_refs, r.qualifiers) for r in found} == {
        ("withheld", "withheld", (), ("withheld",))
    }
    assert (tally.withheld, tally.withheld_at[0][1]) == (rows, 2)
    assert "900123" not in repr((found, bad, tally))


@pytest.mark.parametrize("copies", [1, 30])
def test_a_reference_of_a_day_beyond_all_reach_is_no_reference(copies: int) -> None:
    days = r"pattern = '(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)-(?P<number>\d+)'"
    mapping = parse_mapping(plain_text().replace('column = "ref"', f'column = "ref"\n{days}'), "plain.toml")
    refs = ["00010101-1", "99991231-2", "19891231-3", "21000101-4", "20991231-5"] * copies
    body = "".join(f"{ref},20/07/2026 10:00,theft,powys\n" for ref in refs)
    found, bad, _ = read(mapping, "ref,at,what,unit\n" + body)
    assert len(found) == copies
    assert {row.reason for row in bad} == {"ref_unreadable"}


NO_REFS = ["NONE", "N/A", "TBC", "-", "0", "pending", "NFA", "nil;", "NC 1/26", PERSONAL]


@pytest.mark.parametrize("copies", [1, 30])
def test_what_is_no_crime_reference_is_not_taken_and_its_incident_is(copies: int) -> None:
    mapping = plain(more='crime_refs = { column = "refs", separator = "," }')
    cells = [*NO_REFS, *(f"NC/{n}/26" for n in range(copies)), '"NC/99/26,none"'] * copies
    body = "".join(f"{n},20/07/2026 10:00,theft,powys,{cell}\n" for n, cell in enumerate(cells))
    found, bad, tally = read(mapping, "ref,at,what,unit,refs\n" + body)
    assert (bad, len(found)) == ([], len(cells))
    taken = {ref for report in found for ref in report.crime_refs}
    assert taken == {f"NC/{n}/26" for n in (*range(copies), 99)}
    assert (tally.no_reference, tally.withheld) == (10 * copies, copies)
    assert tally.no_reference_at[0] == ("drop", 2)


def test_a_value_that_a_map_names_is_no_personal_data() -> None:
    named = f'category = {{ column = "what", map = {{ "{PERSONAL}" = "theft" }} }}'
    mapping = parse_mapping(plain_text().replace('category = "what"', named), "plain.toml")
    [report], _, tally = read(mapping, f"ref,at,what,unit\n1,20/07/2026 10:00,{PERSONAL},powys\n")
    assert (report.category, tally.withheld) == ("theft", 0)
