"""A screen that only notes what it is given to show."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Noted:
    """What was said, what was complained of, and the rows of tables."""

    said: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.said.append(text)

    def complain(self, sentence: str) -> None:
        self.complaints.append(sentence)

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        self.rows.extend(tuple(row) for row in rows)

    @contextmanager
    def working(self, label: str) -> Iterator[Callable[[int], None]]:
        yield lambda done: None
