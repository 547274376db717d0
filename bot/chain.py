"""The chain: the model-free answer first; then, if there is a model, the same in its words.

The model-free turn is both the evidence that a draft is held to and what is shown instead of a
draft that fails. The model phrases, plans and calls tools; it gives no number of its own.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from bot.desk import Desk, computations_text, points, sources_text
from bot.journal import Journal
from bot.llm import Breaker, ModelSettings, Trouble, connect, pause_before
from bot.prompts import NAMES, prompt, version
from bot.stream import StreamError, pieces
from bot.verify import Gate, UnverifiedError

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.context import Context
    from bot.pipeline import Turn

PHRASED: Final = "文字由语言模型润色，每句已与原文和测算核对"
FELL_BACK: Final = "语言模型不可用（{trouble}），已改用不依赖模型的答复"
_REMEMBERED: Final = 4  # earlier exchanges the model sees
_RECALLED: Final = 300  # characters of each


@dataclass(frozen=True, slots=True)
class Said:
    """What can be shown now: the verified ``text`` so far; ``turn`` is there when it is final."""

    text: str
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question and what was answered."""

    question: str
    answer: str


class ModelError(Exception):
    """The model gave no answer that may be shown."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Chain:
    """Converses. Without ``settings`` it is the assistant and nothing else."""

    def __init__(
        self,
        assistant: Assistant,
        settings: ModelSettings | None,
        *,
        breaker: Breaker | None = None,
        journal: Journal | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.assistant = assistant
        self.settings = settings
        self.breaker = breaker or Breaker()
        self.journal = journal or Journal()
        self._clock = clock
        self._building = threading.Lock()
        # Threads that compute take turns: more than there are cores only keep each other, and the
        # event loop, from the interpreter. Those that wait for a model are counted apart.
        self._computing = threading.BoundedSemaphore(os.cpu_count() or 1)
        self._places = threading.BoundedSemaphore(settings.at_once if settings else 1)

    def warm(self) -> None:
        """Load what the first conversation would wait for: the client's libraries, the agent."""
        if self.settings is not None:
            with self._building:
                self._agent  # noqa: B018 - a cached property

    def converse(
        self,
        text: str,
        context: Context | None = None,
        *,
        as_of: date | None = None,
        history: Sequence[Exchange] = (),
    ) -> Iterator[Said]:
        """The verified text as it grows, then the final turn. The last item always has a turn.

        Text that was shown may be taken back (an item with less text) when a draft fails.
        """
        began = self._clock()
        with self._computing:
            turn = self.assistant.ask(text, context, as_of=as_of)
        if self.settings is None:
            yield Said("", turn)
            return
        day = as_of or date.today()  # noqa: DTZ011 - the user's calendar day
        try:
            with self._place():
                yield from self._phrase(text, turn, day, history, began + self.settings.timeout)
        except ModelError as error:
            self.journal.ended(error.trouble.value)
            yield Said("", _marked(turn, FELL_BACK.format(trouble=error.trouble.value)))

    def answer(
        self,
        text: str,
        context: Context | None = None,
        *,
        as_of: date | None = None,
        history: Sequence[Exchange] = (),
    ) -> Turn:
        """The final turn of `converse`, for callers that don't stream."""
        said = list(self.converse(text, context, as_of=as_of, history=history))
        if said[-1].turn is None:
            raise RuntimeError("a conversation ended without a turn")
        return said[-1].turn

    @cached_property
    def _agent(self) -> Any:  # noqa: ANN401 - langgraph's compiled graph
        from langchain.agents import create_agent

        from bot.engine.service import Engine
        from bot.tools import all_tools

        if self.settings is None:
            raise ModelError(Trouble.DOWN)
        knowledge = self.assistant.knowledge
        return create_agent(
            connect(self.settings, self.settings.timeout),
            tools=all_tools(Engine(knowledge.library, knowledge.rules)),
            system_prompt=prompt("answer"),
            context_schema=Desk,
        )

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the places at the model. Raises ModelError at once where all are taken."""
        if not self._places.acquire(blocking=False):
            raise ModelError(Trouble.BUSY)
        try:
            yield
        finally:
            self._places.release()

    def _phrase(
        self, text: str, turn: Turn, day: date, history: Sequence[Exchange], deadline: float
    ) -> Iterator[Said]:
        if not self.breaker.allows():
            raise ModelError(Trouble.RESTING)
        said = [*(exchange.question for exchange in history[-_REMEMBERED:]), text]
        desk = Desk.lay(
            self.assistant.knowledge,
            turn.reply,
            said=said,
            as_of=day,
            secrets=map(prompt, NAMES),
        )
        try:
            draft = yield from self._drafts(text, turn, desk, history, deadline)
        except ModelError as error:
            if error.trouble is Trouble.BLOCKED:
                self.breaker.succeeded()
            else:
                self.breaker.failed()
            raise
        self.breaker.succeeded()
        yield Said(draft, _phrased(turn, draft, desk))

    def _drafts(
        self, text: str, turn: Turn, desk: Desk, history: Sequence[Exchange], deadline: float
    ) -> Generator[Said, None, str]:
        """A draft; if the verifier stops it, a second one that was told why."""
        messages = _opening(text, turn, desk, history)
        for attempt in (1, 2):
            gate = Gate(lambda: desk.evidence)
            try:
                draft = yield from self._stream(messages, gate, desk, deadline)
            except UnverifiedError as error:
                self._block(error, text, attempt)
                yield Said("")
                messages = [*messages, *_again(gate, error)]
                continue
            self.journal.ended("一次通过" if attempt == 1 else "修改后通过")
            return draft
        raise ModelError(Trouble.BLOCKED)

    def _block(self, error: UnverifiedError, text: str, attempt: int) -> None:
        model = self.settings.model if self.settings else ""
        self.journal.blocked(
            error.violations, question=text, model=model, prompts=version(), draft=attempt
        )

    def _stream(
        self, messages: list[Any], gate: Gate, desk: Desk, deadline: float
    ) -> Generator[Said, None, str]:
        """One draft, with new attempts to open the stream while there is time."""
        with self._building:
            agent = self._agent
        attempt = 1
        while True:
            try:
                with closing(pieces(agent, messages, desk, deadline)) as arriving:
                    return (yield from _verified(arriving, gate))
            except StreamError as error:
                attempt += 1
                pause = pause_before(attempt, error.trouble, error.cause)
                if error.begun or pause is None or self._clock() + pause >= deadline:
                    raise ModelError(error.trouble) from error
                time.sleep(pause)


def _verified(arriving: Iterator[Any], gate: Gate) -> Generator[Said, None, str]:
    """Pass sentences on once they are verified; the whole text at the end."""
    shown = ""
    for piece in arriving:
        if piece.fresh:
            gate.restart()
            if shown:
                shown = ""
                yield Said("")
        for sentence in gate.feed(piece.text):
            shown += sentence
            yield Said(shown)
    for sentence in gate.close():
        shown += sentence
        yield Said(shown)
    return shown


def _opening(
    text: str, turn: Turn, desk: Desk, history: Sequence[Exchange]
) -> list[dict[str, str]]:
    """Earlier exchanges, shortened, and the question with its material."""
    messages: list[dict[str, str]] = []
    for exchange in history[-_REMEMBERED:]:
        messages.append({"role": "user", "content": exchange.question[:_RECALLED]})
        messages.append({"role": "assistant", "content": exchange.answer[:_RECALLED]})
    evidence = desk.evidence
    material = prompt("material").format(
        as_of=f"{evidence.as_of.year}年{evidence.as_of.month}月{evidence.as_of.day}日",
        question=text,
        sources=sources_text(evidence.sources),
        computations=computations_text(evidence.computations),
        points="\n".join(f"- {line}" for line in points(turn.reply)),
    )
    return [*messages, {"role": "user", "content": material}]


def _again(gate: Gate, error: UnverifiedError) -> list[dict[str, str]]:
    reasons = dict.fromkeys(f"- {v.reason}（{v.sentence[:60]}）" for v in error.violations)
    return [
        {"role": "assistant", "content": gate.seen.strip() or "（空）"},
        {"role": "user", "content": prompt("repair").format(reasons="\n".join(reasons))},
    ]


def _phrased(turn: Turn, draft: str, desk: Desk) -> Turn:
    """The turn in the model's words; figures, sources and checklist stay the engine's."""
    first, *rest = [line.strip() for line in draft.splitlines() if line.strip()]
    reply = replace(
        turn.reply,
        conclusion=first,
        body=tuple(rest),
        citations=desk.citations,
        notes=(*turn.reply.notes, PHRASED),
    )
    return replace(turn, reply=reply)


def _marked(turn: Turn, mark: str) -> Turn:
    return replace(turn, reply=replace(turn.reply, notes=(*turn.reply.notes, mark)))
