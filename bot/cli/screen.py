"""What the command line shows: Rich on a terminal, plain lines everywhere else."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager


def is_terminal() -> bool:
    """Whether a person is looking."""
    return sys.stdout.isatty()


def say(text: str) -> None:
    """One line of what was asked for."""
    print(_harmless(text), flush=True)


def complain(sentence: str) -> None:
    """Why it went no further, apart from what was asked for."""
    print(_harmless(sentence), file=sys.stderr, flush=True)


def _harmless(text: str) -> str:
    """The text without what a terminal would obey: the name of a file may hold anything."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table for a person; the same tab-separated for a script."""
    if not is_terminal():
        for row in (heads, *rows):
            print(_harmless("\t".join(row).rstrip("\t")))
        return
    from rich.console import Console  # here and below: Rich is slow to import, and a script needs none
    from rich.table import Table
    from rich.text import Text

    shown = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    Console().print(shown)


@contextmanager
def working(label: str) -> Iterator[Callable[[int], None]]:
    """Shows that long work goes on, with how far it is once told, and nothing where nobody is looking."""
    if not is_terminal():
        yield lambda done: None
        return
    from rich.console import Console

    with Console(stderr=True).status(label) as status:
        yield lambda done: status.update(f"{label}: {done:,}")
