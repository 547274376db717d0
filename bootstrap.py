"""Stands the project on its own feet: makes ``.venv``, installs the lock, starts over inside it.

It runs before anything is installed, so it uses the standard library alone; and it is the first
thing an older Python meets, so its syntax is old and the version is checked before all else.
"""

import sys

MINIMUM = (3, 11)

if sys.version_info < MINIMUM:  # whoever has an older Python is told so in words
    sys.exit(
        f"需要 Python {MINIMUM[0]}.{MINIMUM[1]} 或更新的版本，当前是 {sys.version.split()[0]}。\n"
        "请安装后重试，例如在 Debian 12 上：apt-get install python3"
    )

import fcntl
import importlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
RUNTIME_LOCK = ROOT / "requirements.lock"
SCAN_LOCK = ROOT / "requirements-scan.lock"  # the extra: text recognition
DEV_LOCK = ROOT / "requirements-dev.lock"

# Settings of a person's pip that would put the packages elsewhere or choose other ones. What says
# how a registry is reached (index, certificate, proxy, time-out) is theirs to set, and is kept.
PIP_OVERRIDES = frozenset(
    {
        "PIP_BREAK_SYSTEM_PACKAGES",
        "PIP_CONSTRAINT",
        "PIP_DRY_RUN",
        "PIP_EDITABLE",
        "PIP_IGNORE_INSTALLED",
        "PIP_NO_BINARY",
        "PIP_NO_COMPILE",
        "PIP_ONLY_BINARY",
        "PIP_PREFIX",
        "PIP_PYTHON",
        "PIP_QUIET",
        "PIP_REPORT",
        "PIP_REQUIREMENT",
        "PIP_REQUIRE_HASHES",
        "PIP_ROOT",
        "PIP_TARGET",
        "PIP_VERBOSE",
    }
)

SINCE = '; python_version >= "3.'  # how a pin ends that only later Pythons need

# What pip says of a package it fetches, takes from a folder of wheels, or finds in place.
ARRIVED = re.compile(r"(?:Collecting|Processing|Requirement already satisfied:) (\S+)")


def ensure(*locks: Path) -> None:
    """Return once every package of ``locks`` is installed for the running interpreter.

    Where that takes another interpreter, the process is replaced by ``.venv/bin/python`` with the
    same arguments. Exits with a message in Chinese if the packages cannot be had.
    """
    if not missing(locks):
        return
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    with _alone():
        if not inside:
            _make_venv()
        elif missing(locks):
            _install(locks)
    if not inside:
        _start_over()
    still = missing(locks)
    if still:
        sys.exit("依赖没有装全，缺：{}。\n删除 .venv 目录后重试。".format("、".join(still)))


def missing(locks: Iterable[Path]) -> list[str]:
    """Return the pins (``name==version``) of ``locks`` that this interpreter lacks."""
    lacking = []
    for name, version in (pin for lock in locks for pin in read_lock(lock).items()):
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            installed = ""
        if installed.partition("+")[0] != version:  # 2.13.0+cpu is a build of 2.13.0
            lacking.append(f"{name}=={version}")
    return lacking


def read_lock(lock: Path, python: Sequence[int] = sys.version_info[:2]) -> Mapping[str, str]:
    """Return name → exact version. Raises ValueError for a line that pins none.

    A line that ends in ``; python_version >= "3.13"`` counts from that Python on.
    """
    pins = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        requirement, _, since = line.partition("#")[0].strip().partition(SINCE)
        if not requirement or (since and tuple(python) < (3, int(since.strip('"')))):
            continue
        name, pinned, version = requirement.partition("==")
        if not pinned:
            raise ValueError(f"{lock.name}: {line!r} 没有写明确切版本（name==version）")
        pins[name] = version
    return pins


def apt_install(*packages: str) -> bool:
    """Install Debian packages without asking anything; False where that is not possible."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"正在安装系统软件包：{' '.join(packages)} …", flush=True)
    _apt("update")  # one stale source must not stop what the others offer
    installed = _apt("install", "-y", "--no-install-recommends", *packages)
    if installed.returncode != 0:
        print(installed.stdout[-2000:], file=sys.stderr)
    return installed.returncode == 0


def _apt(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["apt-get", "-qq", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Keep two first starts of the same checkout from installing into one another."""
    with (ROOT / "pyproject.toml").open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("另一个进程正在准备运行环境，等它完成 …", flush=True)
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _make_venv() -> None:
    """Create ``.venv`` with pip inside, unless a working one is there."""
    if _has_pip(VENV_PYTHON):
        return
    print("首次运行：正在创建虚拟环境 .venv …", flush=True)
    if importlib.util.find_spec("ensurepip") is None:
        _install_ensurepip()
    # A child process, because this one has already looked for ensurepip and found none.
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], env=clean_environment()
    )
    if made.returncode != 0 or not _has_pip(VENV_PYTHON):
        sys.exit(f"无法创建虚拟环境 {VENV.name}，请检查上面的错误信息和磁盘空间。")


def _install_ensurepip() -> None:
    """Install the package in which Debian keeps what fills a new environment with pip."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    print(f"这台机器的 Python 不能创建虚拟环境：Debian 把这部分放在 {package} 里。", flush=True)
    if not apt_install(package):
        sys.exit(
            "请先安装它，再重新运行：\n"
            f"    sudo apt-get update && sudo apt-get install -y {package}"
        )


def _has_pip(python: Path) -> bool:
    if not python.exists():
        return False
    return (
        subprocess.run([str(python), "-c", "import pip"], env=clean_environment()).returncode == 0
    )


def _install(locks: Iterable[Path]) -> None:
    """Install ``locks`` into the running interpreter, showing each package as it arrives."""
    total = sum(len(read_lock(lock)) for lock in locks)
    print(f"正在安装 {total} 个依赖，首次约需 3–5 分钟 …", flush=True)
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--disable-pip-version-check"]
    for lock in locks:
        command += ["-r", str(lock)]
    with subprocess.Popen(
        command,
        env={**clean_environment(), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        last = follow(pip.stdout or (), total)
    if pip.returncode != 0:
        print("\n".join(last), file=sys.stderr)
        sys.exit(
            "依赖安装失败，pip 最后的输出如上。排除原因后重新运行同一条命令即可继续；"
            "内网部署见 docs/deploy.md。"
        )
    importlib.invalidate_caches()


def follow(output: Iterable[str], total: int) -> deque[str]:
    """Turn pip's output into one line of progress; return its last lines."""
    last: deque[str] = deque(maxlen=30)
    done = 0
    for line in map(str.rstrip, output):
        last.append(line)
        package = ARRIVED.match(line)
        if package:
            done += 1
            _show(f"  [{done}/{total}] {Path(package[1]).name}", final=done == total)
        elif line.startswith("Installing collected packages"):
            _show("  全部下载完毕，正在写入磁盘（约 1 分钟）…", final=True)
    return last


def _show(text: str, *, final: bool) -> None:
    """Overwrite the current line of a terminal; print whole lines anywhere else."""
    if sys.stdout.isatty():
        print(f"\r\x1b[2K{text}", end="\n" if final else "", flush=True)
    else:
        print(text, flush=True)


def _start_over() -> None:
    """Replace this process by the same command under ``.venv``."""
    sys.stdout.flush()
    os.execve(VENV_PYTHON, [str(VENV_PYTHON), *sys.orig_argv[1:]], clean_environment())


def clean_environment() -> dict[str, str]:
    """Return the environment without what would make ``.venv`` another interpreter's."""
    drop = PIP_OVERRIDES | {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    kept = {name: value for name, value in os.environ.items() if name not in drop}
    return {**kept, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
