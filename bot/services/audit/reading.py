"""What the auditor asks of each kind of thing: what of it was due and is untold, and what is told by now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.domain.auditing import Due, Kind, Window
from bot.store.misses import Miss
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Reading:
    """One kind: `untold` gives what a window judges and finds neither told nor excused.

    `told` gives, of what was missed, that which was told after all, by what names it.
    """

    kind: Kind
    untold: Callable[[Work, Window], Iterable[Due]]
    told: Callable[[Work, Sequence[Miss]], set[str]]
