"""Which tests take long: `make test` leaves them to `make test-long`, and CI runs both.

Each plays whole days or weeks, starts whole programs, or drives a browser; what a change usually breaks, the
quick ones see too. Longest first, so that on two cores neither is left alone with one of them at the end.
"""

import pytest

LONG = (
    "tests/flows/test_week.py",
    "tests/faults/test_f17_replay.py",
    "tests/faults/test_f04_kill.py",
    "tests/browser/",
    "tests/demo/test_demo_once.py",
    "tests/naive/",
    "tests/demo/test_demo_open.py",
    "tests/test_readme.py::test_a_command_of_the_readme_does_what_it_says[cofnod demo --once]",
    "tests/cli/test_replay.py",
    "tests/replay/test_same_as_live.py",
    "tests/services/audit/test_week.py",
    "tests/services/digests/test_slots.py",
    "tests/replay/test_force_year.py",
    "tests/faults/",
)


def rank(item: pytest.Item) -> int:
    """The place of a test in the list; behind it where it does not stand there."""
    return next((n for n, path in enumerate(LONG) if item.nodeid.startswith(path)), len(LONG))


def is_long(item: pytest.Item) -> bool:
    """Whether a quick run leaves a test out."""
    return rank(item) < len(LONG)


def is_quick(item: pytest.Item) -> bool:
    """Whether a run of what takes long leaves a test out: each test is in one of the two."""
    return not is_long(item)
