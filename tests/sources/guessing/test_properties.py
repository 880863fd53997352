"""Whatever an export looks like, a guessed mapping loses none of its rows and shows nobody."""

import csv
import io
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sources.guessing.written import toml
from bot.sources.mapping_file import parse_mapping
from tests.sources.guessing.exports import CATEGORIES, UNITS, guessed, moments, tried

FORMS = ("%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M", "%d-%b-%y %H.%M", "%Y-%m-%dT%H:%M:%SZ", "%m/%d/%Y %I:%M %p")
REFERENCES = ("{n}", "DP-{d:%Y%m%d}-{n:04}", "{n}/{d:%d-%m}", "{d:%Y}-{n:07}", "C{n}")
WORDS = st.text(st.characters(codec="cp1252", categories=("L", "N", "P", "Zs")), max_size=12)
SOME_WORDS = st.lists(WORDS, max_size=4)
STARTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 10, 1))  # noqa: DTZ001 - strategy bounds are naive
SECRET = "Dychmygol"
LAYOUTS = st.tuples(
    st.sampled_from(",;\t|"), st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252")), st.booleans()
)


@st.composite
def exports(draw: st.DrawFn) -> tuple[bytes, int]:
    """The bytes of an export of some rows, its columns in any order."""
    count, start = draw(st.integers(2, 40)), draw(STARTS)
    at = moments(count, start, timedelta(minutes=draw(st.integers(1, 3000))))
    form, reference = draw(st.sampled_from(FORMS)), draw(st.sampled_from(REFERENCES))
    story = draw(st.lists(WORDS, min_size=1, max_size=5))
    columns = {
        "Incident Ref": [reference.format(d=when, n=n) for n, when in enumerate(at, 1)],
        "Time Received": [when.strftime(form) for when in at],
        "Category": _again([*CATEGORIES, *filter(str.strip, draw(SOME_WORDS))], count),
        "BCU": _again([*UNITS, *draw(SOME_WORDS)], count),
        "Narrative": _again([f'{SECRET} said, "{word}",\nand left' for word in story], count),
        "DA": draw(st.lists(st.sampled_from(("Y", "N", "")), min_size=count, max_size=count)),
    }
    return _bytes(draw, columns), count


def _again(values: list[str], count: int) -> list[str]:
    """So many values, again and again."""
    return [values[n % len(values)] for n in range(count)]


def _bytes(draw: st.DrawFn, columns: dict[str, list[str]]) -> bytes:
    """The columns as a table in one of many layouts."""
    delimiter, encoding, every = draw(LAYOUTS)
    names = draw(st.permutations(list(columns)))
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL
    writer = csv.writer(
        out, delimiter=delimiter, lineterminator=draw(st.sampled_from(("\n", "\r\n"))), quoting=quoting
    )
    writer.writerow(names)
    writer.writerows(zip(*(columns[name] for name in names), strict=True))
    return out.getvalue().encode(encoding)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(exports())
def test_a_guessed_mapping_loses_no_row_and_shows_nobody(export: tuple[bytes, int]) -> None:
    body, count = export
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_bytes(body)
        made = guessed(path)
        assert made.missing == ()
        text = toml(made)
        assert SECRET not in text
        assert parse_mapping(text, "made.toml", origin=path.parent) == made.mapping()
        report = tried(path, made, datetime(2027, 1, 1, tzinfo=UTC))
        assert (report.tally.seen, report.tally.bad) == (count, 0)
