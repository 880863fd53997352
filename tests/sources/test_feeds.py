"""The two public shapes that we have mappings for, with invented rows: every row is accounted for."""

import json
from collections import Counter
from pathlib import Path

from aiohttp import ClientSession

from bot.domain.incident import TimeReading
from bot.sources.check import CheckReport, check
from bot.sources.door import Http
from bot.sources.http_queue import HttpQueue
from bot.sources.mapping import Mapping
from bot.sources.mapping_file import load_mapping, parse_mapping
from tests.sources.builders import AT, EXAMPLES
from tests.sources.queues import Queue

ROWS, NEVER_ARRIVED, POLLS = 222, 36, 60
SEATTLE = (EXAMPLES / "seattle_calls.toml").read_text(encoding="utf-8")
ARRIVED = 'logged_at = { column = "Arrived Time", formats = ["%m/%d/%Y %I:%M:%S %p"], required = true }'
HEAD = "CAD Event Number,Event Clearance Description,Call Type,Priority,Initial Call Type,Final Call Type"
HEAD += ",Original Time Queued,Arrived Time,Precinct,Sector,Beat,Blurred_Longitude,Blurred_Latitude"


def seattle_shape(folder: Path) -> Path:
    """A file of that shape: CRLF, twelve-hour clock, quoted commas, arrival times that are often blank."""
    rows = [HEAD]
    for n in range(ROWS):
        day = n % 28 + 1
        arrived = "" if n < NEVER_ARRIVED else f"07/{day:02d}/2026 1:05:09 PM"
        rows.append(
            f'{2026000000000 + n},MADE,911,3,"NOISE, LOUD",--NOISE - LOUD,07/{day:02d}/2026 12:05:09 PM,'
            f"{arrived},NORTH,ALPHA,A{n % 3 + 1},0,0"
        )
    path = folder / "calls.csv"
    path.write_bytes(("\r\n".join(rows) + "\r\n").encode())
    return path


def tally(report: CheckReport) -> tuple[int, int, int, int, int]:
    t = report.tally
    assert t.seen == t.good + t.bad + t.filtered + t.unchanged
    return t.seen, t.good, t.bad, t.filtered, t.unchanged


def test_a_call_that_nobody_attended_still_counts(tmp_path: Path) -> None:
    report = check(seattle_shape(tmp_path), parse_mapping(SEATTLE, "seattle.toml"), AT)
    assert tally(report) == (ROWS, ROWS, 0, 0, 0)
    assert report.readings == {TimeReading.LOCAL: ROWS}
    assert report.categories == {"--NOISE - LOUD": ROWS}


def test_a_mapping_that_demands_a_time_quarantines_where_it_is_blank(tmp_path: Path) -> None:
    demanding = parse_mapping(
        SEATTLE.replace("opening_category =", f"{ARRIVED}\nopening_category ="), "seattle.toml"
    )
    report = check(seattle_shape(tmp_path), demanding, AT)
    assert tally(report) == (ROWS, ROWS - NEVER_ARRIVED, NEVER_ARRIVED, 0, 0)
    assert {(r.reason, r.column) for r in report.quarantined} == {("time_missing", "Arrived Time")}
    assert [row.line for row in report.by_reason()["time_missing"]] == list(range(2, NEVER_ARRIVED + 2))


def clearwater_shape(poll: int) -> dict[str, object]:
    """One poll of that shape: calls come, go, come back, change their type; one never has a readable time."""
    open_calls = [n for n in range(poll, poll + 5) if (n + poll) % 4]
    calls = [
        {
            "Master_Incident_Number": f"111926-{n:05d}",
            "Online_Description": "BATTERY" if n - poll < 2 else "DISTURBANCE",
            "Address": "NOWHERE ST",
            "Response_Date": "soon" if n == 30 else f"2026-11-19T{n % 24:02d}:00:00",
        }
        for n in open_calls
    ]
    return {"calls": calls, "timestamp": f"poll {poll}", "count": len(calls)}


async def served(mapping: Mapping, polls: list[dict[str, object]]) -> Counter[str]:
    """What the HTTP source counted over all polls served to it."""
    queue, total = Queue(), Counter[str]()
    await queue.server.start_server()
    http = Http(url=str(queue.server.make_url("/calls.json")))
    async with ClientSession() as session:
        source = HttpQueue(mapping.model_copy(update={"http": http}), session, {})
        for body in polls:
            queue.says("/calls.json", body)
            fetch = await source.fetch(AT)
            total["read"] += len(list(fetch.reports))
            fetch.taken()
            total.update({part: getattr(fetch.tally, part) for part in ("seen", "good", "bad", "unchanged")})
    await queue.server.close()
    return total


async def test_sixty_polls_over_http_account_for_every_row() -> None:
    polls = [clearwater_shape(n // 2 * 2) for n in range(POLLS)]  # every second one is the same answer again
    rows = sum(len(p["calls"]) for p in polls)  # type: ignore[arg-type,misc] # lists, as made above
    total = await served(load_mapping(EXAMPLES / "clearwater_calls.toml"), polls)
    assert total["seen"] == rows == total["good"] + total["bad"] + total["unchanged"]
    assert total["unchanged"] == rows / 2
    assert total["read"] == total["good"] + total["bad"]
    assert total["bad"] > 0


def test_sixty_saved_polls_tell_new_changed_and_unchanged_apart(tmp_path: Path) -> None:
    for n in range(POLLS):
        (tmp_path / f"poll_{n:04d}.json").write_text(json.dumps(clearwater_shape(n)))
    report = check(tmp_path, load_mapping(EXAMPLES / "clearwater_calls.toml"), AT)
    seen, good, bad, _, unchanged = tally(report)
    assert seen == sum(len(clearwater_shape(n)["calls"]) for n in range(POLLS))  # type: ignore[arg-type,misc] # lists
    assert good == report.incidents + report.changed
    assert report.changed > 0
    assert unchanged > 0
    assert {row.reason for row in report.quarantined} == {"time_unreadable"}
    assert len(report.files) == POLLS
    assert bad == len(report.quarantined)


def test_a_number_of_that_shape_restarts_daily(tmp_path: Path) -> None:
    body = clearwater_shape(0)
    (tmp_path / "poll.json").write_text(json.dumps(body).replace('"111926-00001"', '"112026-00002"'))
    report = check(tmp_path / "poll.json", load_mapping(EXAMPLES / "clearwater_calls.toml"), AT)
    assert report.incidents == len(body["calls"])  # type: ignore[arg-type] # a list
