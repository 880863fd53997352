"""A sample of an export, whatever its layout."""

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
    layout = sample.layout
    notes = [
        Note("format.encoding", text.why, {"encoding": text.encoding}, text.why == "encoding_likely"),
        Note("format.type", f"layout_{layout['type']}", {"columns": len(sample.columns)}),
    ]
    if "delimiter" in layout:
        notes.append(Note("format.delimiter", "delimiter", {"delimiter": layout["delimiter"]}))
    if "quote" in layout:
        notes.append(Note("format.quote", "quote" if layout["quote"] else "quote_none"))
    if "records" in layout:
        notes.append(Note("format.records", "records", {"records": layout["records"]}))
    if sample.ragged:
        notes.append(Note("", "ragged", {"count": sample.ragged}, check=True))
    notes += [Note("", "repeated", {"column": name}) for name in sample.repeated]
    return sample, notes
