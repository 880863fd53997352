"""How a language reads times, people, references and codes: the filters and functions of the templates."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from bot.domain.figures import Timeliness
from bot.reports.measures import Share
from bot.slack.escape import Unfit, as_mrkdwn, as_plain, cut, escaped, quoted
from bot.slack.welsh import Day

MINUTE = timedelta(minutes=1)
# each has its words in the macro `<name>_words`
CODES = (
    "state", "stage", "verb", "rank", "decision", "action", "command", "reason", "alarm", "field",
    "feed_time", "victim_told", "did", "group", "offer", "asked", "shown_why", "waiting_why", "loop",
    "post", "passed_over", "step_end",
)  # fmt: skip
FEED = "feed"  # stands where a collar number would, for what the crime system itself said
HANDLE = "\ue000"  # stands for what a button carries; of private use, so it means nothing anywhere
_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_LINK = re.compile(r"https?://[^\s<>|\"]+")
Say = Callable[..., Markup]


def oneline(text: Markup) -> Markup:
    """What a part said, on one line."""
    return Markup(" ".join(text.split()))  # noqa: S704 - a template's own


def plainly(text: Markup, most: int = 240) -> str:
    """What a part said, on one line of plain text that is no longer than `most`."""
    return cut(" ".join(as_plain(text).split()), most)


def small(name: str) -> str:
    """A name inside a sentence: without its capital, unless it is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def link(url: str, text: object) -> Markup:
    """A live link: the one way to make one."""
    if not _LINK.fullmatch(url):
        raise Unfit("a link needs an http address")
    return Markup(f"<{url.replace('&', '&amp;')}|{escaped(text)}>")  # noqa: S704 - checked and escaped


def handle(key: object, n: int | None, version: int) -> str:
    """What a button carries: which incident, which offence, and as which version it was shown."""
    return f"{key}|{n or ''}|{version}"


def ref(key: Any, n: int | None = None) -> str:
    """`123/20-11`, and `123/20-11.2` for its second offence."""
    return f"{key.ref}.{n}" if n else str(key.ref)


@lru_cache(maxsize=1024, typed=True)  # typed: the same letters as text and as markup are not the same words
def plain_object(value: object) -> Markup:
    """A plain_text object."""
    return Markup(f'{{"type":"plain_text","emoji":false,"text":{quoted(as_plain(value))}}}')  # noqa: S704 - JSON


def mrkdwn_object(value: object) -> Markup:
    """A mrkdwn object; verbatim, so that Slack makes no links or mentions of its own out of what it finds."""
    return Markup(f'{{"type":"mrkdwn","verbatim":true,"text":{quoted(as_mrkdwn(value))}}}')  # noqa: S704 - JSON


def remembering(env: Environment) -> Say:
    """Say what a macro says, on one line, and remember it: most of it is said hundreds of times a list."""

    @lru_cache(maxsize=8192)
    def say(macro: str, *values: Any) -> Markup:
        words: Any = env.globals[macro]
        return Markup(" ".join(words(*values).split()))  # noqa: S704 - a macro's own text

    return say


def offering(macro: Any) -> Callable[..., Markup]:
    """`offers`: lines with which the same may be done differ only in what their buttons carry."""

    @lru_cache(maxsize=512)
    def block(can: frozenset[str]) -> str:
        return str(macro(HANDLE, can))

    def offers(key: object, n: int | None, version: int, can: frozenset[str]) -> Markup:
        carried = quoted(as_plain(handle(key, n, version)))[1:-1]
        return Markup(block(can).replace(quoted(HANDLE)[1:-1], carried))  # noqa: S704 - JSON, escaped

    return offers


def by_code(say: Say, macro: str) -> Callable[[Context, str], Markup]:
    """The filter that reads a code with a macro."""

    # pass_context keeps Jinja from working out `"record"|verb` while compiling: compiled once, it would be
    # English in every language
    @pass_context
    def words(_: Context, code: str) -> Markup:
        return say(macro, str(code))

    return words


@dataclass(frozen=True, slots=True)
class Times:
    """Instants as the force's clocks and a language's calendar show them, and lengths of time."""

    zone: ZoneInfo
    locale: Locale
    say: Say

    def hm(self, at: datetime) -> str:
        """`04:10`."""
        return at.astimezone(self.zone).strftime("%H:%M")

    def day(self, at: date) -> str:
        """`Friday 20 November`."""
        local = at.astimezone(self.zone) if isinstance(at, datetime) else at
        return Day(f"{self._weekday(local, 'wide')} {local.day} {self._month(local, 'wide')}")

    def short(self, at: date) -> str:
        """`20 Nov`, of a local day or of an instant's."""
        day = at.astimezone(self.zone) if isinstance(at, datetime) else at
        return f"{day.day} {self._month(day, 'abbreviated')}"

    def weekday_short(self, at: datetime) -> str:
        """`Fri`, of an instant's local day."""
        return self._weekday(at.astimezone(self.zone), "abbreviated")

    def weekday(self, number: int | str) -> str:
        """`Monday` is 0."""
        return str(self.locale.days["stand-alone"]["wide"][int(number)])

    def day_hm(self, at: datetime, now: datetime) -> str:
        """`04:10`, with its day where that is not today's."""
        local, today = at.astimezone(self.zone), now.astimezone(self.zone).date()
        if local.date() == today:
            return f"{local:%H:%M}"
        if abs((local.date() - today).days) < 6:
            return f"{self._weekday(local, 'abbreviated')} {local:%H:%M}"
        return f"{local.day} {self._month(local, 'abbreviated')} {local:%H:%M}"

    def stamp(self, at: datetime) -> str:
        """`20/11/2026 04:10`, for a log."""
        return f"{at.astimezone(self.zone):%d/%m/%Y %H:%M}"

    def age(self, length: timedelta) -> Markup:
        """`3 h 10 min`; never more than there is."""
        minutes = max(length, timedelta()) // MINUTE
        return self.say("duration", minutes // 60, minutes % 60)

    def left(self, length: timedelta) -> Markup:
        """`3 h 10 min left`, or `2 h 5 min late`."""
        return self.say("time_left", self.age(abs(length)), length <= timedelta())

    def _weekday(self, day: date, width: str) -> str:
        return str(self.locale.days["format"][width][day.weekday()])

    def _month(self, day: date, width: str) -> str:
        return str(self.locale.months["format"][width][day.month])


@dataclass(frozen=True, slots=True)
class People:
    """People, or their collar numbers, as they are written and mentioned."""

    find: Callable[[str], Any]
    say: Say

    def who(self, person: Any) -> Markup:
        """`PC 842 Rees`."""
        return self._named("full_name", person)

    def called(self, person: Any) -> Markup:
        """`PC Rees`."""
        return self._named("short_name", person)

    def _named(self, macro: str, person: Any) -> Markup:
        found = self.find(person) if isinstance(person, str) else person
        if found:
            return self.say(macro, found.rank, found.collar, found.surname)
        return self.say("crime_system") if person == FEED else escaped(person)

    def mention(self, person: str) -> Markup:
        """A live mention, by collar number or Slack id: the one way to make one."""
        found = self.find(person)
        if found and not found.slack_ids:
            return self.called(found)
        slack_id = found.slack_ids[0] if found else person
        if not _SLACK_ID.fullmatch(slack_id):
            raise Unfit("a mention needs a Slack id")
        return Markup(f"<@{slack_id}>")  # noqa: S704 - letters and digits


@dataclass(frozen=True, slots=True)
class Codes:
    """The names that the force gives its codes, in a language."""

    language: str

    def named(self, thing: Any) -> str:
        """A unit's, a category's or a reason's name."""
        return str(thing.names.get(self.language) or thing.code)

    def among(self, code: str, table: Mapping[str, Any]) -> str:
        """The name of a code in one of the force's tables; a code that is not in it stands for itself."""
        return self.named(table[code]) if code in table else code

    def pairs(self, table: Mapping[str, Any], with_code: bool = True) -> list[tuple[str, str]]:
        """A table of the force as the choices of a menu."""
        return [
            (code, cut(f"{code} · {self.named(thing)}" if with_code else self.named(thing), 75))
            for code, thing in table.items()
        ]

    def offence(self, context: Context, offence: Any, incident: Any) -> str:
        """What an offence is called: by its category or its incident's; a restricted one by its code."""
        code = offence.offence_class or incident.category
        category = context["force"].categories.get(code)
        hidden = incident.restricted or category is None or category.restricted
        return code if hidden else self.named(category)


def as_share(timeliness: Timeliness) -> Share:
    """How many met their 24 hours, as a share with its interval."""
    return Share(timeliness.met, timeliness.judged)
