"""The force's rules as a replay asks them: each once for each combination of codes."""

from functools import lru_cache

from bot.domain.force import Force, Rule
from bot.domain.matching import kinds, settled
from bot.domain.second_look import Signal, Telling, signals
from bot.domain.telling import channel

Codes = tuple[str, ...]


class Rules:
    """A force's rules, remembered; `widest` is how long before the deadline the first stage begins."""

    def __init__(self, force: Force) -> None:
        self.force = force
        self.widest = max(force.stages.approaching, force.stages.no_meeting_left, force.stages.urgent)
        self.negations = frozenset(force.codes["negation"])  # closing codes that decide that it is no crime
        self.rule = lru_cache(None)(self._rule)
        self.spoken = lru_cache(None)(self._spoken)
        self.kinds = lru_cache(None)(self._kinds)
        self.look = lru_cache(None)(self._look)
        self.quiet = lru_cache(None)(self._quiet)
        self.settles = lru_cache(None)(self._settles)

    def _rule(self, category: str, qualifiers: Codes, markers: Codes) -> Rule:
        return self.force.rule(category, qualifiers, markers)

    def _spoken(self, unit: str, category: str, qualifiers: Codes, markers: Codes) -> tuple[bool, str]:
        """Whether an incident is restricted, and the channel in which it is spoken of."""
        restricted = self.rule(category, qualifiers, markers).restricted
        return restricted, channel(self.force, unit, restricted)

    def _kinds(self, category: str, qualifiers: Codes, markers: Codes) -> frozenset[str]:
        """The classes of which the offence of an incident may be."""
        return kinds(self.force, "", category, (*qualifiers, *markers))

    def _settles(self, offence_class: str, category: str, qualifiers: Codes, markers: Codes) -> bool:
        """Whether a crime of a class settles the only offence of an incident that is on the clock."""
        if not self.rule(category, qualifiers, markers).starts_clock:
            return False
        return settled(offence_class, {1: self.kinds(category, qualifiers, markers)}) is not None

    def _look(
        self, opening: str, category: str, qualifiers: Codes, markers: Codes, references: int, over: bool
    ) -> tuple[Signal, ...]:
        """The signals of a log that stands in one row."""
        traits = (*qualifiers, *markers)
        said = dict.fromkeys((Telling(opening, traits), Telling(category, traits)))
        return signals(self.force, said, references, over)

    def _quiet(
        self, opening: str, category: str, qualifiers: Codes, markers: Codes, over: bool
    ) -> tuple[Signal, ...] | None:
        """The signals of a log without references that is only watched; None where a clock starts."""
        if self.rule(category, qualifiers, markers).starts_clock:
            return None
        return self.look(opening, category, qualifiers, markers, 0, over)
