"""What every source takes from its mapping, whatever its door."""

from bot.sources.door import Alarms
from bot.sources.mapping import AnyMapping


class Described:
    """A source as its mapping names it."""

    def __init__(self, mapping: AnyMapping) -> None:
        self._mapping = mapping

    @property
    def name(self) -> str:
        """The source's own name."""
        return self._mapping.name

    @property
    def force(self) -> str:
        """Whose incidents it tells of."""
        return self._mapping.force

    @property
    def alarms(self) -> Alarms:
        """When a poll of it is worth an alarm."""
        return self._mapping.alarms

    @property
    def delivers(self) -> str:
        """`incidents` or `crimes`."""
        return self._mapping.delivers
