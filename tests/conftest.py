"""Fixtures every room shares: a real browser and the real app, each started once a session.

A test that needs a program the machine lacks is left out, and said at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import expect

from environment import launch
from tests.browser import ARGUMENTS
from tests.postgresql import postgresql_server
from tests.programs import CHROMIUM, CURL, FAKETIME, NGINX, OPENSSL, POSTGRES, SYSTEMD
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
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL; return its address, to which the name of a database is added."""
    with postgresql_server() as address:
        yield address


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
