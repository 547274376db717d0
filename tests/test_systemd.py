"""The unit of systemd, judged by systemd itself, and what the guide says of its lines."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from bootstrap import ROOT
from tests.nginx import GUIDE

UNIT = (ROOT / "deploy" / "policy-qa.service").read_text(encoding="utf-8")
HOME = "/srv/policy-qa"
PLAIN = ("WorkingDirectory", "ExecStart", "Environment")  # what every service has needs no word


def analyze(program: Path, folder: Path, *arguments: str, unit: str = UNIT) -> str:
    """What systemd-analyze says of the unit, with the checkout where it is here."""
    path = folder / "policy-qa.service"
    here = unit.replace(f"{HOME}/.venv/bin/python", sys.executable).replace(HOME, str(ROOT))
    path.write_text(here, encoding="utf-8")
    said = subprocess.run(
        [str(program), *arguments, str(path)], capture_output=True, text=True, check=False
    )
    return said.stdout + said.stderr


def test_systemd_finds_nothing_wrong_with_the_unit(systemd_analyze: Path, tmp_path: Path) -> None:
    assert analyze(systemd_analyze, tmp_path, "verify") == ""
    slip = UNIT.replace("ProtectHome", "ProtectHouse")
    assert "ProtectHouse" in analyze(systemd_analyze, tmp_path, "verify", unit=slip)


def test_systemd_calls_the_service_well_confined(systemd_analyze: Path, tmp_path: Path) -> None:
    found = analyze(systemd_analyze, tmp_path, "security", "--offline=yes")
    overall = re.search(r"Overall exposure level for policy-qa.service: ([\d.]+)", found)
    assert overall, found
    assert float(overall[1]) <= 2.0  # of 10


def test_the_guide_says_what_every_line_is_for_and_lists_no_other() -> None:
    service = UNIT.partition("[Service]\n")[2].partition("\n[Install]")[0]
    lines = [line for line in service.splitlines() if line and not line.startswith(PLAIN)]
    table = GUIDE.partition("## 常驻服务（systemd）")[2].partition("\n## ")[0]
    assert sorted(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)) == sorted(lines)
