"""A function's answers kept in a dictionary: a column of known texts is read at the speed of look-ups."""

from collections.abc import Callable, Hashable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(dict[Key, Value]):
    """`remembered[key]` is `answer(key)`, asked once while it is kept. None is not kept, nor what is raised.

    It starts again from nothing when it is full: of texts that never repeat there is nothing to gain.
    """

    def __init__(self, answer: Callable[[Key], Value], most: int) -> None:
        super().__init__()
        self._answer = answer
        self._most = most

    def __missing__(self, key: Key) -> Value:
        value = self._answer(key)
        if value is not None:
            if len(self) >= self._most:
                self.clear()
            self[key] = value
        return value
