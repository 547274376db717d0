"""The chain: the reply that code gives; then, if there is a model, what it proposes and chooses.

The reply without a model is there first and its conclusion is shown at once. A model may add a
reading to confirm, a sentence or an order that it picked by number, and, where a setting allows,
other words for what code stated. Whatever it does not do in time is as if it had not been asked.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from bot.context import Context, Proposed
from bot.model.choosing import SCHEMA as CHOICE
from bot.model.choosing import Choices, chosen, leaves_choice
from bot.model.endpoint import Endpoint
from bot.model.judging import judge
from bot.model.prompts import prompt
from bot.model.proposal import Proposal, ProposalError, parse
from bot.model.restating import conditions, matters, restate
from bot.model.statements import Statement, fixed_names, statements
from bot.model.trouble import Breaker, ModelError, Trouble
from bot.model.wire import Messages, ModelSettings
from bot.model.wording import SCHEMA as WORDING
from bot.model.wording import says_the_same, words
from bot.pipeline import Asked, Turn, confirmed
from bot.reply import Clarification, Grade, Reply

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.question.ask import Question

logger = logging.getLogger(__name__)

WORDED: Final = "措辞由语言模型润色，内容与不用模型时相同"
PROPOSED: Final = (
    "语言模型把您的话理解为下面第一个选项，未经核实：对的话请点选，再按它计算；不对请换一种说法"
)
_BUT: Final = (
    "除注明由语言模型提出、挑选的以外，"  # what stands before the mark of the wording then
)
_UNREAD: Final = (Grade.ASKED, Grade.CONDITIONAL)
_READING: Final = {"name": "reading", "schema": Proposal.model_json_schema()}


@dataclass(frozen=True, slots=True)
class Said:
    """The turn as it stands, and those ``lines`` of its reply that will not change any more."""

    turn: Turn
    lines: tuple[str, ...]
    final: bool = False


class Chain:
    """Converses. Without ``settings`` it is the assistant and nothing else."""

    def __init__(
        self,
        assistant: Assistant,
        settings: ModelSettings | None,
        *,
        breaker: Breaker | None = None,
    ) -> None:
        self.assistant = assistant
        self.settings = settings
        self._endpoint = Endpoint(settings) if settings else None
        self._breaker = breaker or Breaker()
        # Threads that compute take turns: more than there are cores only keep each other, and the
        # event loop, from the interpreter. Those that wait for a model are counted apart.
        self._computing = threading.BoundedSemaphore(os.cpu_count() or 1)
        self._places = threading.BoundedSemaphore(settings.at_once if settings else 1)
        self._names = cache(lambda: fixed_names(assistant.knowledge.collection))

    def warm(self) -> None:
        """Load what the first conversation would wait for: the client's libraries."""
        if self._endpoint is not None:
            self._endpoint.warm()

    def converse(
        self, text: str, context: Context | None = None, *, as_of: date | None = None
    ) -> Iterator[Said]:
        """The reply line by line as its lines become final, then the turn; none is taken back."""
        asked = Asked(text, context or Context(), as_of or date.today())  # noqa: DTZ011
        asked = confirmed(asked)
        with self._computing:
            turn = self.assistant.pipeline(asked)
        said = Said(turn, (turn.reply.conclusion,))
        settings, endpoint = self.settings, self._endpoint
        if settings is not None and endpoint is not None and helps(turn.reply, settings):
            deadline = time.monotonic() + settings.timeout
            try:
                yield said
                with self._place():
                    helper = _Helper(self.assistant, endpoint, asked, deadline, self._names)
                    for said in helper.help(turn):
                        yield said
            except ModelError as error:
                logger.info("语言模型：%s", error.trouble.value)
            except Exception:  # what a model adds is never worth a reply
                logger.exception("语言模型的应答没有用上")
        yield replace(said, final=True)

    def answer(
        self, text: str, context: Context | None = None, *, as_of: date | None = None
    ) -> Turn:
        """The final turn of `converse`, for callers that don't stream."""
        *_, last = self.converse(text, context, as_of=as_of)
        return last.turn

    def reread(self, said: Iterable[tuple[str, date]]) -> Context:
        """The thread after messages that were answered before, each as of its day.

        No model is asked: what it had proposed can't be confirmed any more.
        """
        context = Context()
        with self._computing:
            for message, day in said:
                try:
                    context = self.assistant.pipeline(Asked(message, context, day)).context
                except Exception:  # of an earlier version, or other texts: the rest still counts
                    logger.exception("a kept message could not be read again")
        return context

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the places at the model. Raises ModelError at once where there is none.

        What fails within is told to the breaker.
        """
        if not self._breaker.allows():
            raise ModelError(Trouble.RESTING)
        if not self._places.acquire(blocking=False):
            raise ModelError(Trouble.BUSY)
        try:
            yield
        except ModelError:
            self._breaker.failed()
            raise
        else:
            self._breaker.succeeded()
        finally:
            self._places.release()


def helps(reply: Reply, settings: ModelSettings) -> bool:
    """Whether a reply leaves something for a model to do."""
    worded = settings.wording and bool(reply.body or reply.notes)
    return worded or reply.grade in _UNREAD or leaves_choice(reply)


class _Helper:
    """A model at work on one reply until ``deadline`` (monotonic seconds)."""

    def __init__(
        self,
        assistant: Assistant,
        endpoint: Endpoint,
        asked: Asked,
        deadline: float,
        names: Callable[[], tuple[str, ...]],
    ) -> None:
        """``names`` gives what a wording may not touch."""
        self._pipeline = assistant.pipeline
        self._collection = assistant.knowledge.collection
        self._endpoint, self._asked, self._deadline = endpoint, asked, deadline
        self._names = names

    def help(self, turn: Turn) -> Iterator[Said]:
        """The turn with what the model adds, first as a whole, then line by line as it words it.

        Raises ModelError: what came before it stands.
        """
        alone = turn.reply
        if alone.grade in _UNREAD:
            turn = self._proposed(turn)
        elif leaves_choice(alone):
            turn = self._chosen(turn)
        yield Said(turn, (alone.conclusion,))
        if self._endpoint.settings.wording:
            mark = WORDED if turn.reply == alone else f"{_BUT}{WORDED}"
            yield from self._worded(turn, mark)

    def _chosen(self, turn: Turn) -> Turn:
        """The turn with what the model picked."""
        question = self._pipeline.questions(self._asked)[-1]
        shelf = self._pipeline.shelf(question)
        choices = Choices.of(question, turn.reply, shelf)
        told = prompt("choose").format(question=self._asked.message, choices=choices.told(shelf))
        data = self._endpoint.ask(_user(told), CHOICE, self._deadline)
        return replace(turn, reply=chosen(data, choices, turn.reply, shelf))

    def _worded(self, turn: Turn, mark: str) -> Iterator[Said]:
        """The turn with one line more in the model's words each time.

        A line without words that say the same stays as code wrote it.
        """
        reply, bodies = turn.reply, len(turn.reply.body)
        wanted = statements(reply, self._names())
        lines = {one.number: one.text for one in wanted}
        for number, worded in self._wordings(reply, wanted):
            lines[number] = worded
            body, notes = tuple(lines.values())[:bodies], tuple(lines.values())[bodies:]
            told = replace(reply, body=body, notes=(*notes, mark))
            settled = (words for n, words in lines.items() if n <= number)
            yield Said(replace(turn, reply=told), (reply.conclusion, *settled))

    def _wordings(self, reply: Reply, wanted: tuple[Statement, ...]) -> Iterator[tuple[int, str]]:
        """Accepted words, each with the number of its statement, in the order of the numbers."""
        by_number = {one.number: one for one in wanted}
        told = prompt("word").format(
            words=words().told,
            question=self._asked.message,
            conclusion=reply.conclusion,
            statements="\n".join(f"S{one.number}：{one.masked}" for one in wanted),
        )
        last = 0
        for element in self._endpoint.elements(_user(told), WORDING, self._deadline):
            number, text = element.get("n"), element.get("text")
            if type(number) is not int or number <= last or not isinstance(text, str):
                continue  # what was passed over is final
            one = by_number.get(number)
            if one is not None and says_the_same(one, text):
                last = number
                yield number, one.filled(text.strip())

    def _proposed(self, turn: Turn) -> Turn:
        """The turn with the reading of the model as an answer to tap, where it stands."""
        [question] = self._pipeline.questions(self._asked)  # several replies as one have no grade
        data = self._endpoint.ask(_user(self._told(question, turn.reply)), _READING, self._deadline)
        try:
            judged = judge(
                parse(data),
                question,
                self._asked.today,
                conditions(self._collection),
                _open_question(turn.reply),
            )
            tap, sentence = restate(judged, self._collection, self._try)
        except ProposalError as error:
            logger.info("语言模型的理解没有采用：%s", error)
            return turn
        proposed = Proposed(tap, sentence, self._asked.context)
        return replace(
            turn,
            reply=_with_tap(turn.reply, proposed.tap),
            context=replace(turn.context, proposed=proposed),
        )

    def _try(self, sentence: str) -> tuple[tuple[Question, ...], Turn]:
        """How a sentence in place of the message is read and answered."""
        asked = replace(self._asked, message=sentence)
        return self._pipeline.questions(asked), self._pipeline(asked)

    def _told(self, question: Question, reply: Reply) -> str:
        read = question.frame
        unknown = dict.fromkeys(t.text for t in read.tokens if t.unknown)
        return prompt("read").format(
            message=read.text,
            amounts="、".join(amount.token.text for amount in read.amounts) or "无",
            unknown="、".join(unknown) or "无",
            question=_open_question(reply) or "无",
            matters="、".join(matters(self._collection)),
            conditions="、".join(conditions(self._collection)),
        )


def _open_question(reply: Reply) -> str:
    return reply.question if isinstance(reply, Clarification) else ""


def _user(text: str) -> Messages:
    return [{"role": "user", "content": text}]


def _with_tap(reply: Reply, tap: str) -> Reply:
    reply = replace(reply, notes=(*reply.notes, PROPOSED))
    if isinstance(reply, Clarification):
        return replace(reply, choices=(tap, *reply.choices))
    return replace(reply, suggestions=(tap, *reply.suggestions))
