"""Putting incidents into words: the live list of a unit as Slack gets it, for each incident on it.

Nothing here waits for anything, so it is counted in the processor's time.
"""

import time
from collections.abc import Callable

from benchmarks.databases import New
from benchmarks.figures import Figure, middle
from benchmarks.invented import AT, FORCE, ROSTER_OF_FORCE, reports
from bot.domain.listing import Listing
from bot.services.feeds import intake
from bot.services.incidents import listings
from bot.slack.bulletins.lists import fitting, shown_list
from bot.slack.render import Renderer
from bot.store.store import Store
from templates import FOLDER

UNIT, TRIES = "carmarthenshire", 100


def _listing(url: str) -> Listing:
    """A unit's live list as the store gives it."""
    store = Store(url, FORCE, ROSTER_OF_FORCE)
    store.write_now(intake.take, AT, "bench", reports(600))
    found = store.read_now(listings.live, AT, UNIT, "en")
    store.close()
    return found


def _milliseconds(work: Callable[[], object]) -> float:
    work()  # once before, so that the templates are compiled
    took = []
    for _ in range(TRIES):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return middle(took) * 1000


def measure(new: New) -> list[Figure]:
    """A list of as many as fit, rendered; and the whole way from all that wait to what Slack gets."""
    listing, found = _listing(new("sqlite")), []
    words = Renderer(FOLDER, FORCE.zone, ROSTER_OF_FORCE.by_collar)
    for lang in FORCE.languages:
        fits = fitting(words, lang, listing)
        lines = len(fits["listing"].lines)
        message = _milliseconds(lambda: words.message("listings/live", lang, at=AT, **fits))  # noqa: B023 - used at once
        found.append(Figure(f"render, {lang}, per incident of {lines}", message / lines, "ms", at_most=0.1))
        whole = _milliseconds(lambda: shown_list(words, lang, listing))  # noqa: B023 - used at once
        found.append(Figure(f"list, {lang}, {len(listing.lines)} waiting, {lines} fit: whole", whole, "ms"))
    return found
