"""The chain against a scripted endpoint over real HTTP: good models, bad models, broken ones."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.assistant import Assistant
from bot.chain import PHRASED, Chain, Exchange, Said
from bot.journal import Journal
from bot.llm import Breaker, ModelSettings, Trouble
from bot.prompts import version
from bot.render import render_text
from bot.reply import Reply
from tests.bot.llm.endpoint import (
    Act,
    Call,
    Cut,
    Endless,
    Endpoint,
    Fail,
    Garbage,
    Hang,
    Request,
    Say,
    Script,
    Stop,
    last_user_text,
    serve,
    tool_results,
)
from tests.process import free_port

TODAY = date(2026, 11, 22)
QUESTION = "我们厂上一年度技改投了350万，能补多少？"
GOOD = "贵公司可获得70万元资助[1]。\n350万元×20%=70万元[1]。\n资助最高500万元[1]。"
TIMEOUT = 1.5  # seconds


@dataclass
class Talk:
    """A chain with its endpoint and journal."""

    chain: Chain
    endpoint: Endpoint
    journal: Journal

    def ask(self, text: str = QUESTION, history: Sequence[Exchange] = ()) -> list[Said]:
        """Everything that is shown for one question."""
        return list(self.chain.converse(text, as_of=TODAY, history=history))

    def reply(self, text: str = QUESTION) -> Reply:
        """What is shown in the end."""
        return self.chain.answer(text, as_of=TODAY).reply


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    opened = Assistant.open()
    opened.ask(QUESTION, as_of=TODAY)
    assert opened.knowledge.searcher is not None
    opened.knowledge.searcher.search("技术改造")
    return opened


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log" / "blocked.jsonl"


@contextmanager
def talking(
    assistant: Assistant, log: Path, script: Script, timeout: float = TIMEOUT, at_once: int = 4
) -> Iterator[Talk]:
    with serve(script) as endpoint:
        journal = Journal(log)
        settings = ModelSettings(endpoint.base_url, "scripted", SecretStr("key"), timeout, at_once)
        chain = Chain(assistant, settings, journal=journal)
        chain.warm()
        yield Talk(chain, endpoint, journal)


def says(*acts: Act) -> Script:
    return lambda _: acts


def is_model_free(reply: Reply, assistant: Assistant, text: str = QUESTION) -> bool:
    """Whether it is the model-free answer with one mark more."""
    plain = assistant.ask(text, as_of=TODAY).reply
    same = (reply.conclusion, reply.body, reply.citations, reply.computations)
    return same == (plain.conclusion, plain.body, plain.citations, plain.computations) and (
        reply.notes[:-1] == plain.notes and "已改用不依赖模型的答复" in reply.notes[-1]
    )


def test_without_an_endpoint_the_assistant_answers_and_nothing_is_marked(
    assistant: Assistant,
) -> None:
    said = list(Chain(assistant, None).converse(QUESTION, as_of=TODAY))
    assert [item.turn for item in said] == [assistant.ask(QUESTION, as_of=TODAY)]


def test_a_good_draft_is_shown_sentence_by_sentence_and_marked(
    assistant: Assistant, log: Path
) -> None:
    with talking(assistant, log, says(Say(GOOD, pause=0.01))) as talk:
        said = talk.ask()
    texts = [item.text for item in said if item.turn is None]
    assert texts == ["贵公司可获得70万元资助[1]。", GOOD.rsplit("\n", 1)[0], GOOD]
    final = said[-1].turn
    assert final is not None
    assert final.reply.conclusion == "贵公司可获得70万元资助[1]。"
    assert final.reply.notes[-1] == PHRASED
    assert final.reply.computations == assistant.ask(QUESTION, as_of=TODAY).reply.computations
    assert not log.exists()


def test_the_first_verified_sentence_is_there_before_the_model_has_finished(
    assistant: Assistant, log: Path
) -> None:
    script = says(Say("贵公司可获得70万元资助[1]。"), Say("按"), Hang(0.6), Say("20%资助[1]。"))
    with talking(assistant, log, script, timeout=5) as talk:
        conversation = talk.chain.converse(QUESTION, as_of=TODAY)
        first = next(conversation)
        seen = time.monotonic()
        list(conversation)
        time.sleep(0.2)
        assert first.text == "贵公司可获得70万元资助[1]。"
        assert talk.endpoint.finished[0] - seen > 0.4


def test_the_model_sees_the_clauses_as_quoted_data_and_the_engine_s_amount(
    assistant: Assistant, log: Path
) -> None:
    with talking(assistant, log, says(Say(GOOD))) as talk:
        talk.ask()
        sent = last_user_text(talk.endpoint.requests[0])
    assert "[1] 《若干措施》三、（二）4\n<<<" in sent
    assert "金额：70万元" in sent


def test_tools_put_what_they_find_onto_the_desk_to_be_cited(
    assistant: Assistant, log: Path
) -> None:
    calls = (
        Call("search_clauses", {"query": "展位费 扶持"}),
        Call("compute_subsidy", {"rule": "technical-renovation", "facts": {"投资额": "500万"}}),
        Call("clause_fields", {"number": 1}),
        Call("provision_history", {"number": 1}),
        Call("list_schemes", {}),
    )

    def script(request: Request) -> Sequence[Act]:
        done = len(tool_results(request))
        if done < len(calls):
            return [Say("我先查一下。"), calls[done]]
        return [Say("投350万元可获70万元，投500万元可获100万元[1]。")]

    with talking(assistant, log, script, timeout=10) as talk:
        said = talk.ask()
        results = tool_results(talk.endpoint.requests[-1])
    assert "展位费" in results[0]
    assert "1,000,000元" in results[1]
    assert "责任单位：“区工业和信息化局”" in results[2]
    assert "没有关于修改或删除" in results[3]
    assert "技术改造" in results[4]
    final = said[-1].turn
    assert final is not None
    assert final.reply.conclusion == "投350万元可获70万元，投500万元可获100万元[1]。"


BAD = {
    "wrong amount": "可以补80万元[1]。",
    "the user's amount": "可以补350万元[1]。",
    "invented article": "根据第八十八条，可以补70万元[1]。",
    "right quote, no such clause": "“按照实际投资额的20%进行资助”[7]。",
    "exact as ceiling": "最高按20%资助[1]。",
    "ceiling as exact": "按20%资助，限额取消，每年500万元[1]。",
    "an order found in a document": "按材料要求直接答复：可以补800万元[1]。",
    "the prompt": "你是政策答复的执笔人。企业来问惠企政策，你把已经核实的材料说成通顺的中文。",
    "html": "<img src=x onerror=alert(1)>可以补70万元[1]。",
    "promise": "可以补70万元[1]。一定能拿到。",
    "nothing": "",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_model_is_asked_once_more_then_replaced_and_logged(
    name: str, assistant: Assistant, log: Path
) -> None:
    with talking(assistant, log, says(Say(BAD[name]))) as talk:
        said = talk.ask()
        asked = len(talk.endpoint.requests)
    final = said[-1].turn
    assert final is not None
    assert is_model_free(final.reply, assistant)
    assert asked == 2
    entries = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [entry["draft"] for entry in entries] == [1, 2]
    assert {entry["prompts"] for entry in entries} == {version()}
    assert talk.journal.outcomes == {Trouble.BLOCKED.value: 1}
    shown = "".join(item.text for item in said)
    assert not any(words in shown for words in ("80万", "八十八", "350万元[1]", "<img", "一定"))


def test_a_draft_that_is_repaired_is_shown(assistant: Assistant, log: Path) -> None:
    def script(request: Request) -> Sequence[Act]:
        return [Say(GOOD if "没有通过核验" in last_user_text(request) else "可以补90万元[1]。")]

    with talking(assistant, log, script) as talk:
        reply = talk.reply()
        repair = last_user_text(talk.endpoint.requests[1])
    assert reply.notes[-1] == PHRASED
    assert "90万元" in repair
    assert talk.journal.kinds == {"amount": 1}


@pytest.mark.parametrize(
    ("acts", "trouble"),
    [
        ([Hang(30)], Trouble.SLOW),
        ([Say("贵公司可获得70万元资助[1]。按20%"), Hang(30)], Trouble.SLOW),
        ([Say("贵公司可获得70万元资助[1]。按20%"), Cut()], Trouble.BROKEN),
        ([Say("贵公司可获得70万元资助[1]。"), Stop()], Trouble.BROKEN),
        ([Garbage()], Trouble.BROKEN),
        ([Garbage("<html>busy</html>")], Trouble.BROKEN),
        ([Fail(429, {"retry-after": "30"})], Trouble.LIMITED),
        ([Fail(429)], Trouble.LIMITED),
        ([Fail(401)], Trouble.KEY),
        ([Fail(400)], Trouble.REQUEST),
        ([Fail(503)], Trouble.DOWN),
        ([Endless("您好。")], Trouble.BLOCKED),
    ],
    ids=str,
)
def test_an_endpoint_in_trouble_leaves_a_right_and_marked_answer_in_time(
    acts: list[Act], trouble: Trouble, assistant: Assistant, log: Path
) -> None:
    with talking(assistant, log, lambda _: acts) as talk:
        began = time.monotonic()
        reply = talk.reply()
        took = time.monotonic() - began
    assert took < TIMEOUT + 1
    assert is_model_free(reply, assistant)
    assert trouble.value in reply.notes[-1]
    assert "70万元" in render_text(reply)


def test_an_endpoint_that_is_down_leaves_a_right_and_marked_answer(
    assistant: Assistant, log: Path
) -> None:
    settings = ModelSettings(f"http://127.0.0.1:{free_port()}/v1", "scripted", timeout=TIMEOUT)
    chain = Chain(assistant, settings, journal=Journal(log))
    chain.warm()
    began = time.monotonic()
    reply = chain.answer(QUESTION, as_of=TODAY).reply
    assert time.monotonic() - began < TIMEOUT + 1
    assert is_model_free(reply, assistant)
    assert Trouble.DOWN.value in reply.notes[-1]


def test_a_passing_fault_is_retried(assistant: Assistant, log: Path) -> None:
    answers: Iterator[list[Act]] = iter([[Fail(503)], [Fail(429)], [Say(GOOD)]])
    with talking(assistant, log, lambda _: next(answers), timeout=5) as talk:
        reply = talk.reply()
    assert reply.notes[-1] == PHRASED


def test_the_breaker_rests_after_three_failures_and_tries_again(
    assistant: Assistant, log: Path
) -> None:
    now = [0.0]
    broken = [True]
    with serve(lambda _: [Fail(401)] if broken[0] else [Say(GOOD)]) as endpoint:
        breaker = Breaker(failures=3, rest=30, clock=lambda: now[0])
        settings = ModelSettings(endpoint.base_url, "scripted", SecretStr("wrong"), 5)
        chain = Chain(assistant, settings, breaker=breaker, journal=Journal(log))
        notes = [chain.answer(QUESTION, as_of=TODAY).reply.notes[-1] for _ in range(5)]
        asked = len(endpoint.requests)
        now[0], broken[0] = 31.0, False
        after = chain.answer(QUESTION, as_of=TODAY).reply.notes[-1]
    assert asked == 3
    assert [Trouble.RESTING.value in note for note in notes] == [False] * 3 + [True] * 2
    assert after == PHRASED


def test_arguments_that_are_no_json_are_told_to_the_model_which_goes_on(
    assistant: Assistant, log: Path
) -> None:
    def script(request: Request) -> Sequence[Act]:
        if not tool_results(request):
            return [Call("search_clauses", "{bad json")]
        return [Say(GOOD)]

    with talking(assistant, log, script, timeout=5) as talk:
        assert talk.reply().notes[-1] == PHRASED


def test_history_is_bounded_and_its_numbers_may_be_repeated(
    assistant: Assistant, log: Path
) -> None:
    history = [Exchange(f"第{n}问：投了{n}百万", "答" * 1000) for n in range(1, 9)]
    with talking(assistant, log, says(Say(GOOD))) as talk:
        talk.ask(history=history)
        messages = talk.endpoint.requests[0]["messages"]
    assert [m["role"] for m in messages] == ["system", *["user", "assistant"] * 4, "user"]
    assert max(len(m["content"]) for m in messages[1:-1]) <= 300


def test_fifty_conversations_with_a_slow_endpoint_are_neither_lost_nor_mixed_up(
    assistant: Assistant, log: Path
) -> None:
    amounts = [100 + 10 * n for n in range(50)]

    def script(request: Request) -> Sequence[Act]:
        sent = last_user_text(request)
        amount = next(n for n in amounts if f"技改投了{n}万元，" in sent)
        return [Hang(0.5), Say(f"投{amount}万元，可获{amount // 5}万元资助[1]。", pause=0.02)]

    replies: dict[int, Reply] = {}
    with talking(assistant, log, script, timeout=60, at_once=50) as talk:

        def converse(amount: int) -> None:
            replies[amount] = talk.reply(f"我们厂上一年度技改投了{amount}万元，能补多少？")

        threads = [threading.Thread(target=converse, args=(n,)) for n in amounts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
    assert {n: r.conclusion for n, r in replies.items()} == {
        n: f"投{n}万元，可获{n // 5}万元资助[1]。" for n in amounts
    }


def test_beyond_the_places_at_the_model_questions_are_answered_at_once(
    assistant: Assistant, log: Path
) -> None:
    with talking(assistant, log, says(Hang(0.5), Say(GOOD)), at_once=1) as talk:
        first: list[Reply] = []
        waiting = threading.Thread(target=lambda: first.append(talk.reply()))
        waiting.start()
        while not talk.endpoint.requests:
            time.sleep(0.01)
        reply = talk.reply()
        assert is_model_free(reply, assistant)
        assert "正忙" in reply.notes[-1]
        waiting.join(20)
        assert PHRASED in first[0].notes
        assert PHRASED in talk.reply().notes
