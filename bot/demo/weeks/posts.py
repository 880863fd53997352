"""Who sits where in the invented force, as its roster has it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.people import Person, Roster

RANKS = ("constable", "sergeant", "inspector", "chief_inspector")


@dataclass(frozen=True, slots=True)
class Posts:
    """The collar numbers of a rank in a unit, and of whoever has a role."""

    by_rank: Mapping[tuple[str, str], tuple[str, ...]]
    by_role: Mapping[str, str]

    def of(self, unit: str, rank: str) -> tuple[str, ...]:
        """Those of a rank in a unit."""
        return self.by_rank.get((unit, rank), ())

    def one(self, unit: str, *ranks: str) -> str:
        """Somebody of the first of some ranks that a unit has."""
        return next(found[0] for rank in ranks if (found := self.of(unit, rank)))


def posts(roster: Roster) -> Posts:
    """Everybody's place."""
    by_rank = {(p.unit, p.rank): _alike(roster, p) for p in roster.people if p.rank in RANKS}
    return Posts(by_rank, {role: p.collar for p in roster.people for role in sorted(p.roles)})


def _alike(roster: Roster, one: Person) -> tuple[str, ...]:
    return tuple(p.collar for p in roster.people if (p.unit, p.rank) == (one.unit, one.rank))
