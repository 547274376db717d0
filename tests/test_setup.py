"""The set-up: locks that pin everything, a bootstrap that can be relied on, a clean tree."""

from __future__ import annotations

import ast
import os
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import bootstrap
from bootstrap import DEV_LOCK, ROOT, RUNTIME_LOCK, SCAN_LOCK, read_lock

PACKAGES = ("environment", "corpus", "index", "bot", "evals", "tests")
SHIPPED = ("environment", "corpus", "index", "bot", "evals")
RESEARCH = Path("evals", "research")  # in a checkout only: no wheel holds it
CONFIGURED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIREMENTS = [Requirement(text) for text in CONFIGURED["project"]["dependencies"]]
REQUIRED = [requirement.name for requirement in REQUIREMENTS]
LOCKS = (RUNTIME_LOCK, SCAN_LOCK, DEV_LOCK)
SCAN = Path("corpus", "intake", "formats", "scan.py")  # the door to what only an extra installs
FOR_SCANS = [Requirement(text) for text in CONFIGURED["project"]["optional-dependencies"]["scan"]]
FOR_RESEARCH = [Requirement(text) for text in CONFIGURED["dependency-groups"]["research"]]
LATEST = (3, 13)  # of the Pythons that docs/deploy.md names
IGNORED = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
GENERATED = {".git", *(name.rstrip("/") for name in IGNORED if name.endswith("/"))}


def tracked_texts() -> Iterator[tuple[Path, str]]:
    """Yield every text file a checkout consists of; documents quote what others published."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = set(folders) - GENERATED
        for path in (Path(folder, name) for name in files):
            if path.suffix in {".py", ".md", ".toml", ".yaml", ".lock", ".sh", ".jsonl", ".css"}:
                yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def imported_names(packages: Iterable[str], *but: Path) -> set[str]:
    """Return the top-level names that the modules of ``packages``, not below ``but``, import."""
    names: set[str] = set()
    for package in packages:
        place = ROOT / package
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            if "oracles" in path.parts or any(path.is_relative_to(ROOT / part) for part in but):
                continue  # outside systems to compare with, each in an environment of its own
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names.update(alias.name.partition(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                    names.add(node.module.partition(".")[0])
    return names


def unlocked(packages: Iterable[str], pinned: Iterable[str], *but: Path) -> list[str]:
    """Return what ``packages`` import from third parties that ``pinned`` does not install."""
    ours = {"app", "bootstrap", *PACKAGES}
    providers = packages_distributions()
    available = {name.lower().replace("_", "-").replace(".", "-") for name in pinned}
    return sorted(
        name
        for name in imported_names(packages, *but) - ours - sys.stdlib_module_names
        if not any(
            provider.lower().replace("_", "-").replace(".", "-") in available
            for provider in providers.get(name, ())
        )
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_line_of_a_lock_pins_one_exact_version_in_order(lock: Path) -> None:
    pins = read_lock(lock, LATEST)
    written = [line for line in lock.read_text("utf-8").splitlines() if not line.startswith("#")]
    lines = [re.sub(r'; python_version >= "3\.\d+"$', "", line) for line in written]
    assert lines == [f"{name}=={version}" for name, version in sorted(pins.items())]
    assert all(re.fullmatch(r"[0-9][0-9a-z.]*", version) for version in pins.values())


def test_no_two_locks_pin_the_same_package() -> None:
    pinned = [name for lock in LOCKS for name in read_lock(lock, LATEST)]
    assert len(pinned) == len(set(pinned))


def test_a_line_without_exact_version_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "loose.lock"
    lock.write_text("numpy>=2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="numpy>=2"):
        read_lock(lock)


def test_every_requirement_of_a_locked_package_is_locked_too() -> None:
    check = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stdout


@pytest.mark.parametrize("python", [(3, 11), (3, 12), LATEST], ids=str)
def test_what_a_locked_package_requires_on_a_later_python_is_locked_too(
    python: tuple[int, int],
) -> None:
    pins = read_lock(RUNTIME_LOCK, python)
    version = ".".join(map(str, python))
    there = {"python_version": version, "python_full_version": f"{version}.0", "extra": ""}
    required = [
        canonicalize_name(requirement.name)
        for name in pins.keys() & read_lock(RUNTIME_LOCK).keys()  # only these are installed here
        for requirement in map(Requirement, requires(name) or ())
        if requirement.marker is None or requirement.marker.evaluate(there)
    ]
    assert sorted(set(required) - pins.keys()) == []


def test_a_pin_for_later_pythons_is_left_out_on_earlier_ones() -> None:
    assert "audioop-lts" in read_lock(RUNTIME_LOCK, (3, 13))
    assert "audioop-lts" not in read_lock(RUNTIME_LOCK, (3, 12))


def test_what_is_shipped_imports_only_what_the_runtime_lock_installs() -> None:
    assert unlocked(SHIPPED, read_lock(RUNTIME_LOCK), SCAN) == []


def test_what_is_shipped_imports_only_what_the_project_requires() -> None:
    assert unlocked(SHIPPED, REQUIRED, RESEARCH, SCAN) == []


def test_what_reading_scans_imports_is_named_by_the_extra_and_locked() -> None:
    named = [requirement.name for requirement in FOR_SCANS]
    assert unlocked([SCAN.as_posix()], [*REQUIRED, *named]) == []
    assert unlocked([SCAN.as_posix()], read_lock(RUNTIME_LOCK)) == ["cv2", "rapidocr"]


def test_what_the_research_imports_is_required_by_the_project_or_for_it_alone() -> None:
    named = [requirement.name for requirement in FOR_RESEARCH]
    assert unlocked([RESEARCH.as_posix()], [*REQUIRED, *named]) == []
    assert sorted(unlocked([RESEARCH.as_posix()], REQUIRED)) == ["scipy", "sklearn"]


def test_the_runtime_lock_pins_a_version_that_the_project_accepts() -> None:
    pins = {**read_lock(RUNTIME_LOCK), **read_lock(SCAN_LOCK)}
    needed = [*REQUIREMENTS, *FOR_RESEARCH, *FOR_SCANS]
    assert [str(r) for r in needed if not r.specifier.contains(pins[r.name])] == []


def test_what_tests_and_evals_import_is_in_one_of_the_locks() -> None:
    assert unlocked(PACKAGES, [name for lock in LOCKS for name in read_lock(lock)]) == []


def test_an_import_nobody_locked_is_noticed() -> None:
    assert "pytest" in unlocked(["tests"], read_lock(RUNTIME_LOCK))


def test_a_missing_or_other_version_is_reported_and_a_local_build_is_not(tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    torch = read_lock(RUNTIME_LOCK)["torch"]
    lock.write_text(f"torch=={torch}\nnumpy==0.0.1\nno-such-thing==1.0\n", encoding="utf-8")
    assert bootstrap.missing([lock]) == ["numpy==0.0.1", "no-such-thing==1.0"]


@pytest.mark.parametrize("path", ["bootstrap.py", "app.py", "tests/__main__.py"])
def test_what_runs_before_the_version_check_parses_on_old_python(path: str) -> None:
    ast.parse((ROOT / path).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_the_bootstrap_imports_the_standard_library_alone() -> None:
    program = "import sys; before = set(sys.modules); import app; print(*set(sys.modules) - before)"
    loaded = subprocess.run(
        [sys.executable, "-S", "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    foreign = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    assert foreign == {"app", "bootstrap", "bot", "environment"}


def test_each_package_is_shown_as_it_arrives_wherever_it_comes_from(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output = [
        "Collecting aiohttp==3.14.5 (from -r requirements.lock (line 5))",
        "  Downloading aiohttp-3.14.5.whl (1.7 MB)",
        "Processing ./wheels/torch-2.13.0-cp311-linux.whl (from -r requirements.lock (line 9))",
        "Requirement already satisfied: numpy==2.4.6 in ./lib (from -r requirements.lock)",
        "Installing collected packages: aiohttp, torch",
    ]
    last = bootstrap.follow(output, total=3)
    assert list(last) == output
    shown = capsys.readouterr().out.splitlines()
    assert shown[:3] == [
        "  [1/3] aiohttp==3.14.5",
        "  [2/3] torch-2.13.0-cp311-linux.whl",
        "  [3/3] numpy==2.4.6",
    ]
    assert "正在写入磁盘" in shown[3]


def test_settings_that_would_install_elsewhere_do_not_reach_pip(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PIP_TARGET", "elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PYTHONHOME", "elsewhere")
    monkeypatch.setenv("PIP_CERT", "bundle.crt")
    clean = bootstrap.clean_environment()
    assert "PIP_TARGET" not in clean
    assert "PYTHONHOME" not in clean
    assert clean["PIP_USER"] == "0"
    assert clean["PIP_CERT"] == "bundle.crt"


def test_a_taken_port_is_said_in_words_before_anything_heavy_is_loaded() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        started = subprocess.run(
            [sys.executable, "app.py", "--port", port],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert started.returncode == 1
    assert f"无法监听 127.0.0.1:{port}" in started.stderr
    assert "Traceback" not in started.stderr


@pytest.mark.parametrize("port", ["0", "65536", "七八六零", "-1"])
def test_a_port_that_is_none_is_refused_in_words(port: str) -> None:
    started = subprocess.run(
        [sys.executable, "app.py", f"--port={port}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 2
    assert "端口应是 1–65535 的整数" in started.stderr


def test_the_tree_names_no_path_of_one_machine() -> None:
    paths = re.compile(r"(?<![\w.])/(?:work|farm|root|opt|home)/\w|(?<![\w.])/tmp/\w")
    found = [
        f"{path}: {match[0]}" for path, text in tracked_texts() for match in paths.finditer(text)
    ]
    assert found == []


def test_the_tree_names_no_package_registry() -> None:
    registries = re.compile(
        r"(?:pypi\.|pythonhosted\.|deb\.debian|registry\.npm|download\.pytorch)"
    )
    found = [
        f"{path}: {match[0]}"
        for path, text in tracked_texts()
        if path != Path(__file__).relative_to(ROOT)
        for match in registries.finditer(text)
    ]
    assert found == []


def test_every_python_command_of_the_readme_names_something_that_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(
        r"^\s*(?:\.venv/bin/)?python3? (-m [\w.]+|[\w/]+\.py)", readme, re.MULTILINE
    )
    assert {"app.py", "-m tests"} <= set(commands)
    for command in commands:
        module = command.removeprefix("-m ")
        place = module.replace(".", "/") if module != command else command
        named = (f"{place}/__main__.py", f"{place}.py", place)
        assert any((ROOT / path).is_file() for path in named), command


def test_every_file_the_documentation_links_to_exists() -> None:
    link = re.compile(r"\]\((?!https?:|#)([^)#]+)")
    gone = [
        f"{path}: {target}"
        for path, text in tracked_texts()
        if path.suffix == ".md"
        for target in link.findall(text)
        if not (ROOT / path).parent.joinpath(target).exists()
    ]
    assert gone == []
