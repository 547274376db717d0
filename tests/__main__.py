"""``python3 -m tests``: lint, types, import contract and every test, from a bare machine.

Arguments are handed to pytest: ``python3 -m tests -k 预算 -x``.
"""

import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import bootstrap
from environment import launch
from tests.programs import PACKAGES

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports", "--no-logo"),
)


def main() -> int:
    """Run everything, even after a failure; return 0 only if all of it passed."""
    bootstrap.ensure(bootstrap.RUNTIME_LOCK, bootstrap.SCAN_LOCK, bootstrap.DEV_LOCK)
    _prepare_programs()
    failed = [" ".join(check) for check in CHECKS if not _run(*check)]
    # One worker more than a small machine has cores: a test that waits for a page, a process or a
    # clock leaves its core to another. A file stays with one worker, so that what its fixtures set
    # up is set up once.
    workers = ("-n", "3", "--dist", "loadfile")
    if not _run("pytest", *workers, *sys.argv[1:]):
        failed.append("pytest")
    if failed:
        print(f"未通过：{'、'.join(failed)}", flush=True)
    return 1 if failed else 0


def _run(tool: str, *arguments: str) -> bool:
    print(f"\n── {' '.join((tool, *arguments))}", flush=True)
    started = time.monotonic()
    program = Path(sysconfig.get_path("scripts"), tool)
    passed = subprocess.run([program, *arguments], cwd=bootstrap.ROOT).returncode == 0
    if tool != "pytest":  # its own closing line, which says the same, stays the last one
        print(f"{'通过' if passed else '未通过'}，{time.monotonic() - started:.0f} 秒", flush=True)
    return passed


def _prepare_programs() -> None:
    """Install what tests drive, where that is allowed; the tests say what they miss."""
    wanted = [package for program, package in PACKAGES.items() if not program.exists()]
    if not _has_chinese_font():
        wanted.append("fonts-wqy-microhei")
    if wanted and not bootstrap.apt_install(*wanted):
        print(
            f"没有安装 {' '.join(wanted)}：需要 root 与 apt。可先手动执行：\n"
            f"    sudo apt-get update && sudo apt-get install -y {' '.join(wanted)}",
            flush=True,
        )


def _has_chinese_font() -> bool:
    """Say whether fontconfig knows a font with Chinese glyphs."""
    if not shutil.which("fc-list"):  # comes with chromium
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
    return bool(fonts.stdout.strip())


if __name__ == "__main__":
    launch.run(main)
