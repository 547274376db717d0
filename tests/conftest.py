"""Fixtures every room shares: a real browser and the real app, each started once a session.

A test that needs a program the machine lacks is left out, and said at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import expect

from bot.records.records import Records
from environment import launch
from environment.settings import Settings
from tests.browser import ARGUMENTS
from tests.postgresql import postgresql_server
from tests.programs import CHROMIUM, CURL, FAKETIME, NGINX, OPENSSL, POSTGRES, SYSTEMD
from tests.records import KINDS, Databases, PostgresqlDatabases, SqliteDatabases
from tests.running import Running, running_app

launch.work_offline()
expect.set_options(timeout=20_000)  # two browsers share two cores with all else

LEFT_OUT = pytest.StashKey[set[str]]()
NEEDS: Final[Mapping[str, tuple[Path, ...]]] = {
    "browser": (CHROMIUM,),
    "nginx": (NGINX, OPENSSL, CURL),
    "systemd_analyze": (SYSTEMD,),
    "faketime": (FAKETIME,),
    "postgresql": (POSTGRES,),
}  # fixture, or a case of one → the programs that a test which asks for it runs


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Return how pytest-playwright starts the browser behind its ``page`` fixture."""
    return {"executable_path": str(CHROMIUM), "args": list(ARGUMENTS)}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """Return what every page starts from: a desktop window, in Chinese."""
    return {"locale": "zh-CN", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def nginx() -> Path:
    """Return the program; asking for it says that a test needs it."""
    return NGINX


@pytest.fixture(scope="session")
def systemd_analyze() -> Path:
    """Return the program; asking for it says that a test needs it."""
    return SYSTEMD


@pytest.fixture(scope="session")
def faketime() -> str:
    """Return the program; asking for it says that a test needs it."""
    return str(FAKETIME)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    """Return databases in files."""
    return SqliteDatabases(tmp_path_factory.mktemp("migrated"))


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresqlDatabases]:
    """Start a PostgreSQL; return its databases."""
    with postgresql_server() as address:
        databases = PostgresqlDatabases(address, tmp_path_factory.mktemp("migrated"))
        yield databases
        databases.close()


@pytest.fixture(params=KINDS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Return settings that name records of one kind and then of the other, empty, up to date."""
    databases: Databases = request.getfixturevalue(request.param)
    with databases.ready(tmp_path / "var") as named:
        yield named


@pytest.fixture(scope="module", params=KINDS)
def module_settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """Return what `settings` does, once for the tests of a module that share what is slow."""
    databases: Databases = request.getfixturevalue(request.param)
    with databases.ready(tmp_path_factory.mktemp("module") / "var") as named:
        yield named


@pytest.fixture
def records(settings: Settings) -> Iterator[Records]:
    """Return the records that the settings name."""
    opened = Records.open(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Start the real app, once for the tests that share a worker."""
    with running_app(tmp_path_factory.mktemp("server")) as app:
        yield app


@pytest.fixture(scope="session")
def server(running: Running) -> str:
    """Return the address of the running app: http://127.0.0.1:port."""
    return running.address


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives a browser; leave out, and remember, what the machine has no program for."""
    left_out = []
    for item in items:
        asked = getattr(item, "fixturenames", ())
        if "browser" in asked:
            item.add_marker("browser")
        if _lacking(item):
            left_out.append(item)
    if not left_out:
        return
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    names = [f"{item.nodeid}　缺 {'、'.join(_lacking(item))}" for item in left_out]
    config.stash.setdefault(LEFT_OUT, set()).update(names)
    if hasattr(config, "workeroutput"):  # under xdist only the controller prints
        config.workeroutput["left_out"] = names


def _lacking(item: pytest.Item) -> list[str]:
    """The programs that a test needs, by its fixtures and their cases, and the machine lacks."""
    case = getattr(item, "callspec", None)
    cases = (value for value in case.params.values() if isinstance(value, str)) if case else ()
    asked = {*getattr(item, "fixturenames", ()), *cases}
    needed = (program for name in NEEDS if name in asked for program in NEEDS[name])
    return [str(program) for program in needed if not program.exists()]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:  # noqa: ANN401 -- xdist's own type
    """Take over from one of xdist's workers, as it ends, what it has left out."""
    names = getattr(node, "workeroutput", {}).get("left_out", ())
    node.config.stash.setdefault(LEFT_OUT, set()).update(names)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly which tests this machine could not run, and what they need."""
    names: set[str] = terminalreporter.config.stash.get(LEFT_OUT, set())
    left_out = sorted(names)
    if not left_out:
        return
    terminalreporter.section("未能运行的测试", sep="-")
    terminalreporter.line(f"这台机器缺少要用的程序，以下 {len(left_out)} 个测试没有运行：")
    for name in left_out:
        terminalreporter.line(f"  {name}")
