"""Rows as the trail tells them, and where those that are found say something else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]  # a value by its column; instants and days as the trail writes them
Rows = Mapping[str, Mapping[str, Row]]  # by table, then by what tells one row of a table from another
Fact = Mapping[str, Any]  # a body of the trail


@dataclass(frozen=True, slots=True)
class Difference:
    """What a column holds, and what the trail says; without a column a whole row is only in one of them.

    `which` tells the row from others of its table: an incident's key, a collar number, its own number.
    """

    table: str
    which: str
    column: str = ""
    told: Any = None
    found: Any = None


def differences(told: Rows, found: Rows) -> Iterator[Difference]:
    """Each difference, table by table; a column of which the trail says nothing is not compared.

    Of a row that only one of the two has, `told` or `found` is True.
    """
    for table in told:
        said, there = told[table], found.get(table, {})
        for which in sorted(said.keys() | there.keys()):
            if which in said and which in there:
                yield from _columns(table, which, said[which], there[which])
            else:
                yield Difference(table, which, "", which in said or None, which in there or None)


def _columns(table: str, which: str, said: Row, there: Row) -> Iterator[Difference]:
    for column, value in said.items():
        if there.get(column) != value:
            yield Difference(table, which, column, value, there.get(column))
