"""A running service follows its documents; whatever goes wrong with them, it goes on answering."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.serve.api import install
from bot.serve.renewal import Renewal
from bot.serve.services import Services
from corpus.problem import CorpusError
from environment.settings import Settings
from index.progress import Progress

TEXT = (
    "{name}若干办法\n\n第一条　对新建冷库的企业，按照设备投资额的20%给予补贴，最高不超过500万元。\n"
)
META = (
    "id: {id}\ntitle: {name}若干办法\nshort_title: 《{name}办法》\nkind: 办法\nregion: [样例市]\n"
)
DAY = date(2026, 11, 22)


class Watched:
    """A renewal over a stamp that the test sets."""

    def __init__(self, renew: Callable[[Progress], None] | None = None) -> None:
        self.stamp = "a"
        self.read: list[str] = []
        self.renewal = Renewal(lambda: self.stamp, renew or self._renew)
        self.renewal.seen()

    def _renew(self, progress: Progress) -> None:
        progress("向量", 10, 4)
        progress("向量", 10, 3)
        self.read.append(self.renewal.pending)


def test_documents_are_read_again_once_for_each_change() -> None:
    watched = Watched()
    watched.renewal.look()
    assert watched.read == []
    watched.stamp = "b"
    assert watched.renewal.pending == "有改动，即将载入"
    watched.renewal.look()
    watched.renewal.look()
    assert watched.read == ["向量（7/10）"]
    assert watched.renewal.pending == ""


def test_what_changes_while_documents_are_read_is_read_again() -> None:
    watched = Watched(lambda _: setattr(watched, "stamp", "c"))
    watched.stamp = "b"
    watched.renewal.look()
    assert watched.renewal.pending == "有改动，即将载入"


def test_a_look_that_begins_while_somebody_asks_is_told() -> None:
    reading, asked = Event(), Event()

    def renew(_: Progress) -> None:
        reading.set()
        assert asked.wait(10)

    class Begun(Watched):
        """The watching thread begins to read just as the stamp is looked at."""

        def __init__(self) -> None:
            super().__init__(renew)
            self.looking: Thread | None = None
            self.renewal = Renewal(self.begin, renew)

        def begin(self) -> str:
            if self.looking is None and self.stamp == "b":
                self.looking = Thread(target=self.renewal.look)
                self.looking.start()
                assert reading.wait(10)
            return self.stamp

    watched = Begun()
    watched.renewal.seen()
    watched.stamp = "b"
    pending = watched.renewal.pending
    asked.set()
    assert watched.looking is not None
    watched.looking.join(10)
    assert (pending, watched.renewal.pending) == ("正在读政策文件", "")


def test_who_hurries_does_not_wait_for_the_next_look() -> None:
    read = Event()
    stamps = ["a"]
    renewal = Renewal(lambda: stamps[-1], lambda _: read.set(), seconds=600)
    renewal.seen()
    Thread(target=renewal.watch, daemon=True).start()
    stamps.append("b")
    renewal.hurry()
    assert read.wait(10)


def test_a_look_that_takes_long_comes_seldom() -> None:
    looks: list[float] = []

    def stamp() -> str:
        looks.append(monotonic())
        sleep(0.05)
        return "a"

    renewal = Renewal(stamp, lambda _: None, seconds=0.0)
    renewal.seen()
    Thread(target=renewal.watch, daemon=True).start()
    sleep(1.0)
    assert len(looks) == 2  # as it was read, and once since


@pytest.mark.parametrize(
    ("error", "said"),
    [(CorpusError("没有一份政策能够载入"), "没有一份政策能够载入"), (OSError(5, ""), "OSError")],
)
def test_a_failure_is_said_until_the_documents_change_and_not_repeated(
    error: Exception, said: str
) -> None:
    fails = [error]

    def renew(_: Progress) -> None:
        if fails:
            raise fails.pop()

    watched = Watched(renew)
    watched.stamp = "b"
    watched.renewal.look()
    assert said in watched.renewal.problem
    watched.renewal.look()
    assert watched.renewal.problem
    watched.stamp = "c"
    watched.renewal.look()
    assert watched.renewal.problem == ""


def write(documents: Path, document_id: str, name: str) -> None:
    folder = documents / document_id
    folder.mkdir(parents=True)
    (folder / "text.txt").write_text(TEXT.format(name=name), "utf-8")
    (folder / "meta.yaml").write_text(META.format(id=document_id, name=name), "utf-8")


@pytest.fixture
def services(tmp_path: Path) -> Services:
    write(tmp_path / "documents", "first", "甲县")
    return Services(Settings(policy_documents=tmp_path / "documents", policy_var=tmp_path / "var"))


def test_the_service_answers_from_a_new_text_and_a_thread_goes_on(services: Services) -> None:
    before = services.assistant
    asked = before.ask("甲县新建冷库，设备投资额300万，补多少？", as_of=DAY)
    assert len(services.schemes) == len(services.engine.rules) == 1
    write(services.settings.policy_documents, "second", "乙县")
    assert services.assistant is before
    services.renewal.look()
    assert services.renewal.problem == ""
    assert services.assistant is not before
    assert len(services.schemes) == len(services.engine.rules) == 2
    reply = services.chain.answer("《乙县若干办法》第一条是什么？", asked.context, as_of=DAY).reply
    assert {citation.clause.document_id for citation in reply.citations} == {"second"}


def test_the_interface_lists_the_rules_there_are_now(services: Services) -> None:
    app = FastAPI()
    install(app, services)
    visitor = TestClient(app, "http://127.0.0.1")
    assert len(visitor.get("/api/rules").json()) == 1
    write(services.settings.policy_documents, "second", "乙县")
    services.renewal.look()
    assert len(visitor.get("/api/rules").json()) == 2
    assert len(visitor.post("/api/checkup", json={"facts": {}}).json()["findings"]) == 2


def test_a_collection_that_cannot_be_read_any_more_leaves_the_old_one(services: Services) -> None:
    before = services.assistant
    (services.settings.policy_documents / "first" / "meta.yaml").unlink()
    services.renewal.look()
    assert services.assistant is before
    assert "仍按改动之前的回答" in services.renewal.problem
