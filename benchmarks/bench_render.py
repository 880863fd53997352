"""Putting incidents into words: the live list of a unit as Slack gets it, for each incident on it."""

import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks.figures import Figure, middle
from benchmarks.invented import AT, FORCE, ROSTER_OF_FORCE, reports
from bot.domain.listing import Listing
from bot.migrations import upgrade
from bot.services import intake, listings
from bot.slack.bulletins import shown_list
from bot.slack.render import Renderer
from bot.store.store import Store
from templates import FOLDER

UNIT, TRIES = "carmarthenshire", 50


def _listing(folder: Path) -> Listing:
    """A unit's live list as the store gives it."""
    url = f"sqlite:///{folder / 'render.db'}"
    upgrade(url)
    store = Store(url, FORCE, ROSTER_OF_FORCE)
    store.write_now(intake.take, AT, "bench", reports(600))
    found = store.read_now(listings.live, AT, UNIT, "en")
    store.close()
    return found


def measure() -> list[Figure]:
    """Milliseconds for each incident shown, in both languages."""
    with tempfile.TemporaryDirectory() as folder:
        listing = _listing(Path(folder))
    words, found = Renderer(FOLDER, FORCE.zone, ROSTER_OF_FORCE.by_collar), []
    for lang in FORCE.languages:
        shown_list(words, lang, listing)  # once before, so that the templates are compiled
        took = []
        for n in range(TRIES):
            later = replace(listing, at=listing.at + timedelta(minutes=n))
            began = time.perf_counter()
            message = shown_list(words, lang, later)
            took.append(time.perf_counter() - began)
        lines = sum("accessory" in b or b["type"] == "actions" for b in message["blocks"])
        each = middle(took) * 1000 / lines
        found.append(Figure(f"render, {lang}, per incident of {lines}", each, "ms", at_most=0.1))
    return found
