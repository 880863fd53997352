"""What people of the demo wrote in the weeks before a scene, read from its file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("words.toml")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked without a name so many days before the scene, and its answer, if it has one."""

    days: int
    asked: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A ruling that was given so many days before the scene, and the question whose older one it replaces."""

    days: int
    question: str
    answer: str
    edition: str
    supersedes: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Lines that were written at meetings, the notes of a dial-in, questions and rulings."""

    reviews: tuple[str, ...]
    promises: tuple[str, ...]
    left_open: str
    notes: str
    questions: tuple[Question, ...]
    rulings: tuple[Answer, ...]


@cache
def words() -> Words:
    """The words that ship with the demo."""
    read: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Words(
        tuple(read["reviews"]), tuple(read["promises"]), read["left_open"], read["notes"],
        tuple(Question(**row) for row in read["question"]), tuple(Answer(**row) for row in read["ruling"]),
    )  # fmt: skip
