"""Faults on demand: which call or delivery goes wrong, how, and how often; the same for the same seed."""

import random
from dataclasses import dataclass, field, fields

from workspace.kinds import Json, SlackError

BEFORE = frozenset({"429", "500", "drop_before", "error"})
AFTER = frozenset({"500_after", "drop_after"})
WEB = BEFORE | AFTER | {"slow", "unready"}
DELIVERY = frozenset({"duplicate", "late", "lost"})


@dataclass
class Rule:
    """One thing that goes wrong: with `method` (or `*`), with a probability, so many times."""

    method: str
    kind: str
    probability: float = 1.0
    times: int | None = None
    seconds: float = 1.0
    error: str = "internal_error"
    channel: str | None = None

    def fits(self, method: str, channel: str | None) -> bool:
        """Say whether this rule speaks of such a call."""
        where = self.channel is None or self.channel == channel
        return where and self.times != 0 and self.method in ("*", method)


@dataclass
class Faults:
    """The rules in force, tried in their order."""

    rules: list[Rule] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(1))

    def set(self, rules: list[Json], seed: int | None = None) -> None:
        """Put new rules in the place of the old ones."""
        known = {f.name for f in fields(Rule)}
        if any(set(rule) - known or rule.get("kind") not in WEB | DELIVERY for rule in rules):
            raise SlackError("invalid_arguments", known=sorted(known), kinds=sorted(WEB | DELIVERY))
        self.rules = [Rule(**rule) for rule in rules]
        if seed is not None:
            self.dice.seed(seed)

    def web(self, method: str, channel: str | None = None) -> Rule | None:
        """Say what goes wrong with this call of the Web API, if anything."""
        return self._strike(WEB, method, channel)

    def delivery(self, kind: str) -> Rule | None:
        """Say what goes wrong with this delivery to the app, if anything."""
        return self._strike(DELIVERY, kind, None)

    def _strike(self, kinds: frozenset[str], method: str, channel: str | None) -> Rule | None:
        for rule in self.rules:
            if rule.kind in kinds and rule.fits(method, channel) and self.dice.random() < rule.probability:
                if rule.times is not None:
                    rule.times -= 1
                return rule
        return None
