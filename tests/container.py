"""What Containerfile and compose.yaml say, and the same as processes: no engine is needed."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bootstrap import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


@dataclass(frozen=True, slots=True)
class Instruction:
    """An instruction of the Containerfile, with the lines it goes on to."""

    name: str
    words: str

    @property
    def command(self) -> list[str]:
        """The words of CMD and of HEALTHCHECK, which are written as a list."""
        found: list[str] = json.loads(self.words[self.words.index("[") :])
        return found


def instructions(name: str = "") -> Iterator[Instruction]:
    """The instructions of the Containerfile with this name, or all of them, in order."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        word, _, rest = line.partition(" ")
        if word and name in ("", word):
            yield Instruction(word, rest.strip())


def image_environment() -> dict[str, str]:
    """The variables that the image sets."""
    pairs = (pair for item in instructions("ENV") for pair in shlex.split(item.words))
    return dict(pair.split("=", 1) for pair in pairs)


def copied() -> Iterator[tuple[str, str]]:
    """Source and target of everything that is copied into the image."""
    for item in instructions("COPY"):
        *sources, target = item.words.split()
        for source in sources:
            yield source, target


def fill(folder: Path) -> None:
    """Copy into ``folder`` what the image has in its working directory."""
    for source, target in copied():
        if (ROOT / source).is_dir():
            shutil.copytree(
                ROOT / source, folder / target, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            (folder / target).mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, folder / target)


def mounts(service: str) -> dict[str, str]:
    """Path in the container → volume or folder that is mounted there."""
    pairs = (volume.split(":") for volume in SERVICES[service].get("volumes", ()))
    return {place: source for source, place, *_ in pairs}


def command(service: str) -> list[str]:
    """What the service runs: its own command, or that of the image."""
    own: list[str] = SERVICES[service].get("command") or next(instructions("CMD")).command
    return own


def health_check(service: str) -> list[str]:
    """The command that says whether the service is well: its own, or that of the image."""
    own = SERVICES[service].get("healthcheck")
    if own is None:
        return next(instructions("HEALTHCHECK")).command
    words: list[str] = own["test"]
    if words[0] != "CMD":
        raise ValueError(f"{service}: {words[0]} needs a shell")
    return words[1:]
