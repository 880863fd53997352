"""Every figure of every digest again, from nothing but the exported trail: recompute.py TRAIL FORCE.

Naive on purpose: it reads the whole life of every incident anew for each digest, keeps no state between
two, and shares no line with what made the digests. TRAIL is what `cofnod trail` writes; FORCE is JSON with
`clock_hours`. Prints each figure that differs, and each link of a chain that does not hold; exits 1 then.
"""

import hashlib
import json
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

Fact = dict[str, Any]
Life = dict[str, Any]
RUNNING, CHECKED = ("open", "returned", "negated"), ("recorded", "signed_off")
NAMING = (
    "already",
    "included",
)  # such a record names a crime of somebody else: when that was made says nothing
BECOMES = {
    "offence_negated": "negated",
    "negation_confirmed": "confirmed",
    "record_signed_off": "signed_off",
    "decision_returned": "returned",
    "offence_reopened": "open",
    "claim_lapsed": "open",
    "crime_unlinked": "open",
    "crime_cancelled": "cancelled",
    "crime_restored": "recorded",
    "crime_recorded": "recorded",
}


def when(text: str) -> datetime:
    """An instant of the trail."""
    return datetime.fromisoformat(text)


def streams_of(path: Path) -> dict[str, list[Fact]]:
    """The lines of an export, by stream."""
    found: dict[str, list[Fact]] = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            found[row["stream"]].append(row)
    return dict(found)


def broken(stream: str, rows: list[Fact]) -> list[str]:
    """The rows of a stream whose proof does not hold."""
    link, wrong = hashlib.sha256(b"cofnod.trail.v1\x00" + stream.encode()).digest(), []
    for place, row in enumerate(rows, 1):
        leaf = bytes.fromhex(row["leaf"])
        link = hashlib.sha256(link + leaf).digest()
        same = row.get("erased") or leaf == leaf_of(row)
        if not (same and row["seq"] == place and row["hash"] == link.hex()):
            wrong.append(f"{stream} {row['seq']}: the chain does not hold")
            link = bytes.fromhex(row["hash"])
    return wrong


def leaf_of(row: Fact) -> bytes:
    """What stands in the chain for the words of a row."""
    words = json.dumps(row["fact"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(bytes.fromhex(row["salt"]) + words.encode()).digest()


def life_until(facts: list[Fact], at: datetime) -> Life | None:
    """An incident as it stood at an instant; None for one that was not there, or whose words are gone."""
    life: Life | None = None
    for fact in facts:
        if when(fact["entered"]) > at:
            continue
        if fact["kind"] == "incident_received":
            life = received(fact)
        elif life is not None:
            happen(life, fact)
    return life


def received(fact: Fact) -> Life:
    """An incident as it is first heard of."""
    values = fact["values"]
    life: Life = {"unit": values["unit"], "oic": None, "offences": {}, "waiting": set()}
    life["restricted"] = values.get("restricted", False)
    if values["clock"]:
        life["offences"][1] = opened(fact)
    return life


def opened(fact: Fact) -> Fact:
    """An offence whose clock starts."""
    return {"told": when(fact["at"]), "state": "open", "decided": None, "sign_off": False, "decision": ""}


def happen(life: Life, fact: Fact) -> None:
    """Let one fact change what is known of an incident."""
    kind, values = fact["kind"], fact["values"]
    if kind == "incident_changed":
        change(life, values)
    elif kind == "incident_allocated":
        life["oic"] = values["oic"]
    elif kind == "incident_secluded":
        life["restricted"] = True
    elif kind == "crime_ref_waiting":
        life["waiting"].add(values["crime"])
    elif kind == "crime_ref_placed":
        life["waiting"].discard(values["crime"])
    elif kind == "offence_added":
        life["offences"][fact["offence"]] = opened(fact)
        life["restricted"] = life["restricted"] or values.get("restricted", False)
    elif fact["offence"] in life["offences"]:
        decide(life["offences"][fact["offence"]], fact)


def change(life: Life, values: Fact) -> None:
    """What a feed says anew; a report that is said to be earlier moves the clocks that began with it."""
    life["restricted"] = values.get("restricted", life["restricted"])
    if "unit" in values["changes"]:
        life["unit"] = values["changes"]["unit"][1]
    if "reported_at" in values["changes"]:
        before, now = map(when, values["changes"]["reported_at"])
        for offence in life["offences"].values():
            if offence["told"] <= before:
                offence["told"] = min(offence["told"], now)


def decide(offence: Fact, fact: Fact) -> None:
    """What becomes of one offence."""
    kind, at = fact["kind"], when(fact["at"])
    if kind == "crime_recorded":
        offence["decision"] = fact["values"]["decision"]
        offence["sign_off"] = fact["values"].get("sign_off", False)
    if kind in ("crime_recorded", "offence_negated"):
        offence["decided"] = at
    if kind == "crime_confirmed" and offence["decision"] not in NAMING:
        offence["decided"] = at
    offence["state"] = BECOMES.get(kind, offence["state"])


def figures_of(lives: list[Life], said: Fact, collar: str, clock: timedelta) -> Fact:
    """Every figure of a digest, from the lives of all incidents at its instant."""
    at = when(said["at"])
    found: Fact = dict.fromkeys(COUNTED, 0) | {"to_confirm": [0, 0, 0], "to_sign_off": [0, 0, 0]}
    found |= {"ended": at - clock, "since": at - clock - timedelta(days=7), "hours": Counter()}
    for life in lives:
        running = sum(o["state"] in RUNNING for o in life["offences"].values())
        found["mine"] += running if life["oic"] == collar else 0
        if life["unit"] in said["units"] and life["restricted"] and not said["sees_restricted"]:
            found["restricted"] += running > 0
        elif life["unit"] in said["units"]:
            for offence in life["offences"].values():
                count(found, life, offence, said, clock)
    return found


COUNTED = (
    "overdue", "later", "unallocated", "mine", "returned", "recorded", "judged", "negated", "restricted",
)  # fmt: skip


def count(found: Fact, life: Life, offence: Fact, said: Fact, clock: timedelta) -> None:
    """Count one offence wherever it belongs."""
    at, due = when(said["at"]), offence["told"] + clock
    wait(found, life, offence, at)
    if offence["state"] in RUNNING:
        until = when(said["until"]) if said.get("until") else at + timedelta(days=21)
        fall_due(found, due, at, until)
    if found["since"] <= offence["told"] < found["ended"]:
        judge(found, life, offence, due)


def fall_due(found: Fact, due: datetime, at: datetime, until: datetime) -> None:
    """Count an offence whose clock runs."""
    if due <= at:
        found["overdue"] += 1
    elif due <= until:
        found["hours"][due.replace(minute=0, second=0, microsecond=0)] += 1
    else:
        found["later"] += 1


def wait(found: Fact, life: Life, offence: Fact, at: datetime) -> None:
    """Count an offence that waits for somebody."""
    state = offence["state"]
    if state in ("open", "returned") and life["oic"] is None:
        found["unallocated"] += 1
    found["returned"] += state == "returned"
    if state == "negated":
        found["to_confirm"][age(offence, at)] += 1
    if state == "recorded" and offence["sign_off"]:
        found["to_sign_off"][age(offence, at)] += 1


def age(offence: Fact, at: datetime) -> int:
    """0: it has waited for up to a day, 1: up to a week, 2: longer."""
    waited = at - offence["decided"]
    return 0 if waited <= timedelta(days=1) else 1 if waited <= timedelta(days=7) else 2


def judge(found: Fact, life: Life, offence: Fact, due: datetime) -> None:
    """Count an offence whose 24 hours are over: in time, late, never; or not at all."""
    state, decided = offence["state"], offence["decided"]
    if state in CHECKED and decided >= offence["told"]:
        found["judged"] += 1
        found["recorded"] += decided <= due
    elif state == "confirmed":
        found["negated"] += 1
    elif state in RUNNING and not life["waiting"]:
        found["judged"] += 1


def differences(streams: dict[str, list[Fact]], clock: timedelta) -> tuple[int, list[str]]:
    """How many digests were recomputed, and what of them differs."""
    facts = {name: [row["fact"] for row in rows if not row.get("erased")] for name, rows in streams.items()}
    every = [f for rows in facts.values() for f in rows if f["kind"] == "digest_made"]
    made = [f for f in every if f["values"].get("digest") != "weekly"]  # recompute_weekly.py has those
    wrong: list[str] = []
    for fact in made:
        said, collar = fact["values"]["figures"], fact["values"]["collar"]
        lives = [life for rows in facts.values() if (life := life_until(rows, when(said["at"])))]
        again = figures_of(lives, said, collar, clock)
        again["hours"] = [[stamp(hour), n] for hour, n in sorted(again["hours"].items())]
        again["since"], again["ended"] = stamp(again["since"]), stamp(again["ended"])
        for name, value in again.items():
            if said[name] != value:
                wrong.append(f"{collar} {said['at']}: {name} says {said[name]}, and is {value}")
    return len(made), wrong


def stamp(at: datetime) -> str:
    """An instant as the trail writes it."""
    return at.isoformat().replace("+00:00", "Z")


def main(trail: str, force: str) -> int:
    """Compare everything; 1 where something differs."""
    streams = streams_of(Path(trail))
    clock = timedelta(hours=json.loads(Path(force).read_text(encoding="utf-8"))["clock_hours"])
    count, wrong = differences(streams, clock)
    wrong += [line for name, rows in streams.items() for line in broken(name, rows)]
    for line in wrong:
        print(line)
    print(f"{count} digests recomputed from {len(streams)} streams, {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
