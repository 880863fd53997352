"""What a crime system might say, all invented, and a station at which it says it."""

from datetime import datetime
from typing import Any

from bot.domain.crime import CrimeReport
from bot.domain.listing import Waiting
from bot.services.crimes import cancellations, lapsing, records
from bot.services.feeds.intake import Taken
from bot.services.incidents import cards
from bot.sources.mapping import CrimeMapping
from bot.sources.mapping_file import parse_mapping
from bot.store import claims, crime_notices
from bot.store import crimes as stored
from tests.builders import AT, FORCE, REGISTRAR, ROSTER, SERGEANT, Station, hours, key_of

REF, OTHER_REF = "47/1/26", "47/2/26"
NICHE = "niche"
MAPPING = """
name = "niche"
force = "dyfed-powys"
kind = "drop_folder"
delivers = "crimes"

[format]
type = "csv"

[folder]
pattern = "*.csv"

[alarms]
shrink_alarm = 0.5
shrink_floor = 4

[reference]
column = "log"
pattern = 'DP-(?P<year>\\d{4})(?P<month>\\d{2})(?P<day>\\d{2})-(?P<number>\\d+)'

[crime]
ref = "crime"
created_at = { column = "made", formats = ["iso"] }
offence_class = "class"
cancelled_at = { column = "cancelled", formats = ["iso"] }
cancel_code = "code"
decision_maker = "by"
"""
HEAD = "log,crime,made,class,cancelled,code,by\n"


def crime(ref: str = REF, number: str | None = "123", kind: str = "theft", **more: Any) -> CrimeReport:
    """A record of the day's incident, made half an hour before AT."""
    said = {"created_at": AT - hours(0.5), "incident": key_of(number) if number else None} | more
    return CrimeReport(FORCE.id, ref, offence_class=kind, **said)


def row(number: str = "123", ref: str = REF, kind: str = "theft", gone: str = "", by: str = "") -> str:
    """The same as a line of an export; `gone`: when it was cancelled."""
    return f"DP-20261120-{number},{ref},2026-11-20T13:30:00Z,{kind},{gone},{'C3' if gone else ''},{by}\n"


def mapping() -> CrimeMapping:
    """The mapping of that export."""
    made = parse_mapping(MAPPING, "niche.toml")
    assert isinstance(made, CrimeMapping)
    return made


def listen(station: Station) -> Station:
    """Let there be a crime feed, from now on."""
    station.do(claims.feeds_are, [NICHE])
    return station


def told(station: Station, *reports: CrimeReport) -> Taken:
    """Let the crime system tell of records."""
    return station.do(records.take, NICHE, reports or (crime(),))


def judged(station: Station, read_to: datetime | None = None, whole: bool | None = True) -> int:
    """Judge claims by a feed that has got so far: to now, where nothing is said."""
    return station.do(lapsing.judge, NICHE, read_to or station.at, whole)


def shown(station: Station) -> list[tuple[str, str]]:
    """What the Registrar has still to look at: which crime, and why."""
    found = station.see(cancellations.listed, ROSTER.by_collar(REGISTRAR), "en")
    return [(each.notice.crime_ref, each.notice.why) for each in found]


def lapsed(station: Station, after: float = 5) -> Station:
    """The station when the feed has got past a claim without showing it."""
    later = station.later(hours=after)
    judged(later)
    return later


def told_of(station: Station) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Whom the one message about a lapse mentions and names, and where it stands."""
    [message] = station.messages("lapsed")
    notice = station.see(crime_notices.by_key, message.key)
    return notice.mentions, notice.named, message.channel


def waiting(station: Station) -> tuple[Waiting, ...]:
    """The references that wait, as the incident's card shows them."""
    card = station.see(cards.card, key_of(station.number), ROSTER.by_collar(SERGEANT), "en")
    assert isinstance(card.waiting, tuple)
    return card.waiting


def held(station: Station, ref: str = REF) -> stored.Crime:
    """A record as it is held."""
    return station.see(stored.by_refs, [ref])[ref]
