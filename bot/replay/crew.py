"""Work shared between processes, where there is enough of it to be worth their start."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
MOST = 8


class Share(Protocol):
    """What `map` does, wherever it does it."""

    def __call__(self, work: Callable[[T], R], jobs: Iterable[T], /) -> Iterable[R]:
        """The results, in the order of the jobs."""


@contextmanager
def crew(parts: int) -> Iterator[Share]:
    """A `map` for so many parts of a file: results in order, by every core where there are several."""
    workers = min(os.cpu_count() or 1, MOST, parts)
    if workers < 2:
        yield map
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        yield pool.map
