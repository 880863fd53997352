"""Which messages stand where: the live lists of the day, and whom an incident's changes concern."""

from datetime import date

from bot.domain import telling
from bot.domain.incident import Incident
from bot.domain.telling import channel
from bot.services.duty import shift_keys
from bot.services.meetings import messages as meeting_messages
from bot.store import homes, misses, outbox
from bot.store.work import Work

RESTRICTED = telling.RESTRICTED


def list_key(code: str, day: date) -> str:
    """The key of a unit's live list of a day."""
    return f"list:{code}:{day.isoformat()}"


def channel_of(work: Work, incident: Incident) -> str:
    """The channel in which an incident may be spoken of."""
    return channel(work.force, incident.unit, incident.restricted)


def put_list(work: Work, code: str) -> None:
    """Ask for a unit's list of today, or for it to be brought up to date."""
    channel = work.force.restricted_channel if code == RESTRICTED else work.force.units[code].channel
    outbox.put(work, list_key(code, work.today), channel, "list", f"{code}:{work.today.isoformat()}")


def put_unit_lists(work: Work, unit: str, restricted: bool, oic: str | None = None) -> None:
    """Bring the lists and Home tabs up to date on which a unit's incidents stand."""
    homes.freshen(work, unit, oic)
    if unit in work.force.units:
        put_list(work, unit)
    if restricted:
        put_list(work, RESTRICTED)
    meeting_messages.freshen_unit(work, unit, restricted)


def refresh(work: Work, incident: Incident) -> None:
    """Bring every message that shows an incident up to date."""
    put_unit_lists(work, incident.unit, incident.restricted, incident.oic)
    outbox.freshen_alerts(work, incident.id)
    freshen_remains(work, incident)


def freshen_remains(work: Work, incident: Incident) -> None:
    """Bring up to date what was told lately of whose it is at the end of their tour."""
    outbox.freshen(work, shift_keys.about(work, (incident.oic, incident.supervised_by)))


def freshen_past(work: Work, incident: Incident) -> None:
    """Bring up to date all that ever named an incident: who may read of it has changed."""
    meeting_messages.freshen_past(work, incident.id)
    outbox.freshen(work, misses.telling_of(work, incident.stream))
    freshen_remains(work, incident)
