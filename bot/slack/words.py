"""The words of one language: a Jinja environment that escapes by itself, speaks gettext and reads times.

python -m bot.slack.words extract    bring the catalogues up to date with the templates
python -m bot.slack.words check      say what they lack; exit 1 where they do
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.runtime import Context
from markupsafe import Markup

from bot import catalogue
from bot.slack import reading, welsh
from bot.slack.escape import as_mrkdwn, as_plain, cut, escaped, quoted

MACROS = (
    "words.j2", "codes.j2", "commands.j2", "loops.j2", "reasons.j2", "elements.j2", "envelopes.j2",
    "blocks.j2", "inputs.j2", "rich.j2", "offers.j2", "others.j2", "meetings.j2", "ladder.j2",
)  # fmt: skip


class Compiled(BytecodeCache):
    """Templates are compiled once, whatever the number of languages; Jinja sees what changed since."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what it compiled for another language."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@dataclass(frozen=True, slots=True)
class Setting:
    """What the environments of all languages share; `find_person` gives whoever has a collar number."""

    folder: Path
    zone: ZoneInfo
    find_person: Callable[[str], Any]
    prefix: str = ""  # before every command's name


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
        keep_trailing_newline=True,  # or what follows an include would stick to it
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=COMPILED,
    )
    env.policies["ext.i18n.trimmed"] = True
    _speak(env, spoken, language)
    _write(env)
    _read(env, setting, language)
    for name in MACROS:
        env.globals |= {k: v for k, v in vars(env.get_template(name).make_module()).items() if k[0] != "_"}
    env.globals["offers"] = reading.offering(env.globals["offers_with"])
    return env


def _speak(env: Environment, spoken: NullTranslations, language: str) -> None:
    """Gettext whose values are escaped by us; Jinja's own would know nothing of Slack."""

    def fill(sentence: str, values: dict[str, Any]) -> Markup:
        return _filled(sentence, welsh.within(sentence, values) if language == "cy" else values)

    def gettext(sentence: str, /, **values: object) -> Markup:
        return fill(spoken.gettext(sentence), values)

    def ngettext(one: str, many: str, num: int, /, **values: object) -> Markup:
        return fill(spoken.ngettext(one, many, num), {"num": num, **values})

    env.newstyle_gettext = True  # type: ignore[attr-defined]  # the i18n extension's own switch
    env.globals |= {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def _filled(sentence: str, values: dict[str, Any]) -> Markup:
    return Markup(sentence % {name: escaped(value) for name, value in values.items()})  # noqa: S704 - escaped


def _joined(values: Iterable[object], between: str = ", ") -> Markup:
    return escaped(between).join(escaped(value) for value in values)


def _lines(values: Iterable[object]) -> Markup:
    return Markup("\n").join(escaped(value) for value in values)


def _write(env: Environment) -> None:
    """What turns text into JSON, and shapes it before that."""
    env.filters |= {
        "mrkdwn": reading.mrkdwn_object,
        "mrkdwn_json": lambda value: quoted(as_mrkdwn(value)),
        "plain_text": reading.plain_object,
        "json": lambda value: quoted(as_plain(value)),
        "cut": cut,
        "join": _joined,
        "lines": _lines,
        "tuple": tuple,
    }


def _read(env: Environment, setting: Setting, language: str) -> None:
    """What reads times, people, references and codes."""
    say = reading.remembering(env)
    times = reading.Times(setting.zone, Locale.parse(language), say)
    people = reading.People(setting.find_person, say)

    @pass_context
    def day_hm(context: Context, at: datetime) -> str:
        return times.day_hm(at, context["at"])

    env.filters |= {"hm": times.hm, "day": times.day, "day_hm": day_hm, "stamp": times.stamp}
    env.filters |= {"short": times.short, "weekday": times.weekday, "weekday_short": times.weekday_short}
    env.filters |= {"as_share": reading.as_share}
    env.filters |= {"age": times.age, "left": times.left, "instant": datetime.fromisoformat}
    env.filters |= {"who": people.who, "called": people.called, "mention": people.mention, "ref": reading.ref}
    env.filters |= {code: reading.by_code(say, f"{code}_words") for code in reading.CODES}
    env.filters |= {"small": reading.small, "oneline": reading.oneline, "plainly": reading.plainly}
    _name(env, reading.Codes(language))
    env.globals |= {"prefix": setting.prefix, "mention": people.mention}
    env.globals |= {"link": reading.link, "handle": reading.handle}


def _name(env: Environment, codes: reading.Codes) -> None:
    """What the force calls things."""

    @pass_context
    def offence(context: Context, each: object, incident: object) -> str:
        return codes.offence(context, each, incident)

    env.filters |= {"named": codes.named, "among": codes.among, "pairs": codes.pairs, "offence": offence}


def main(arguments: list[str]) -> int:
    """What `make words` and `make check` run."""
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
