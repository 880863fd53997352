"""Any file at all is either guessed or refused in a sentence; what is written can always be read again."""

import csv
import io
import json
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.guessing import NotAnExport
from bot.sources.guessing.phrases import listed
from bot.sources.guessing.wording import refusal
from bot.sources.guessing.written import toml
from bot.sources.mapping_file import parse_mapping
from tests.sources.guessing.exports import guessed

HEADS = [
    phrase
    for name in ("times", "columns", "columns_of_crimes")
    for row in listed(name).values()
    for phrase in row
]
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "Y", "THEFT", "Powys", "20/11/2026 10:00", "1763600000", "DP-20261120-01", "10:00", "31/02/26"]
    ),
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), CELLS)
NAMES = st.one_of(st.sampled_from(HEADS), st.text(min_size=1, max_size=8))
RECORDS = st.lists(
    st.dictionaries(NAMES, st.one_of(LEAVES, st.lists(LEAVES, max_size=3)), max_size=6), max_size=6
)


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A table of any cells under headers of which some are known."""
    heads = draw(st.lists(NAMES, min_size=1, max_size=7))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(heads), max_size=len(heads)), max_size=12))
    out = io.StringIO()
    csv.writer(out, delimiter=draw(st.sampled_from(",;\t"))).writerows([heads, *rows])
    return out.getvalue().encode("utf-8", errors="replace")


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A JSON document whose records stand somewhere in it."""
    found: Any = draw(RECORDS)
    for key in draw(st.lists(NAMES, max_size=3)):
        found = {"count": 1, key: found}
    return json.dumps(found).encode()


def written(body: bytes, crimes: bool) -> str:
    """What is written of a file, or the sentence that refuses it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_bytes(body)
        try:
            made = guessed(path, crimes)
        except NotAnExport as problem:
            return refusal(problem.code, path.name)
        assert tomllib.loads(toml(made)) == made.tables
        return toml(made)


BODIES = st.one_of(tables(), documents(), st.binary(max_size=200), st.text(max_size=200).map(str.encode))


@settings(max_examples=150, deadline=None)
@given(BODIES, st.booleans())
def test_any_file_is_guessed_or_refused_in_a_sentence(body: bytes, crimes: bool) -> None:
    told = written(body, crimes)
    if told.startswith("# A first mapping"):
        parse_mapping(told, "made.toml", origin=Path())
    else:
        assert "export.csv" in told
        assert told.endswith(".")
