"""From a force's export to a first mapping of it."""

import re
from datetime import UTC, datetime
from glob import escape
from pathlib import Path

from bot.domain.force import Force
from bot.sources.guessing.crimes import Crimes
from bot.sources.guessing.details import Details
from bot.sources.guessing.draft import Draft
from bot.sources.guessing.filters import filters
from bot.sources.guessing.flags import flags
from bot.sources.guessing.found import Guess
from bot.sources.guessing.identity import reference
from bot.sources.guessing.phrases import listed, score
from bot.sources.guessing.roles import is_hidden
from bot.sources.guessing.sample import take
from bot.sources.guessing.stamps import stamps

_OPTIONAL = ("closing_category", "closing_code", "grade", "route", "beat")
_LARGE = 128  # MiB: half of what a mapping reads unless it says more


def guess(path: Path, force: Force, crimes: bool = False) -> Guess:
    """What a sample of a file says of its mapping; raises NotAnExport where it is none, and OSError.

    `crimes`: the export of the crime system, not of the control room.
    """
    sample, notes = take(path)
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    draft = Draft(path, force, sample, modified, "crimes" if crimes else "incidents")
    _door(draft, crimes)
    draft.notes += notes
    filters(draft)
    (_crimes if crimes else _incidents)(draft)
    _leave_out(draft)
    return draft.guess()


def _incidents(draft: Draft) -> None:
    stamps(draft, "times", "reported_at", ("logged_at", "closed_at"))
    reference(draft, "columns")
    Details(draft).fill()
    flags(draft)


def _crimes(draft: Draft) -> None:
    stamps(draft, "times_of_crimes", "created_at", ("incident_day", "reclassified_at", "cancelled_at"))
    Crimes(draft).fill()


def _door(draft: Draft, crimes: bool) -> None:
    """Name, force, layout and folder."""
    draft.put("name", _name(draft.path))
    draft.put("force", draft.force.id)
    if crimes:
        draft.put("delivers", "crimes")
    draft.put("kind", "drop_folder")
    draft.put("time_zone", draft.force.zone)
    draft.put("format", dict(draft.sample.layout))
    if (size := draft.path.stat().st_size // 2**20) > _LARGE:
        draft.put("format.max_mib", size * 2)
        draft.say("format.max_mib", "max_mib")
    _folder(draft)


def _folder(draft: Draft) -> None:
    draft.put("folder", {"path": str(draft.path.resolve().parent), "pattern": pattern_of(draft.path.name)})
    numbered = any(c.isdigit() for c in draft.path.name)
    draft.say("folder.pattern", "folder" if numbered else "folder_one", check=numbered)


def _name(path: Path) -> str:
    """A source's name from its file's: without numbers, in small letters and hyphens."""
    apart = re.findall(r"[a-z]{2,}", path.name.partition(".")[0].casefold())
    return "-".join(apart)[:40].strip("-") or "export"


def pattern_of(name: str) -> str:
    """A pattern for a file and those that come after it: numbers in its name will be others."""
    return re.sub(r"[0-9][0-9_\-.T]*[0-9]Z?|[0-9]", "*", escape(name))


def _leave_out(draft: Draft) -> None:
    """Say which columns are not read."""
    for column in draft.free():
        code = "personal" if is_hidden(column) else "unused" if column.filled else "empty"
        draft.say("", code, column=column.name)
        if code == "unused" and (fields := _could_be(draft, column.name)):
            draft.say("", "could_be", column=column.name, fields=", ".join(fields))


def _could_be(draft: Draft, header: str) -> list[str]:
    """The fields without a column that a header may mean, though nobody was sure."""
    if draft.body != "fields":
        return []
    told = {"closed_at": listed("times")["closed_at"]} | {name: listed("columns")[name] for name in _OPTIONAL}
    filled = draft.tables.get("fields", {})
    return [name for name, phrases in told.items() if name not in filled and score(header, phrases)]
