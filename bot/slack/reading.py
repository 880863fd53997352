"""How a language reads times, people, references and codes: the filters and functions of the templates."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from bot.slack.escape import Unfit, as_mrkdwn, as_plain, escaped, quoted

MINUTE = timedelta(minutes=1)
CODES = ("state", "stage", "verb", "rank")  # each has its words in the macro `<name>_words`
HANDLE = "\ue000"  # stands for what a button carries; of private use, so it means nothing anywhere
_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_LINK = re.compile(r"https?://[^\s<>|\"]+")
Say = Callable[..., Markup]


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
        return f"{self._weekday(local, 'wide')} {local.day} {self._month(local, 'wide')}"

    def day_hm(self, at: datetime, now: datetime) -> str:
        """`04:10`, with its day where that is not today's."""
        local, today = at.astimezone(self.zone), now.astimezone(self.zone).date()
        if local.date() == today:
            return f"{local:%H:%M}"
        if abs((local.date() - today).days) < 6:
            return f"{self._weekday(local, 'abbreviated')} {local:%H:%M}"
        return f"{local.day} {self._month(local, 'abbreviated')} {local:%H:%M}"

    def age(self, length: timedelta) -> Markup:
        """`3 h 10 min`; never more than there is."""
        minutes = max(length, timedelta()) // MINUTE
        return self.say("duration", minutes // 60, minutes % 60)

    def left(self, length: timedelta) -> Markup:
        """`3 h 10 min left`, or `2 h 5 min late`."""
        return self.say("time_left", self.age(abs(length)), length < -MINUTE)

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
        found = self.find(person) if isinstance(person, str) else person
        return self.say("full_name", found.rank, found.collar, found.surname) if found else escaped(person)

    def called(self, person: Any) -> Markup:
        """`PC Rees`."""
        found = self.find(person) if isinstance(person, str) else person
        return self.say("short_name", found.rank, found.surname) if found else escaped(person)

    def mention(self, person: str) -> Markup:
        """A live mention, by collar number or Slack id: the one way to make one."""
        found = self.find(person)
        if found and not found.slack_ids:
            return self.called(found)
        slack_id = found.slack_ids[0] if found else person
        if not _SLACK_ID.fullmatch(slack_id):
            raise Unfit("a mention needs a Slack id")
        return Markup(f"<@{slack_id}>")  # noqa: S704 - letters and digits
