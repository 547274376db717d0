"""Containerfile and compose.yaml, kept honest by running their very commands as processes."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from bootstrap import ROOT
from tests.container import (
    COMPOSE,
    SERVICES,
    command,
    copied,
    fill,
    health_check,
    image_environment,
    instructions,
    mounts,
)
from tests.nginx import documented
from tests.process import free_port, here, started
from tests.programs import CURL, NGINX
from tests.running import watched

OWN = [name for name, service in SERVICES.items() if "build" in service]
WORKING = next(instructions("WORKDIR")).words
PROGRAMS = {
    "python": sys.executable,
    "chroma": str(Path(sys.executable).with_name("chroma")),
    "nginx": str(NGINX),
    "curl": str(CURL),
}
SETTINGS = documented("dotenv")[-1]  # of the section on containers
HOST = SETTINGS.strip().removeprefix("ALLOWED_HOSTS=")


@dataclass(frozen=True, slots=True)
class Stack:
    """The services of compose.yaml as processes; ``replaced`` is what differs from containers."""

    folder: Path
    replaced: dict[str, str]

    def words(self, words: list[str]) -> list[str]:
        """A command as it runs here."""
        program, *arguments = (here(word, self.replaced) for word in words)
        return [PROGRAMS[program], *arguments]

    def environment(self, service: str) -> dict[str, str]:
        """The variables of a service, and none of this machine's but where programs are."""
        own = SERVICES[service]
        declared = {
            **(image_environment() if service in OWN else {}),
            **(dict(line.split("=", 1) for line in SETTINGS.split()) if "env_file" in own else {}),
            **own.get("environment", {}),
        }
        found = {name: here(value, self.replaced) for name, value in declared.items()}
        return watched({"PATH": os.environ["PATH"], **found}, self.folder / "calls")

    def well(self, service: str) -> bool:
        """Whether the health check of a service passes."""
        check = self.words(health_check(service))
        ended = subprocess.run(
            check, env=self.environment(service), capture_output=True, timeout=30, check=False
        )
        return ended.returncode == 0


@pytest.fixture(scope="module")
def stack(nginx: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Start the services in the order in which they wait for one another."""
    folder = tmp_path_factory.mktemp("stack")
    app, chroma, front = (str(free_port()) for _ in range(3))
    replaced = {
        "0.0.0.0": "127.0.0.1",
        "//chroma:": "//127.0.0.1:",
        "//app:": "//127.0.0.1:",
        COMPOSE["networks"]["default"]["ipam"]["config"][0]["subnet"]: "127.0.0.1",
        "7860": app,
        "8000": chroma,
        "8080": front,
        "listen 8080": f"listen 127.0.0.1:{front}",
        "/tmp": str(folder / "tmp"),
        WORKING: str(folder / "image"),
        **{
            place: str(folder / "volumes" / place[1:])
            for name in SERVICES
            for place in mounts(name)
        },
    }
    for place in ("tmp", "image", "volumes/var/lib/policy-qa", "volumes/var/lib/chroma"):
        (folder / place).mkdir(parents=True)
    fill(folder / "image")
    configuration = folder / "volumes" / "etc" / "policy-qa"
    configuration.mkdir(parents=True)
    for source in (ROOT / mounts("nginx")["/etc/policy-qa"]).iterdir():
        text = here(source.read_text("utf-8"), replaced)
        (configuration / source.name).write_text(text, encoding="utf-8")
    found = Stack(folder, replaced)
    waits = {name: service.get("depends_on", {}) for name, service in SERVICES.items()}
    with ExitStack() as running:
        for name in TopologicalSorter(waits).static_order():
            running.enter_context(
                started(
                    found.words(command(name)),
                    folder / f"{name}.log",
                    partial(found.well, name),
                    folder=folder / "image" if name in OWN else folder,
                    environment=found.environment(name),
                )
            )
        yield found


def test_a_question_is_answered_through_all_three_services(stack: Stack) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{stack.replaced['8080']}/api/ask",
        json.dumps({"question": "技改投了350万，能补多少？"}).encode(),
        {"Content-Type": "application/json", "Host": HOST},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        reply = json.load(answer)["reply"]
    assert "70万元" in reply["conclusion"]
    asked = f"http://127.0.0.1:{stack.replaced['8000']}/api/v2/tenants/default_tenant/databases"
    with urllib.request.urlopen(f"{asked}/default_database/collections", timeout=20) as held:
        assert json.load(held), "the vectors are in the Chroma service"


def test_what_is_written_is_below_the_volumes_and_tmp(stack: Stack) -> None:
    made = {
        path.relative_to(stack.folder / "image")
        for path in (stack.folder / "image").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts  # a read-only place has none
    }
    assert all((ROOT / path).is_file() for path in made), made
    assert any((stack.folder / "volumes/var/lib/policy-qa").iterdir())
    assert any((stack.folder / "volumes/var/lib/chroma").iterdir())


def test_no_service_in_python_calls_another_machine(stack: Stack) -> None:
    calls = stack.folder / "calls"
    assert not calls.exists() or calls.read_text("utf-8") == ""


@pytest.mark.parametrize("service", SERVICES)
def test_a_health_check_fails_where_nothing_answers(service: str, nginx: Path) -> None:
    nobody = str(free_port())
    stack = Stack(ROOT, dict.fromkeys(("7860", "8000", "8080"), nobody))
    assert not stack.well(service)


def test_what_is_installed_is_the_lock_and_what_is_copied_exists() -> None:
    installing = [item.words for item in instructions("RUN") if "pip" in item.words]
    assert [shlex.split(words) for words in installing] == [
        ["python", "-m", "pip", "install", "--no-deps", "--no-cache-dir", "-r", "requirements.lock"]
    ]
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for source, _ in copied():
        assert (ROOT / source).exists(), source
        assert source not in ignored, source
    order = [item.name for item in instructions()]
    assert order.index("RUN") < order.index("USER") < order.index("CMD")


def test_every_service_is_confined_and_only_nginx_is_reached_from_outside() -> None:
    for name, service in SERVICES.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert ("ports" in service) == (name == "nginx"), name
        assert "user" in service or name in OWN, name
    assert next(instructions("USER")).words not in ("root", "0")


def test_every_volume_is_declared_and_belongs_to_the_user_of_the_image() -> None:
    prepared = next(item.words for item in instructions("RUN") if "install -d" in item.words)
    user = next(instructions("USER")).words
    owned = prepared.partition(f"install -d -m 0700 -o {user} -g {user} ")[2].split()
    for name in OWN:
        for place, source in mounts(name).items():
            if source.startswith("./"):
                assert (ROOT / source).is_dir(), source
            else:
                assert source in COMPOSE["volumes"], source
                assert place in owned, place


def test_the_proxy_that_is_trusted_is_the_network_of_the_services() -> None:
    network = COMPOSE["networks"]["default"]["ipam"]["config"][0]["subnet"]
    assert SERVICES["app"]["environment"]["TRUSTED_PROXIES"] == network


def test_images_are_plain_names_with_a_version() -> None:
    named = [next(instructions("FROM")).words]
    named += [service["image"] for service in SERVICES.values() if "build" not in service]
    assert all(re.fullmatch(r"[a-z]+:[\w.-]*\d[\w.-]*", name) for name in named), named
