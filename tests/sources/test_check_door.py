"""Trying a mapping on its own door, and crime records on either: counted whole, and nothing is kept."""

from pathlib import Path

from bot.sources.check import check, check_fetch
from bot.sources.fetched import Tally
from bot.sources.mapping_file import load_mapping
from tests.sources.builders import AT, EXAMPLES
from tests.sources.views import System, mapping_of

NICHE = load_mapping(EXAMPLES / "niche_csv.toml")
HEADS = "Occurrence No,Recorded,Classification,HO Group,Reclassified,Cancelled,Cancel Reason,Cancelled By"
HEADS += ",Source Incident,Occurrence Type\n"
ROWS = [
    "NC/1/26,20/11/2026 09:00,Common assault,Violence without injury,,,,,DP-20261120-0123,CRIME",
    "NC/2/26,20/11/2026 10:00,Arrangements,,,,,,,CRIME",
    "NC/3/26,20/11/2026 08:00,Theft,THEFT,,20/11/2026 11:00:00,ERROR,842,DP-20261119-0007,CRIME",
    "NC/4/26,20/11/2026 08:00,Lost property,,,,,,,PROPERTY",
    "NC/5/26,31/02/2026 08:00,Theft,THEFT,,,,,,CRIME",
    "NC/1/26,20/11/2026 09:00,Common assault,Violence without injury,,,,,DP-20261120-0123,CRIME",
]


def test_a_crime_export_is_counted_by_what_matters_of_it(tmp_path: Path) -> None:
    file = tmp_path / "niche-occurrences.csv"
    file.write_text(HEADS + "\n".join(ROWS) + "\n", encoding="cp1252")
    report = check(file, NICHE, AT)
    assert report.tally == Tally(6, 3, 1, 1, 1)
    assert (report.crimes, report.of_incidents, report.cancelled, report.incidents) == (3, 2, 1, 0)
    assert report.classifications == {"Common assault": 1, "Arrangements": 1, "Theft": 1}
    assert report.classes == {"violence": 1, "": 1, "theft": 1}
    assert report.earliest is not None
    assert report.earliest.hour == 8


async def test_a_check_of_a_view_tells_how_far_it_is(local: System) -> None:
    for n in (5001, 5002, 5003):
        local.put(n, unit="")
    local.run(
        "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 2000) INSERT INTO logs"
        " SELECT '20261120-' || n, '', '2026-11-20T10:00:00Z', 'theft', 'powys', '', NULL FROM i"
    )
    source, told = local.source(), list[int]()
    report = check_fetch(await source.fetch(AT, again=True), mapping_of(), told.append)
    assert (report.tally, told) == (Tally(2003, 2000, 3), [1000, 2000])
    assert (report.incidents, report.units) == (2000, {"powys": 2000})
    assert source.remembered() == local.source().remembered()
