"""What one poll of a source brings: reports, bad rows, and a count of every row."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentKey, IncidentReport
from bot.sources.door import Alarms

FIRST_WITHHELD = 12  # rows of which a value was withheld that are named; all are counted


class FeedFailed(Exception):
    """A poll that brought nothing at all; `reason` is a code whose words are a template.

    `status` is that of an HTTP answer; `column` the one that a view lacks, by the mapping's own name.
    """

    def __init__(self, reason: str, status: int | None = None, column: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.column = column


class Unreadable(Exception):
    """A cell or a row that cannot be taken; only a time stamp brings its raw text along."""

    def __init__(self, reason: str, column: str = "", raw_time: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = column
        self.raw_time = raw_time


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that waits to be corrected; the source file is the record, so no value is kept but a time.

    `line` counts from 1 (a JSON document: the record's place in its list); 0 is the file as a whole. Of a
    view, `file` says the reference of the row too, or the stamp by which it is found there.
    """

    file: str
    line: int
    column: str
    reason: str
    raw_time: str = ""


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A row that could not even be taken apart."""

    reason: str


@dataclass(slots=True)
class Tally:
    """Every row is accounted for: `seen` is always the sum of the next four.

    `withheld` counts good rows with a value that looked like personal data; `withheld_at` is where the first
    of them stand, file and line. `no_reference` counts those of which a crime reference was none.
    """

    seen: int = 0
    good: int = 0
    bad: int = 0
    filtered: int = 0
    unchanged: int = 0
    withheld: int = 0
    withheld_at: list[tuple[str, int]] = field(default_factory=list)
    no_reference: int = 0
    no_reference_at: list[tuple[str, int]] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Add what was counted of another part or file."""
        for name in ("seen", "good", "bad", "filtered", "unchanged", "withheld", "no_reference"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.withheld_at = [*self.withheld_at, *other.withheld_at][:FIRST_WITHHELD]
        self.no_reference_at = [*self.no_reference_at, *other.no_reference_at][:FIRST_WITHHELD]

    def withhold(self, file: str, line: int) -> None:
        """Count a row of which a value was withheld."""
        self.withheld += 1
        if len(self.withheld_at) < FIRST_WITHHELD:
            self.withheld_at.append((file, line))

    def lack_reference(self, file: str, line: int) -> None:
        """Count a row of which a crime reference was not taken, since it is none."""
        self.no_reference += 1
        if len(self.no_reference_at) < FIRST_WITHHELD:
            self.no_reference_at.append((file, line))


Report = IncidentReport | CrimeReport
Row = Report | BadRow
Memory = dict[str, list[int | str]]


def memory(fingerprint: str, content: Memory) -> Memory:
    """What a source stored, marked with the mapping that it was read by."""
    return {"": [fingerprint], **content}


def recalled(kept: Memory | None, fingerprint: str) -> Memory:
    """What was stored by this very mapping; another mapping reads everything anew."""
    if not kept or kept.get("") != [fingerprint]:
        return {}
    return {name: values for name, values in kept.items() if name}


class Everything(Container[str]):
    """Every file there ever was: a poll that read a view whole."""

    def __contains__(self, file: object) -> bool:
        return True


def _nothing_to_note() -> None:
    """A poll whose source keeps no memory."""


@dataclass(slots=True)
class Fetch:
    """One poll: iterate `reports` (in a thread: it reads as it goes), store them, then call `taken`.

    `tally` counts while `reports` is iterated. Afterwards `files` names what was read: their older bad rows
    are cleared by this reading (with `whole`, all of the source are); and `broken` tells that a document
    ended early. `partial` is a poll whose count says nothing about the feed: only what is new was asked for.
    `copied`: `written_at` is the time of a file, which an old copy has too; what it proves is its content.
    """

    source: str
    force: str
    at: datetime
    reports: Iterator[Row]
    tally: Tally = field(default_factory=Tally)
    unchanged: bool = False
    written_at: datetime | None = None
    files: list[str] = field(default_factory=list)
    whole: bool = False
    partial: bool = False
    copied: bool = False
    waiting: tuple[str, ...] = ()
    broken: bool = False
    on_taken: Callable[[], None] = _nothing_to_note

    @property
    def covered(self) -> Container[str]:
        """Whether a row in quarantine was read again by this poll, told by its file."""
        return Everything() if self.whole else frozenset(self.files)

    def taken(self) -> None:
        """Tell the source that everything is stored, so that the same content need not be read again."""
        self.on_taken()


class Source(Protocol):
    """Where incidents come from; `name` and `force` come from its mapping."""

    @property
    def name(self) -> str: ...

    @property
    def force(self) -> str: ...

    @property
    def alarms(self) -> Alarms: ...

    @property
    def delivers(self) -> str:
        """`incidents` or `crimes`."""
        ...

    async def fetch(self, at: datetime, *, again: bool = False) -> Fetch:
        """Poll once; `again` reads also what is known to be unchanged. Raises FeedFailed."""
        ...

    def remembered(self) -> Memory:
        """What was stored so far, to be kept with it and handed back after a restart."""
        ...


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows to store together; no incident stands in it twice."""

    reports: tuple[Report, ...]
    bad: tuple[BadRow, ...]


class _Pile:
    """The rows of the batch that is being filled."""

    def __init__(self) -> None:
        self._reports: dict[IncidentKey | str, Report] = {}
        self._bad: list[BadRow] = []

    def __len__(self) -> int:
        return len(self._reports) + len(self._bad)

    def repeats(self, row: Row) -> bool:
        """Whether the row tells something else about an incident that already lies here."""
        return not isinstance(row, BadRow) and self._reports.get(row.key, row) != row

    def add(self, row: Row) -> None:
        """Lay a row on the pile."""
        if isinstance(row, BadRow):
            self._bad.append(row)
        else:
            self._reports[row.key] = row

    def cleared(self) -> Batch:
        """Everything that lay here; the pile is empty afterwards."""
        batch = Batch(tuple(self._reports.values()), tuple(self._bad))
        self._reports, self._bad = {}, []
        return batch


def in_batches(rows: Iterable[Row], size: int = 1000) -> Iterator[Batch]:
    """Cut rows into batches for one upsert each; an incident that repeats begins the next batch."""
    pile = _Pile()
    for row in rows:
        if len(pile) >= size or pile.repeats(row):
            yield pile.cleared()
        pile.add(row)
    if pile:
        yield pile.cleared()
