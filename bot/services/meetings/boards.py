"""The board of a meeting that runs, and its restricted part: what was not looked at yet stands first."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.domain.incident import Incident
from bot.domain.meeting import How, Item, Meeting
from bot.domain.meeting_views import Board, BoardItem
from bot.domain.offence import RUNNING, Offence
from bot.domain.ordering import most_pressing
from bot.domain.people import Person
from bot.domain.promise import UnitOffer
from bot.domain.refusal import Refused
from bot.domain.rights import Action, permitted
from bot.services.incidents.listings import line_of
from bot.services.meetings.agendas import agenda
from bot.services.meetings.promises import shown
from bot.services.meetings.rights import ANY
from bot.store import attendance, promises, resources, unit_offers
from bot.store import incidents as stored_incidents
from bot.store import meetings as stored
from bot.store.work import Work

FIRST = (How.OPEN, How.READ_OUT, How.LEFT, How.HANDED, How.REVIEWED, How.DECIDED)


def of(work: Work, unit: str, day: date, lang: str, secluded: bool = False) -> Board | None:
    """The board of a unit's meeting, or its restricted part; None where no such meeting began."""
    meeting = stored.on(work, unit, day)
    if meeting is None or not meeting.held:
        return None
    every = stored.items(work, meeting)
    held = stored_incidents.by_ids(work, [item.incident_id for item in every]) if every else {}
    here = [item for item in every if held[item.incident_id].restricted is secluded]
    said = shown(work, promises.of_meeting(work, meeting))
    return Board(
        meeting,
        work.force.units[unit],
        secluded,
        tuple(_items(work, sorted(here, key=_first), held, lang)),
        rest=0,
        restricted=0 if secluded else len(every) - len(here),
        counts=Counter(item.how.value for item in here),
        present=attendance.of(work, meeting),
        promises=tuple(one for one in said if one.restricted is secluded),
        resources=() if secluded else tuple(resources.of_meeting(work, meeting)),
        came_in=_came_in(work, meeting, set(held), secluded),
        at=work.at,
    )


def page(work: Work, asker: Person, unit: str, day: date, lang: str, secluded: bool) -> Board:
    """A board as somebody asks for its further pages; raises Refused `restricted_only` or `stale`."""
    if secluded and not permitted(asker, Action.SEE_RESTRICTED, work.force, ANY):
        raise Refused("restricted_only")
    board = of(work, unit, day, lang, secluded)
    if board is None:
        raise Refused("stale")
    return board


def _first(item: Item) -> tuple[int, int]:
    """What nobody looked at stands first, in the meeting's order; then what has been dealt with."""
    return FIRST.index(item.how), item.place


def _items(work: Work, found: Sequence[Item], held: dict[int, Incident], lang: str) -> list[BoardItem]:
    ids = [item.incident_id for item in found]
    offences = {i.id: theirs for i, theirs in stored_incidents.with_offences_of(work, ids)}
    offers = unit_offers.newest_of(work, ids)
    return [
        _item(work, item, held[item.incident_id], offences[item.incident_id], offers, lang) for item in found
    ]


def _item(
    work: Work, item: Item, incident: Incident, offences: list[Offence],
    offers: dict[int, UnitOffer], lang: str,
) -> BoardItem:  # fmt: skip
    offence = most_pressing(offences) or (offences[-1] if offences else None)
    line = line_of(work, incident, offences, offence, lang)
    settled = not any(o.state in RUNNING for o in offences)
    return BoardItem(line, item, offers.get(incident.id), settled)


def _came_in(work: Work, meeting: Meeting, known: set[int], secluded: bool) -> int:
    """How many of the unit's clocks began since the meeting did: they stand on the live list."""
    if meeting.ended_at:
        return 0
    found = (one.incident for one in agenda(work, meeting.unit))
    return sum(i.restricted is secluded and i.id not in known for i in found)
