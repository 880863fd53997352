"""Whether a file is of the kind that a mapping describes, asked before its rows are read."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.sources.csv_blocks import CsvBlocks
from bot.sources.fetched import Spoiled, Tally
from bot.sources.mapping import AnyMapping
from bot.sources.named_columns import columns_of
from bot.sources.reading import Reading


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a file is none of this mapping's: its header lacks `columns`, or, where none, it has no row."""

    columns: tuple[str, ...] = ()


def misfit(path: Path, mapping: AnyMapping, at: datetime) -> Misfit | None:
    """What speaks against reading a file by a mapping at all; None where nothing does. Raises OSError."""
    if lacking := _lacking(path, mapping):
        return Misfit(lacking)
    tally = Tally()
    rows = Reading(mapping, path.name, at, tally).rows(lambda: path.open("rb"))
    return Misfit() if next(rows, None) is None and not tally.seen else None


def _lacking(path: Path, mapping: AnyMapping) -> tuple[str, ...]:
    """The columns of the mapping that the header of a table does not name."""
    if mapping.format.type not in ("csv", "tsv"):
        return ()
    try:
        with path.open("rb") as stream:
            found = CsvBlocks(stream, mapping.format).header()
    except UnicodeError:
        return ()
    if found is None or isinstance(found[1], Spoiled):
        return ()
    names = {" ".join(name.split()) for name in found[1]}
    return tuple(column for column in columns_of(mapping) if " ".join(column.split()) not in names)
