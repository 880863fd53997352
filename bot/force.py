"""Reads force.toml, the force on one page, and says all that is wrong with it at once."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.bank_holidays import bank_holidays
from bot.domain.dmm import Dmm
from bot.domain.force import (
    Category,
    Code,
    Edition,
    Force,
    Handling,
    Stages,
    Trait,
    Unit,
    UnitKind,
)
from bot.domain.people import DAYS
from bot.force_checks import cross_checks
from bot.force_page import (
    NOT_HELD,
    CategoryRow,
    ClockRow,
    CodeRow,
    DmmRow,
    Page,
    TraitRow,
    UnitRow,
    read_page,
)
from bot.force_rows.base import Named
from bot.force_rows.ladder import ladder
from bot.hours import parse_clock, parse_days
from bot.problems import FileError, Problem, sentence
from bot.toml_lines import key_lines, line_of


class ForceError(FileError):
    """force.toml cannot be used."""


def load_force(path: Path) -> Force:
    """The force that a file describes; raises ForceError with every problem, its line and its reason."""
    text = _text(path)
    raw = _toml(path, text)
    page, faults = read_page(raw)
    if page is not None:
        faults += cross_checks(page, raw)
    if page is None or faults:
        lines = key_lines(text)
        raise ForceError(
            Problem(path.name, line_of(lines, where), sentence(f"{'.'.join(where)} {reason}"))
            for where, reason in faults
        )
    return _force(page)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise ForceError([Problem(str(path), 0, "This is not a text file that can be read.")]) from problem


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        reason, _, place = str(problem).partition(" (at line ")
        line = place.partition(",")[0]
        at = int(line) if line.isdigit() else text.count("\n") + 1
        raise ForceError([Problem(path.name, at, f"This is not TOML: {reason}.")]) from problem


def _force(page: Page) -> Force:
    return Force(
        id=page.id,
        name=page.name,
        zone=page.zone,
        languages=tuple(page.languages),
        units={code: _unit(code, row) for code, row in page.units.items()},
        restricted_channel=page.restricted_channel,
        operations_channel=page.operations_channel,
        registrar_channel=page.registrar_channel,
        claim_hours=page.claim_hours,
        permissions=_permissions(page),
        digests=page.digests.by_kind(),
        ladder=ladder(page.ladder, page.quiet),
        weekly_day=DAYS.index(page.digests.weekly_day),
        weekly_at=parse_clock(page.digests.weekly_at),
        dial_ins={code: row.series(code) for code, row in page.dial_ins.items()},
        editions=tuple(Edition(name, row.since, row.names()) for name, row in page.editions.items()),
        stages=_stages(page.clock),
        meetings=page.meetings.rules(),
        handovers=page.handovers.rules(),
        unnamed=page.unnamed.limits(),
        alert_minutes=page.alert_minutes,
        sample_percent=page.sample_percent,
        sign_off_unit_only=page.sign_off_unit_only,
        links={name: pattern for name, pattern in page.links.model_dump().items() if pattern},
        retention_days=page.retention_days.model_dump(),
        channel_languages={row.channel: row.language for row in page.units.values() if row.language},
        **_tables(page),
    )


def _tables(page: Page) -> dict[str, Any]:
    return {
        "categories": {code: _category(code, row) for code, row in page.categories.items()},
        "qualifiers": {code: _trait(code, row) for code, row in page.qualifiers.items()},
        "markers": {code: _trait(code, row) for code, row in page.markers.items()},
        "codes": {table: _codes(rows) for table, rows in page.codes.by_name().items()},
        "classes": _codes(page.classes),
        "circumstances": frozenset(code for code, row in page.classes.items() if row.circumstance),
        "roles": _codes(page.roles),
        "accreditations": _codes(page.accreditations),
    }


def _permissions(page: Page) -> dict[str, dict[str, tuple[str, ...]]]:
    matrix = {action: _matrix(rows) for action, rows in page.permissions.items()}
    return {**matrix, "return": matrix["confirm"]}  # never less than this; who returns a record is sign_off's


def _matrix(rows: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(grants) for name, grants in rows.items()}


def _unit(code: str, row: UnitRow) -> Unit:
    dmm = _dmm(row.dmm) if row.dmm else None
    return Unit(code, row.names(), UnitKind(row.kind), row.channel, row.hours, dmm)


def _dmm(row: DmmRow) -> Dmm:
    return Dmm(
        at=parse_clock(row.at),
        minutes=row.minutes,
        days=parse_days(row.days),
        weekend=parse_clock(row.weekend) if row.weekend else None,
        holiday=parse_clock(row.holiday) if row.holiday not in ("", NOT_HELD) else None,
        on_holidays=row.holiday != NOT_HELD,
        holidays=bank_holidays(),
    )


def _category(code: str, row: CategoryRow) -> Category:
    return Category(code, row.names(), Handling(row.rule), tuple(row.classes), row.audited, row.restricted)


def _trait(code: str, row: TraitRow) -> Trait:
    return Trait(code, row.names(), row.starts_clock, tuple(row.classes), row.audited, row.restricted)


def _codes(rows: Mapping[str, Named]) -> dict[str, Code]:
    return {
        code: Code(code, row.names(), (row.decision or "") if isinstance(row, CodeRow) else "")
        for code, row in rows.items()
    }


def _stages(row: ClockRow) -> Stages:
    return Stages(
        clock=timedelta(hours=row.hours),
        approaching=timedelta(hours=row.approaching),
        no_meeting_left=timedelta(hours=row.no_meeting_left),
        urgent=timedelta(hours=row.urgent),
    )
