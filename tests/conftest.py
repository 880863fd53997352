"""What every test may ask for: a database of each kind; and what the run says at its end."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.migrations import upgrade
from tests.databases import Server, running
from tests.long import is_long, is_quick, rank
from tests.surroundings import GIVEN  # it also settles where the tests run

KINDS = ("sqlite", "postgresql")
SERVER = GIVEN.get("DATABASE_URL", "") if GIVEN.get("DATABASE_URL", "").startswith("postgres") else ""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--faults", action="store_true", help="run the longest fault tests too")
    parser.addoption("--quick", action="store_true", help="leave out what tests/long.py names")
    parser.addoption("--long", action="store_true", help="run only what tests/long.py names")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=rank)
    for option, left_out in (("--quick", is_long), ("--long", is_quick)):
        if config.getoption(option):
            config.hook.pytest_deselected(items=[item for item in items if left_out(item)])
            items[:] = [item for item in items if not left_out(item)]
    if config.getoption("--faults"):
        return
    for item in items:
        if item.get_closest_marker("faults"):
            item.add_marker(pytest.mark.skip(reason="a long fault test: make faults runs it"))


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not run and why, the browser tests loudest."""
    if terminalreporter.config.getoption("--quick"):
        terminalreporter.write_line("not run: what takes long (make test-long runs it)", yellow=True)
    browser, others = Counter[str](), Counter[str]()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        (browser if "tests/browser" in report.nodeid else others)[reason.removeprefix("Skipped: ")] += 1
    for reason, count in others.items():
        terminalreporter.write_line(f"not run: {count} ({reason})", yellow=True)
    for reason, count in browser.items():
        terminalreporter.write_line(f"BROWSER TESTS NOT RUN: {count} ({reason})", red=True, bold=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A real PostgreSQL, started when the first test asks."""
    with running(SERVER) as server:
        yield server


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One database of each kind with the newest schema, made when first asked for and then copied."""
    return {"folder": str(tmp_path_factory.mktemp("prepared"))}


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables, one run on SQLite and one on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path, prepared: dict[str, str]) -> Iterator[str]:
    """A fresh database with the newest schema, one run on SQLite and one on PostgreSQL."""
    if request.param == "sqlite":
        template = Path(prepared["folder"], "template.db")
        _once(prepared, "sqlite", f"sqlite:///{template}")
        path = tmp_path / "cofnod.db"
        shutil.copyfile(template, path)
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("postgresql")
    name = _once(prepared, "postgresql", prepared.get("postgresql") or server.create())
    url = server.create(template=name.rpartition("/")[2].partition("?")[0])
    yield url
    server.drop(url)


def _once(prepared: dict[str, str], kind: str, url: str) -> str:
    """Bring the template of this kind to the newest schema the first time."""
    if kind not in prepared:
        prepared[kind] = url
        upgrade(url)
    return prepared[kind]
