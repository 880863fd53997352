"""A sample of an export, whatever its layout."""

from collections.abc import Iterator
from pathlib import Path

from bot.sources.guessing.columns import Sample
from bot.sources.guessing.found import Note
from bot.sources.guessing.pieces import pieces
from bot.sources.guessing.records import is_json, records
from bot.sources.guessing.table import table


def take(path: Path) -> tuple[Sample, list[Note]]:
    """The sample of a file with notes on its layout; raises NotAnExport and OSError."""
    text = pieces(path)
    sample = records(text, path) if is_json(text.head) else table(text)
    encoding = Note("format.encoding", text.why, {"encoding": text.encoding}, text.why == "encoding_likely")
    notes = [encoding, *_of_layout(sample.layout, len(sample.columns))]
    if sample.ragged:
        notes.append(Note("", "ragged", {"count": sample.ragged}, check=True))
    return sample, notes + [Note("", "repeated", {"column": name}) for name in sample.repeated]


def _of_layout(layout: dict[str, str], columns: int) -> Iterator[Note]:
    yield Note("format.type", f"layout_{layout['type']}", {"columns": columns})
    if "delimiter" in layout:
        yield Note("format.delimiter", "delimiter")
    if "quote" in layout:
        yield Note("format.quote", "quote" if layout["quote"] else "quote_none")
    if "records" in layout:
        yield Note("format.records", "records")
