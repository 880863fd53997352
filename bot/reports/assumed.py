"""What a guessed mapping takes for granted, as the page shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assumption:
    """A key of the mapping, the column that it reads (empty: none), and why, in sentences of the guess."""

    key: str
    column: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word of the file, in how many sampled rows it stands, and the code that it means (empty: none)."""

    key: str
    word: str
    code: str
    rows: int


@dataclass(frozen=True, slots=True)
class Assumed:
    """What was assumed of one file, from so many rows of it.

    `words` has the most frequent of each key; `others` says of how many more; `unread` are columns that
    nothing reads.
    """

    file: str
    rows: int
    keys: tuple[Assumption, ...]
    words: tuple[Meaning, ...] = ()
    others: int = 0
    unread: tuple[str, ...] = ()
