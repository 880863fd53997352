"""What is noted at a meeting by itself: whatever is decided about one of its items while it runs."""

from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.meeting import How
from bot.services.entering import enter
from bot.store import meetings as stored
from bot.store.work import Work


def note_decision(work: Work, incident: Incident, kind: Happened, by: str) -> None:
    """Note what somebody (a collar number) decided about an incident on the boards on which it stands.

    Whoever decides need not be at the meeting: its record says who was.
    """
    for item, meeting in stored.now_looked_at(work, incident.id):
        stored.change_item(work, item, how=How.DECIDED.value, what=kind.value, by=by, at=work.at)
        what = kind.value
        enter(work, meeting.stream, Happened.ITEM_DECIDED, by, incident=incident.stream, what=what)
