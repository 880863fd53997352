"""Work shared between processes, where there is enough of it to be worth their start."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
MOST = 8
HELD = 200_000  # objects between two searches for rings of them: rows make none, and cost a tenth more else


class Share(Protocol):
    """What `map` does, wherever it does it."""

    def __call__(self, work: Callable[[T], R], jobs: Iterable[T], /) -> Iterable[R]:
        """The results, in the order of the jobs."""


@contextmanager
def crew(parts: int) -> Iterator[Share]:
    """A `map` for so many parts of a file: results in order, by every core where there are several."""
    workers = min(os.cpu_count() or 1, MOST, parts)
    with _seldom_searching():
        if workers < 2:
            yield map
            return
        with _pool(workers) as pool:
            yield pool.map


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that end with the block, whatever ends it; none takes a module from the present folder."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    spawn = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(workers, spawn, gc.set_threshold, (HELD,)) as pool:
            try:
                yield pool
            except BaseException:
                for child in multiprocessing.active_children():
                    child.terminate()
                raise
    finally:
        os.environ.pop("PYTHONSAFEPATH")
        os.environ.update({} if before is None else {"PYTHONSAFEPATH": before})


@contextmanager
def _seldom_searching() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(HELD)
    try:
        yield
    finally:
        gc.set_threshold(*before)
