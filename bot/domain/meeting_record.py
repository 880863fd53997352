"""The record of one meeting as it ended: who, what, when; codes and collar numbers, ready for words.

Restricted incidents are a count in it, whoever reads it. What happens afterwards does not change it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.incident import IncidentKey
from bot.domain.meeting import Item, Meeting
from bot.domain.meeting_views import Chaired
from bot.domain.promise import Promise, Resource


@dataclass(frozen=True, slots=True)
class Recorded:
    """An incident on the list and what came of it; `to_unit` is the one that it was offered to."""

    key: IncidentKey
    category: str
    item: Item
    to_unit: str = ""


@dataclass(frozen=True, slots=True)
class Promised:
    """What somebody said they would do about an incident."""

    key: IncidentKey
    promise: Promise


@dataclass(frozen=True, slots=True)
class Paper:
    """One meeting; `restricted` counts its restricted items by what came of them.

    `mark` is the beginning of the trail's hash of its end: whoever has the trail can find that fact.
    """

    meeting: Meeting
    chairs: tuple[Chaired, ...]
    attended: tuple[str, ...]
    items: tuple[Recorded, ...]
    restricted: Mapping[str, int]
    promises: tuple[Promised, ...]
    resources: tuple[Resource, ...]
    mark: str

    @property
    def hows(self) -> Mapping[str, int]:
        """How many of its items came to what, restricted ones included."""
        return Counter(each.item.how.value for each in self.items) + Counter(self.restricted)
