"""The words of one language: a Jinja environment that escapes by itself, speaks gettext and reads times.

python -m bot.slack.words extract    bring the catalogues up to date with the templates
python -m bot.slack.words check      say what they lack; exit 1 where they do
"""

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.runtime import Context
from markupsafe import Markup

from bot.slack.escape import Unfit, as_mrkdwn, as_plain, cut, escaped, quoted

MACROS = (
    "words.j2",
    "elements.j2",
    "envelopes.j2",
    "blocks.j2",
    "inputs.j2",
    "rich.j2",
    "offers.j2",
    "others.j2",
)
REMEMBERED = {"verb_menu"}  # the same few menus on every line of every list
MINUTE = timedelta(minutes=1)
_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_LINK = re.compile(r"https?://[^\s<>|\"]+")


class Compiled(BytecodeCache):
    """Templates are compiled once, whatever the number of languages."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what it compiled for another language."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


@dataclass(frozen=True, slots=True)
class Setting:
    """What the environments of all languages share; `find_person` gives whoever has a collar number."""

    folder: Path
    zone: ZoneInfo
    find_person: Callable[[str], Any]
    compiled: Compiled = field(default_factory=Compiled)


def environment(setting: Setting, language: str, spoken: NullTranslations) -> Environment:
    """Everything that a template of this language may say, with the macros ready to be called."""
    env = Environment(
        loader=FileSystemLoader(setting.folder),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        finalize=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=setting.compiled,
    )
    env.policies["ext.i18n.trimmed"] = True
    _speak(env, spoken)
    _read_values(env, Locale.parse(language), setting.zone)
    _read_through_words(env, setting.find_person)
    env.filters["named"] = lambda thing: thing.names.get(language) or thing.code
    for name in MACROS:
        if (setting.folder / name).exists():
            module = env.get_template(name).make_module()
            macros: dict[str, Any] = {k: v for k, v in vars(module).items() if not k.startswith("_")}
            env.globals |= {k: lru_cache(v) if k in REMEMBERED else v for k, v in macros.items()}
    return env


def _speak(env: Environment, spoken: NullTranslations) -> None:
    """Gettext whose values are escaped by us; Jinja's own would know nothing of Slack."""

    def gettext(sentence: str, /, **values: object) -> Markup:
        return _filled(spoken.gettext(sentence), values)

    def ngettext(one: str, many: str, num: int, /, **values: object) -> Markup:
        return _filled(spoken.ngettext(one, many, num), {"num": num, **values})

    env.newstyle_gettext = True  # type: ignore[attr-defined]  # the i18n extension's own switch
    env.globals |= {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def _filled(sentence: str, values: dict[str, Any]) -> Markup:
    return Markup(sentence % {name: escaped(value) for name, value in values.items()})  # noqa: S704 - escaped


def _joined(values: Iterable[object], between: str = ", ") -> Markup:
    return escaped(between).join(escaped(value) for value in values)


def mention(slack_id: str) -> Markup:
    """A live mention: the one way to make one."""
    if not _SLACK_ID.fullmatch(slack_id):
        raise Unfit("a mention needs a Slack id")
    return Markup(f"<@{slack_id}>")  # noqa: S704 - letters and digits


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
def _plain_object(value: object) -> Markup:
    return Markup(f'{{"type":"plain_text","emoji":false,"text":{quoted(as_plain(value))}}}')  # noqa: S704 - JSON


def _mrkdwn_object(value: object) -> Markup:
    # verbatim: Slack makes no links or mentions of its own out of what it finds in the text
    return Markup(f'{{"type":"mrkdwn","verbatim":true,"text":{quoted(as_mrkdwn(value))}}}')  # noqa: S704 - JSON


def _read_values(env: Environment, locale: Locale, zone: ZoneInfo) -> None:
    days, months = locale.days["format"], locale.months["format"]

    def hm(at: datetime) -> str:
        return at.astimezone(zone).strftime("%H:%M")

    def day(at: Any) -> str:
        local = at.astimezone(zone) if isinstance(at, datetime) else at
        return f"{days['wide'][local.weekday()]} {local.day} {months['wide'][local.month]}"

    @pass_context
    def day_hm(context: Context, at: datetime) -> str:
        local, now = at.astimezone(zone), context["at"].astimezone(zone)
        if local.date() == now.date():
            return local.strftime("%H:%M")
        name = days["abbreviated"][local.weekday()]
        near = abs((local.date() - now.date()).days) < 6
        date = name if near else f"{local.day} {months['abbreviated'][local.month]}"
        return f"{date} {local:%H:%M}"

    env.filters |= {"hm": hm, "day": day, "day_hm": day_hm}
    env.filters |= {"ref": ref, "cut": cut, "join": _joined, "tuple": tuple}
    env.filters |= {
        "mrkdwn": _mrkdwn_object,
        "mrkdwn_json": lambda value: quoted(as_mrkdwn(value)),
        "plain_text": _plain_object,
        "json": lambda value: quoted(as_plain(value)),
    }
    env.globals |= {"link": link, "handle": handle}


def _read_through_words(env: Environment, find_person: Callable[[str], Any]) -> None:
    """Filters whose words stand in words.j2; what they said once they remember."""

    @lru_cache(maxsize=8192)
    def say(macro: str, *values: Any) -> Markup:
        words: Any = env.globals[macro]
        return Markup(" ".join(words(*values).split()))  # noqa: S704 - a macro's own text

    def span(length: timedelta) -> Markup:
        minutes = max(length, timedelta()) // MINUTE
        return say("duration", minutes // 60, minutes % 60)

    def left(length: timedelta) -> Markup:
        return say("time_left", span(abs(length)), length < -MINUTE)

    def who(person: Any) -> Markup:
        found = find_person(person) if isinstance(person, str) else person
        return say("full_name", found.rank, found.collar, found.surname) if found else escaped(person)

    def mentioned(person: str) -> Markup:
        found = find_person(person)
        if found is None:
            return mention(person)
        return mention(found.slack_ids[0]) if found.slack_ids else called(found)

    def called(person: Any) -> Markup:
        found = find_person(person) if isinstance(person, str) else person
        return say("short_name", found.rank, found.surname) if found else escaped(person)

    env.filters |= {"age": span, "left": left, "who": who, "called": called}
    env.filters["mention"] = env.globals["mention"] = mentioned
    for name in ("state", "stage", "verb", "rank"):
        env.filters[name] = _by_code(say, f"{name}_words")


def _by_code(say: Callable[..., Markup], macro: str) -> Callable[[Context, str], Markup]:
    # pass_context keeps Jinja from working out `"record"|verb` while compiling: compiled once, it would be
    # English in every language
    @pass_context
    def words(_: Context, code: str) -> Markup:
        return say(macro, str(code))

    return words


def main(arguments: list[str]) -> int:
    """What `make words` and `make check` run."""
    from bot.slack import catalogue
    from templates import FOLDER

    if arguments == ["extract"]:
        for path, missing in catalogue.extract(FOLDER):
            sys.stdout.write(f"{path.parent.parent.name}: {missing} to translate\n")
        return 0
    if arguments == ["check"]:
        found = list(catalogue.faults(FOLDER))
        sys.stdout.write("\n".join(found or ["words: every sentence in every language"]) + "\n")
        return 1 if found else 0
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
