"""What a dial-in is about this week, in counts that single nobody out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

FEW = 3  # fewer than this are "a few": a smaller number may be one person's work


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something happened; None where it did so seldom that the number would say who it was."""

    code: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that somebody sent without their name, and the local day on which they did."""

    id: str
    words: str
    day: date


@dataclass(frozen=True, slots=True)
class Agenda:
    """This week's agenda: what happened between two instants (UTC), what was asked, which rules change.

    What did not happen is not on it. Codes are those of force.toml; `late` are units, `kinds` categories.
    """

    since: datetime
    until: datetime
    returned: tuple[Counted, ...] = ()
    late: tuple[Counted, ...] = ()
    kinds: tuple[Counted, ...] = ()
    n100: Counted | None = None
    within: Counted | None = None  # further offences found in logs that had one already
    questions: tuple[Asked, ...] = ()
    editions: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to speak of yet."""
        parts = (self.returned, self.late, self.kinds, self.n100, self.within, self.questions, self.editions)
        return not any(parts)


def counted(code: str, count: int) -> Counted | None:
    """A count as an agenda may show it; None where there is nothing to count."""
    if count <= 0:
        return None
    return Counted(code, count if count >= FEW else None)


def most(counts: Mapping[str, int]) -> tuple[Counted, ...]:
    """Counts as an agenda may show them, the most frequent first; those too few to show last, by name."""
    shown = [one for code, count in counts.items() if (one := counted(code, count))]
    return tuple(sorted(shown, key=lambda one: (-(one.count or 0), one.code)))


def clusters(counts: Mapping[str, int]) -> tuple[Counted, ...]:
    """Only what happened often enough to be a cluster, the most frequent first."""
    return most({code: count for code, count in counts.items() if count >= FEW})
