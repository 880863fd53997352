"""A dial-in as a calendar understands it: an .ics file with a UID that stays, whatever else changes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from bot.slack.vtimezone import vtimezone

PRODUCT = "-//Cofnod//dial-ins//EN"
NOBODY = "invalid:nomail"  # an organiser is asked for; no person's address is handed out
AROUND = timedelta(days=370)  # of the clock changes that the file tells of, on each side


@dataclass(frozen=True, slots=True)
class Invitation:
    """What stands in the file: times are UTC instants, and `changed_at` is when this version was made."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    zone: str
    title: str
    words: str
    place: str
    organiser: str
    language: str
    link: str = ""
    cancelled: bool = False


def written(invitation: Invitation) -> bytes:
    """The file: the same bytes each time for the same invitation."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if invitation.cancelled else "PUBLISH")
    first, last = invitation.starts_at - AROUND, invitation.starts_at + AROUND
    calendar.add_component(vtimezone(invitation.zone, first, last))
    calendar.add_component(_event(invitation))
    return bytes(calendar.to_ical())


def _event(invitation: Invitation) -> Event:
    zone, event = ZoneInfo(invitation.zone), Event()
    organiser = vCalAddress(NOBODY)
    organiser.params["CN"] = vText(invitation.organiser)
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.changed_at)
    event.add("dtstart", invitation.starts_at.astimezone(zone))
    event.add("dtend", invitation.ends_at.astimezone(zone))
    event.add("summary", invitation.title, parameters={"LANGUAGE": invitation.language})
    event.add("description", invitation.words, parameters={"LANGUAGE": invitation.language})
    event.add("organizer", organiser)
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    _where(event, invitation)
    return event


def _where(event: Event, invitation: Invitation) -> None:
    if invitation.place:
        event.add("location", invitation.place)
    if invitation.link:
        event.add("url", invitation.link)
