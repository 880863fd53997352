"""One figure, what it is judged by, and the table of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEADS = ("what", "measured", "reference", "ratio", "to reach", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value; judged as its ratio to the reference where there is one. No limit: only told."""

    what: str
    value: float
    unit: str
    reference: float | None = None
    against: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def judged(self) -> float:
        """What the limit applies to."""
        return self.value / self.reference if self.reference else self.value

    @property
    def met(self) -> bool | None:
        """Whether the limit is kept; None where there is none."""
        if self.at_most is not None:
            return self.judged <= self.at_most
        return self.judged >= self.at_least if self.at_least is not None else None

    def cells(self) -> tuple[str, ...]:
        """The figure as a row of the table."""
        told = f"{_number(self.reference)} {self.unit}, {self.against}" if self.reference else self.against
        ratio = f"{self.judged:.2f} ×" if self.reference else ""
        verdict = {True: "met", False: "NOT MET", None: ""}[self.met]
        return self.what, f"{_number(self.value)} {self.unit}", told, ratio, self._limit(), verdict

    def _limit(self) -> str:
        limit, sign = (self.at_most, "≤") if self.at_most is not None else (self.at_least, "≥")
        if limit is None:
            return ""
        return f"{sign} {limit:g} ×" if self.reference else f"{sign} {_number(limit)} {self.unit}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def middle(values: Iterable[float]) -> float:
    """The median: half the values are no greater."""
    return percentile(values, 50)


def percentile(values: Iterable[float], percent: float) -> float:
    """The value that so many of a hundred do not exceed."""
    found = sorted(values)
    return found[min(len(found) - 1, int(len(found) * percent / 100))]


def markdown(figures: Sequence[Figure]) -> str:
    """The table for the documentation."""
    rows = [HEADS, *(figure.cells() for figure in figures)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|---" * len(HEADS) + "|", *lines[1:]])
