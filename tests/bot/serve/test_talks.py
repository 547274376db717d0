"""Talks: every turn is kept before its reply is given; a conversation outlives the service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.model.chain import Said
from bot.pipeline import Asked, Turn
from bot.records.conversations import MOST
from bot.records.database import FILE, RecordsError
from bot.records.tables import TurnRecord
from bot.serve import talks as talking
from bot.serve.api import install
from bot.serve.refusal import Refused
from bot.serve.services import Services
from bot.serve.talks import Speaker, Told
from environment.settings import Settings
from tests.bot.another_district import write
from tests.records import ONE_KIND

DAY = date(2026, 11, 22)
PAGE = Speaker(owner="browser", channel="page", host="192.0.2.1")
API = replace(PAGE, owner="", channel="api")
QUESTION = "技改投了350万，能补多少？"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection of one text."""
    documents = tmp_path_factory.mktemp("documents")
    write(documents)
    return documents


@pytest.fixture
def settings(settings: Settings, folder: Path) -> Settings:
    return settings.but(policy_documents=folder)


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    opened = Services(settings)
    yield opened
    opened.records.close()


def kept(services: Services, conversation: str) -> list[TurnRecord]:
    return services.records.conversations.turns(conversation)


def amount(told: Told) -> str | None:
    computations = told.rendered["computations"]
    return computations[0]["high"] if computations else None


def test_a_turn_is_kept_as_it_is_shown(services: Services) -> None:
    told = services.talks.say(None, f"{QUESTION}电话13812345678，喀纳斯", DAY, PAGE)
    [turn] = kept(services, told.conversation)
    assert (told.number, turn.number) == (1, 1)
    assert turn.message == f"{QUESTION}电话138＊＊＊＊＊＊＊＊，喀纳斯"
    assert turn.reply == told.rendered
    assert (turn.status, turn.day, turn.channel) == (told.turn.reply.status, DAY, "page")
    assert turn.unread == ["喀纳斯"]
    assert turn.seconds > 0


def test_what_was_cited_and_asked_about_is_kept_beside_it(services: Services) -> None:
    told = services.talks.say(None, QUESTION, DAY, PAGE)
    [turn] = kept(services, told.conversation)
    assert turn.matters == ["yantian-renovation"]
    [document] = services.library.documents
    assert turn.texts == {document.id: document.sha256}
    assert turn.grade == told.turn.reply.grade


def test_notes_on_the_state_of_the_service_are_kept_with_the_reply(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Services, "notes", ("时钟不准",))
    told = services.talks.say(None, QUESTION, DAY, PAGE)
    assert kept(services, told.conversation)[0].reply["notes"][-1] == "时钟不准"
    assert told.turn.reply.notes[-1] == "时钟不准"


def test_a_conversation_goes_on_in_memory(services: Services) -> None:
    first = services.talks.say(None, QUESTION, DAY, PAGE)
    second = services.talks.say(first.conversation, "那如果是1000万呢？", DAY, PAGE)
    assert (amount(first), amount(second)) == ("350000.00", "1000000.00")
    assert (second.conversation, second.number) == (first.conversation, 2)


def test_a_conversation_goes_on_after_a_restart(services: Services, settings: Settings) -> None:
    first = services.talks.say(None, QUESTION, DAY, PAGE)
    services.talks.say(first.conversation, "我们电话是13812345678", DAY, PAGE)
    again = Services(settings)
    third = again.talks.say(first.conversation, "那如果是1000万呢？", DAY, PAGE)
    assert (amount(third), third.number) == ("1000000.00", 3)
    stayed = services.talks.say(first.conversation, "那如果是1000万呢？", DAY, PAGE)
    assert third.turn.context == stayed.turn.context
    again.records.close()


def test_after_a_restart_each_message_is_read_as_of_its_own_day(
    services: Services, settings: Settings
) -> None:
    first = services.talks.say(None, QUESTION, date(2025, 6, 1), PAGE)
    again = Services(settings)
    second = again.talks.say(first.conversation, "那如果是1000万呢？", DAY, PAGE)
    stayed = services.talks.say(first.conversation, "那如果是1000万呢？", DAY, PAGE)
    assert second.rendered == stayed.rendered
    again.records.close()


def test_of_a_long_conversation_the_last_turns_are_read_again(
    services: Services, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talking, "REREAD", 2)
    first = services.talks.say(None, "数字化转型投了100万，能补多少？", DAY, PAGE)
    for message in (QUESTION, "那如果是1000万呢？"):
        services.talks.say(first.conversation, message, DAY, PAGE)
    again = Services(settings)
    read: list[str] = []
    pipeline = again.assistant.pipeline

    def reading(asked: Asked) -> Turn:
        read.append(asked.message)
        return pipeline(asked)

    monkeypatch.setattr(again.assistant, "pipeline", reading)
    last = again.talks.say(first.conversation, "那如果是2000万呢？", DAY, PAGE)
    assert read == [QUESTION, "那如果是1000万呢？", "那如果是2000万呢？"]
    assert (amount(last), last.number) == ("2000000.00", 4)
    again.records.close()


@pytest.mark.parametrize("other", [API, replace(PAGE, owner="somebody else")])
def test_nobody_goes_on_with_a_conversation_of_another(
    services: Services, settings: Settings, other: Speaker
) -> None:
    first = services.talks.say(None, QUESTION, DAY, PAGE)
    again = Services(settings)
    for held in (services, again):  # in memory; in the records alone
        with pytest.raises(Refused) as refused:
            held.talks.say(first.conversation, "那如果是1000万呢？", DAY, other)
        assert refused.value.status == 404
    assert len(kept(services, first.conversation)) == 1
    again.records.close()


def test_a_conversation_that_was_deleted_is_gone(services: Services) -> None:
    first = services.talks.say(None, QUESTION, DAY, PAGE)
    services.records.conversations.remove(first.conversation, PAGE.owner)
    late = services.talks.say(first.conversation, "那如果是1000万呢？", DAY, PAGE)
    assert late.number is None  # answered while it was deleted: nothing of it is kept
    assert kept(services, first.conversation) == []
    with pytest.raises(Refused):
        services.talks.say(first.conversation, "那如果是1000万呢？", DAY, PAGE)


def test_a_conversation_that_was_forgotten_in_time_is_gone_at_once(services: Services) -> None:
    first = services.talks.say(None, QUESTION, DAY, PAGE)
    services.records.conversations.remove(first.conversation, PAGE.owner)
    services.talks.forget(first.conversation)
    with pytest.raises(Refused):
        services.talks.say(first.conversation, "那如果是1000万呢？", DAY, PAGE)


def test_a_conversation_has_an_end(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talking, "MOST", 1)
    first = services.talks.say(None, QUESTION, DAY, PAGE)
    with pytest.raises(Refused) as refused:
        services.talks.say(first.conversation, "那如果是1000万呢？", DAY, PAGE)
    assert str(MOST) in refused.value.words


def test_whoever_stops_listening_has_said_nothing(services: Services) -> None:
    talk = services.talks.converse(None, QUESTION, DAY, PAGE)
    talk.close()  # type: ignore[attr-defined]  # a generator
    assert services.records.conversations.of(PAGE.owner) == []


def test_what_is_said_line_by_line_ends_with_the_turn(services: Services) -> None:
    *lines, last = services.talks.converse(None, QUESTION, DAY, PAGE)
    assert all(isinstance(said, Said) for said in lines)
    assert isinstance(last, Told)


def test_where_the_records_fail_the_answer_is_given_and_the_talk_goes_on(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise RecordsError("记录库读写失败：database or disk is full。")

    with monkeypatch.context() as broken:
        broken.setattr(services.records.conversations, "begin", full)
        broken.setattr(services.records.conversations, "add", full)
        first = services.talks.say(None, QUESTION, DAY, PAGE)
        second = services.talks.say(first.conversation, "那如果是1000万呢？", DAY, PAGE)
        assert (first.number, second.number, amount(second)) == (None, None, "1000000.00")
        assert services.talks.problem == talking.UNKEPT
        assert "disk is full" in caplog.text
    third = services.talks.say(first.conversation, "那如果是2000万呢？", DAY, PAGE)
    assert (third.number, amount(third), services.talks.problem) == (1, "2000000.00", "")
    assert len(kept(services, first.conversation)) == 1


def test_what_fails_is_said_at_healthz(services: Services) -> None:
    services.prepare(lambda *_: None)
    services.talks.problem = talking.UNKEPT
    app = FastAPI()
    install(app, services)
    assert TestClient(app).get("/healthz").json()["problems"] == [services.talks.problem]


def test_records_that_cannot_be_read_are_no_reason_to_say_that_a_talk_is_gone(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object, **__: object) -> None:
        raise RecordsError("记录库读写失败。")

    monkeypatch.setattr(services.records.conversations, "turns", down)
    with pytest.raises(Refused) as refused:
        services.talks.say("any", QUESTION, DAY, PAGE)
    assert refused.value.status == 503


def test_the_records_are_opened_once(services: Services) -> None:
    assert services.records is services.records


@ONE_KIND  # whose file it is
def test_a_start_without_a_place_to_write_goes_on_and_one_with_a_broken_database_ends(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    without = Services(settings.but(policy_var=tmp_path / "file" / "var"))
    without.open_records()
    assert without.talks.problem == talking.UNKEPT
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / FILE).write_bytes(b"no database at all, whatever its name says" * 100)
    with pytest.raises(RecordsError, match="打不开记录库"):
        Services(settings.but(policy_var=tmp_path / "broken")).open_records()
