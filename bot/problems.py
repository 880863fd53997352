"""What is wrong with a file that somebody keeps by hand: every problem at once, each with its line."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to put right; line 0 is the file itself, and the reason is a sentence."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.reason}"


class FileError(Exception):
    """A file that cannot be used, with all that is wrong in it, in the order of its lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(p) for p in self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question that names the nearest known word; empty where none is near."""
    near = get_close_matches(word.lower(), sorted(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def sentence(words: str) -> str:
    """The words with a full stop, unless they ask something."""
    return words if words.endswith("?") else f"{words}."
