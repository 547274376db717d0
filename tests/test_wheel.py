"""The wheel: all that the packages read is in it, and it works where no checkout is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from bootstrap import ROOT
from tests.running import serving
from tests.test_setup import GENERATED, RESEARCH, SHIPPED

QUESTION = "我们厂上一年度技改投了350万，能补多少？"
PLACES = """
from importlib.util import find_spec
for name in "bot", "corpus", "environment", "evals", "index", "app", "bootstrap", "tests":
    spec = find_spec(name)
    print(spec.origin if spec else "none")
"""


def files_of(package: Path) -> Iterator[str]:
    """The files below a package, or the module itself, as a wheel names them; no research."""
    if package.is_file():
        yield package.name
    for folder, folders, names in os.walk(package):
        left_out = {RESEARCH.name} if Path(folder) == ROOT / RESEARCH.parent else set()
        folders[:] = set(folders) - GENERATED - left_out
        yield from (Path(folder, name).relative_to(ROOT).as_posix() for name in names)


@dataclass(frozen=True, slots=True)
class Installed:
    """A wheel and the environment that holds it, with a folder to run its commands from."""

    wheel: Path
    folder: Path
    elsewhere: Path

    def environment(self, **more: str) -> dict[str, str]:
        """The variables its processes see: none that leads to a checkout or to a home."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        kept.pop("HOME", None)
        return {**kept, "XDG_DATA_HOME": str(self.elsewhere / "data"), **more}

    def run(self, program: str, *arguments: str, **more: str) -> str:
        """What one of its programs prints."""
        done = self.attempt(program, *arguments, **more)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def attempt(
        self, program: str, *arguments: str, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """One of its programs, run to its end, well or not."""
        return subprocess.run(
            [self.folder / "bin" / program, *arguments],
            cwd=self.elsewhere,
            env=self.environment(**more),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel of this checkout in an environment with nothing of its own.

    Third-party packages come from the running environment, so that no network is needed.
    """
    room = tmp_path_factory.mktemp("wheel")
    source = room / "source"
    source.mkdir()
    for name in (*SHIPPED, "pyproject.toml", "README.md", "LICENSE"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    alone = ["--no-deps", "--no-index"]
    build = [*pip, "wheel", *alone, "--no-build-isolation", "--wheel-dir", str(room), str(source)]
    subprocess.run(build, check=True)
    shutil.rmtree(source)
    (wheel,) = room.glob("*.whl")
    environment, elsewhere = room / "environment", room / "elsewhere"
    elsewhere.mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = str(environment / "bin" / "python")
    install = [*pip, "--python", python, "install", *alone, "--no-compile", str(wheel)]
    subprocess.run(install, check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "third_parties.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return Installed(wheel, environment, elsewhere)


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(installed: Installed) -> None:
    with ZipFile(installed.wheel) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    kept = {name for place in SHIPPED for name in files_of(ROOT / place)}
    assert packed == {name for name in kept if not name.endswith(".pyc")}


def test_the_research_of_the_checkout_is_not_in_the_wheel(installed: Installed) -> None:
    assert (ROOT / RESEARCH / "commands.py").is_file()
    with ZipFile(installed.wheel) as wheel:
        names = wheel.namelist()
    assert "evals/run.py" in names
    assert [name for name in names if name.startswith(f"{RESEARCH.as_posix()}/")] == []
    for words in ([], ["retrieval"], ["--help"]):
        asked = installed.attempt("python", "-m", "evals", "research", *words)
        assert (asked.returncode, asked.stdout) == (2, "")
        assert asked.stderr == "research 不随安装包提供，请在源码目录里运行。\n"
    assert "counterfactual" in installed.run("python", "-m", "evals", "--help")


def test_the_packages_are_those_installed_with_no_checkout_in_sight(
    installed: Installed,
) -> None:
    *ours, app, bootstrap, tests = installed.run("python", "-c", PLACES).split()
    assert all(Path(place).is_relative_to(installed.folder) for place in ours)
    assert app == bootstrap == tests == "none"


def test_a_question_is_answered_from_another_folder(installed: Installed) -> None:
    assert "70万元" in installed.run("policy-qa", "ask", QUESTION)


def test_data_goes_to_the_user_s_folder_also_where_no_home_is_set(installed: Installed) -> None:
    assert "HOME" not in installed.environment()
    built = installed.run("python", "-m", "index", "build")
    assert built.startswith(str(installed.elsewhere / "data" / "policy-qa"))


def test_the_pages_and_the_interface_are_served_and_nobody_is_called(
    installed: Installed, tmp_path: Path
) -> None:
    command = [str(installed.folder / "bin" / "policy-qa"), "serve"]
    environment = installed.environment(POLICY_VAR=str(tmp_path / "var"))
    with serving(command, tmp_path, cwd=installed.elsewhere, environment=environment) as app:
        with urllib.request.urlopen(app.address, timeout=60) as page:
            assert "site/style.css" in page.read().decode()
        with urllib.request.urlopen(f"{app.address}/site/style.css", timeout=60) as style:
            assert style.status == 200
        assert "70万元" in app.ask()["conclusion"]
        assert app.outside_calls() == []
    assert (tmp_path / "var" / "index").is_dir()
