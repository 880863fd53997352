"""Who hears of a dial-in, and when: at once while on duty, else as their next tour begins."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.dial_in import Notice, Reminder
from bot.domain.duty import next_tour, on_until
from bot.domain.people import Person
from bot.store import dial_in_people as people
from bot.store import outbox
from bot.store.dial_in_people import Telling
from bot.store.dial_ins import DialIn
from bot.store.work import Work

BULLETIN = "dial_in"


def day_of(work: Work, dial_in: DialIn) -> date:
    """The local day on which it is held."""
    return dial_in.starts_at.astimezone(ZoneInfo(work.force.zone)).date()


def stream_of(dial_in: DialIn) -> str:
    """Its trail: by its week, whatever day of it it is moved to."""
    return f"dial_in:{dial_in.series}:{dial_in.week.isoformat()}"


def tellings_for(
    work: Work, dial_in: DialIn, kind: Reminder | Notice, those: Iterable[Person], until: datetime
) -> Iterator[Telling]:
    """When each is to hear of it (UTC); whoever would hear of it too late to be of use is left out."""
    for each in those:
        at = told_at(work, each, until)
        if at is not None:
            yield Telling(dial_in.series, dial_in.week, kind.value, dial_in.sequence, each.collar, at)


def tell_now(work: Work, dial_in: DialIn, kind: Notice, collar: str) -> Telling:
    """Somebody who relies on it hears at once, on duty or not."""
    return Telling(dial_in.series, dial_in.week, kind.value, dial_in.sequence, collar, work.at)


def told_at(work: Work, each: Person, until: datetime) -> datetime | None:
    """Now for who is on duty or has no tours at all, else the begin of the next tour before `until` (UTC)."""
    if not each.tours or on_until(each, work.at, work.force.zone):
        return work.at
    following = next_tour(each, work.at, work.force.zone)
    return following.begins if following and following.begins < until else None


def tell(work: Work) -> int:
    """Put the messages of those whose time to hear has come; gives how many."""
    put = 0
    for telling in people.due(work):
        if people.told(work, telling):
            outbox.put(work, telling.key, f"@{telling.collar}", BULLETIN, telling.subject)
            put += 1
    return put


def heard(work: Work, dial_in: DialIn) -> list[Telling]:
    """What people have been told of it so far, its notes aside."""
    return [t for t in people.of(work, dial_in) if t.told_at is not None and t.kind != Notice.NOTES]
