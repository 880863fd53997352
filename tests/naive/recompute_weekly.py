"""Every figure of every weekly digest again, from the exported trail alone: recompute_weekly.py TRAIL FORCE.

Naive on purpose, as recompute.py, which tells how an incident's life is read. FORCE is JSON with
`clock_hours`, `zone`, and the codes of its `units` and `categories`. What a log carries beside its
category is not on the trail, so of the second look only what people did is counted again.
Exits 1 where something differs.
"""

import json
import sys
from collections import Counter
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parent))

from recompute import CHECKED, RUNNING, Fact, life_until, streams_of, when

UTC = ZoneInfo("UTC")
Offence = dict[str, Any]


def offences_until(rows: list[Fact], at: datetime) -> list[Offence]:
    """The offences of an incident as they stood at an instant, with its unit and their category."""
    life = life_until(rows, at)
    if life is None:
        return []
    category, own = categories_until([fact for fact in rows if when(fact["entered"]) <= at])
    placed = {"unit": life["unit"], "waits": bool(life["waiting"])}
    return [{**o, **placed, "n": n, "category": own.get(n, category)} for n, o in life["offences"].items()]


def categories_until(facts: list[Fact]) -> tuple[str, dict[int, str]]:
    """What an incident is called, and its offences that have a category of their own."""
    category, own = "", {}
    for fact in facts:
        values = fact["values"]
        if fact["kind"] == "incident_received":
            category = values["category"]
        elif fact["kind"] == "incident_changed" and "category" in values["changes"]:
            category = values["changes"]["category"][1]
        elif fact["kind"] == "offence_added" and values.get("offence_class"):
            own[fact["offence"]] = values["offence_class"]
    return category, own


def became(offence: Offence, clock: timedelta) -> str:
    """What became of an offence whose 24 hours are over."""
    if offence["state"] == "cancelled":
        return "cancelled"
    if offence["state"] in CHECKED:
        if offence["decided"] < offence["told"]:
            return "before"
        return "met" if offence["decided"] <= offence["told"] + clock else "late"
    if offence["state"] in RUNNING:
        return "unmatched" if offence["waits"] else "overdue"
    return "negated"


def figures(every: list[list[Fact]], said: Fact, force: Fact) -> Fact:
    """Days, counts and axes of a weekly digest."""
    at, zone, clock = when(said["at"]), ZoneInfo(force["zone"]), timedelta(hours=force["clock_hours"])
    ended = (at - clock).astimezone(zone).date()
    days = [ended - timedelta(days=back) for back in range(28, 0, -1)]
    mine = None if set(said["units"]) >= set(force["units"]) else said["units"]
    found = [
        {**offence, "local": offence["told"].astimezone(zone), "became": became(offence, clock)}
        for facts in every for offence in offences_until(facts, at)
        if midnight(days[0], zone) <= offence["told"] < midnight(ended, zone)
        and (mine is None or offence["unit"] in mine)
    ]  # fmt: skip
    last = [each for each in found if each["local"].date() >= days[-7]]
    again = {
        "days": [[day.isoformat(), *share(x for x in found if x["local"].date() == day)] for day in days]
    }
    return again | {
        "counts": dict(Counter(each["became"] for each in last)),
        "axes": axes(found, said, force),
    }


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a local day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def share(found: Any) -> list[int]:
    """How many were recorded in time, of how many that can be judged."""
    ends = Counter(each["became"] for each in found)
    return [ends["met"], ends["met"] + ends["late"] + ends["overdue"]]


def axes(found: list[Offence], said: Fact, force: Fact) -> Fact:
    """The rows of every axis as [code, met, judged, low], in no order."""
    width = said["width"]
    keys = {
        "unit": common([each["unit"] for each in found], force["units"]),
        "category": common([each["category"] for each in found], force["categories"]),
        "hour": [str(each["local"].hour // width * width) for each in found],
        "weekday": [str(each["local"].weekday()) for each in found],
    }
    always = {"hour": [str(hour) for hour in range(0, 24, width)], "weekday": [str(day) for day in range(7)]}
    return {axis: rows(found, names, always.get(axis, [])) for axis, names in keys.items()}


def common(names: list[str], known: list[str]) -> list[str]:
    """Names, and one word for those that nobody knows and that are fewer than five."""
    many = Counter(names)
    return [name if name in known or many[name] >= 5 or name == "" else "rare" for name in names]


def rows(found: list[Offence], names: list[str], always: list[str]) -> list[list[Any]]:
    """A row for each name."""
    by = {
        name: share(x for x, its in zip(found, names, strict=True) if its == name)
        for name in {*names, *always}
    }
    enough = [name for name, (_, judged) in by.items() if judged >= 20]
    return sorted(
        [name, *by[name], name in enough and low(by[name], share(found), len(enough))] for name in by
    )


def low(part: list[int], whole: list[int], compared: int) -> bool:
    """Whether chance would hardly miss so many of a part, by counting every way to draw it."""
    missed, of_all = part[1] - part[0], whole[1] - whole[0]
    ways = sum(comb(of_all, n) * comb(whole[0], part[1] - n) for n in range(missed, part[1] + 1))
    return Fraction(ways, comb(whole[1], part[1])) < Fraction(5, 100 * compared)


def deeds(every: list[list[Fact]], at: datetime, clock: timedelta) -> Counter[str]:
    """The signals of a second look that rest on what people did in the week before."""
    found: Counter[str] = Counter()
    for facts in every:
        recent = [f for f in facts if at - timedelta(days=7) <= when(f["entered"]) <= at]
        if any(f["kind"] in ("offence_negated", "crime_cancelled") for f in recent):
            held = {offence["n"]: offence for offence in offences_until(facts, at)}
            found += negations(recent, held, clock) + cancellations(recent, held)
    return found


def negations(recent: list[Fact], held: dict[int, Offence], clock: timedelta) -> Counter[str]:
    """Those in the last two hours, and those that were confirmed at once."""
    found, negated = Counter[str](), dict[int, datetime]()
    for fact in recent:
        n, done = fact["offence"], when(fact["at"])
        if fact["kind"] == "offence_negated":
            negated[n], due = done, held[n]["told"] + clock
            found["last_hours"] += due - timedelta(hours=2) <= done <= due
        elif fact["kind"] == "negation_confirmed" and n in negated:
            found["at_once"] += done - negated[n] <= timedelta(seconds=30)
    return found


def cancellations(recent: list[Fact], held: dict[int, Offence]) -> Counter[str]:
    """Crimes that stand cancelled, within seven days of their record."""
    gone = {f["offence"]: when(f["at"]) for f in recent if f["kind"] == "crime_cancelled"}
    soon = [
        n for n, at in gone.items()
        if held[n]["state"] == "cancelled" and at - held[n]["decided"] <= timedelta(days=7)
    ]  # fmt: skip
    return Counter({"soon_cancelled": len(soon)})


def differences(every: list[list[Fact]], force: Fact) -> tuple[int, list[str]]:
    """How many weekly digests were recomputed, and what of them differs."""
    clock, wrong = timedelta(hours=force["clock_hours"]), []
    made = [f["values"] for facts in every for f in facts if f["kind"] == "digest_made"]
    weekly = [values for values in made if values.get("digest") == "weekly"]
    for values in weekly:
        said = values["figures"]
        again, axes_said = figures(every, said, force), {a: sorted(r) for a, r in said["axes"].items()}
        pairs = [(name, said[name], again[name]) for name in ("days", "counts")]
        pairs += [(axis, axes_said[axis], found) for axis, found in again["axes"].items()]
        if said["looks"] is not None:
            counted = deeds(every, when(said["at"]), clock)
            pairs += [(n, said["looks"][n], counted[n]) for n in ("last_hours", "at_once", "soon_cancelled")]
        about = f"{values['collar']} {said['at']}"
        wrong += [f"{about}: {name} says {one}, and is {other}" for name, one, other in pairs if one != other]
    return len(weekly), wrong


def main(trail: str, force: str) -> int:
    """Compare everything; 1 where something differs."""
    streams = streams_of(Path(trail))
    every = [[row["fact"] for row in rows_of_it if not row.get("erased")] for rows_of_it in streams.values()]
    count, wrong = differences(every, json.loads(Path(force).read_text(encoding="utf-8")))
    for line in wrong:
        print(line)
    print(f"{count} weekly digests recomputed from {len(streams)} streams, {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
