"""The first digest of a process: what it reckons with takes seconds to load, and answers go on meanwhile."""

import subprocess
import sys

from tests import house

PROGRAM = """
import asyncio, sys, threading

from bot.services.digests import daily
from bot.slack.bulletins.digests import digest
from bot.slack.bulletins.reading import present
from bot.slack.render import Renderer
from templates import FOLDER
from tests.templates.digest_cases import DIGEST
from tests.templates.things import PEOPLE, PRESENT


class Watch:
    def find_spec(self, name, path, target=None):
        if name == "scipy":
            print("loop" if threading.current_thread() is threading.main_thread() else "thread")


async def read(query, *_):
    return {daily.of_message: daily.Shown(DIGEST, ()), present: PRESENT}[query]


class Put:
    key = "digest"


sys.meta_path.insert(0, Watch())
worded = asyncio.run(digest(read, Renderer(FOLDER, "Europe/London", PEOPLE.get), "en", Put()))
print("87" in str(worded["blocks"]))
"""


def test_the_first_digest_loads_what_it_reckons_with_beside_the_loop() -> None:
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, cwd=house.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["thread", "True"]
