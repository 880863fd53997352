"""Which open offence a crime record settles: the one that is of its kind, and none where that is not sure.

Source: domain rule that one crime reference settles one named offence, never the incident.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.domain.force import Force

EARLY = timedelta(hours=1)  # so far the clocks of two systems, and what people enter in them, may differ


def early(made_at: datetime, told_at: datetime) -> bool:
    """Whether a record was made before police were told of an offence (both UTC): then it is of another."""
    return made_at + EARLY < told_at


def kinds(force: Force, offence_class: str, category: str, traits: Iterable[str] = ()) -> frozenset[str]:
    """The classes of which an offence may be; empty where it may be of any.

    `offence_class` is the category that somebody gave a further offence; the first has its incident's
    category, with the incident's qualifiers and markers. A circumstance (domestic abuse) is no kind of crime.
    """
    if offence_class:
        classes = force.rule(offence_class, (), ()).classes
    else:
        given = tuple(traits)
        classes = force.rule(category, given, given).classes
    return classes - force.circumstances


def settled(crime_class: str, running: Mapping[int, frozenset[str]]) -> int | None:
    """The number of the offence that a crime of a class settles, of those whose clocks run, with their kinds.

    None where several are of its kind, or none surely is: then the record waits for a person. A crime
    without a class, or an offence of any kind, is matched only where there is nothing to choose from.
    """
    fitting = [n for n, of in running.items() if crime_class in of]
    if len(fitting) == 1:
        return fitting[0]
    if fitting or len(running) != 1:
        return None
    ((n, of),) = running.items()
    return n if not crime_class or not of else None


def why_waiting(crime_class: str, running: Mapping[int, frozenset[str]]) -> str:
    """Why a crime of a class settles none of these: none is open, several fit, or none surely; as a code."""
    if not running:
        return "none_open"
    fitting = [n for n, of in running.items() if crime_class in of or not crime_class or not of]
    return "several" if len(fitting) > 1 else "other_kind"
