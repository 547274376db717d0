"""Choosing: a model picks by number, among what code wrote or quoted; it returns no text.

What it picks is added and said to be its choice: a quoted sentence, an order of the lines, a
question to tap. Nothing that the reply says without it is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from bot.answer.further import FORMS
from bot.answer.knowledge import Knowledge
from bot.answer.lookup import extracts
from bot.cite import cite_span
from bot.extract import Extract
from bot.question.ask import Question
from bot.reply import Reply, Status

_T = TypeVar("_T")

OPEN: Final = (Status.NEAREST, Status.NOT_FOUND, Status.NOT_UNDERSTOOD)  # nobody knows the answer
CANDIDATES: Final = 12
_LINES: Final = 3  # from so many lines on their order is worth a choice
_CHOSEN: Final = "语言模型挑出的相关原文（是否回答了您的问题，请自行判断）：{}：“{}”[{}]"


def leaves_choice(reply: Reply) -> bool:
    """Whether there is something to choose: nobody knows the answer, or it has many lines."""
    return reply.status in OPEN or _in_any_order(reply)


def _in_any_order(reply: Reply) -> bool:
    """Whether the lines stand side by side: those of a computation follow from one another."""
    return len(reply.body) >= _LINES and not reply.computations


@dataclass(frozen=True, slots=True)
class Choices:
    """What a model may choose from, numbered from 1 as it is told them."""

    sentences: tuple[Extract, ...]
    matters: tuple[str, ...]
    lines: tuple[str, ...]

    @classmethod
    def of(cls, question: Question, reply: Reply, knowledge: Knowledge) -> Choices:
        """The choices that a reply leaves."""
        is_open = reply.status in OPEN
        lines = reply.body if _in_any_order(reply) else ()
        found = extracts(question, knowledge, CANDIDATES) if is_open else []
        names = dict.fromkeys(card.name for card in knowledge.cards) if is_open else {}
        return cls(tuple(found), tuple(names), lines)

    def told(self, knowledge: Knowledge) -> str:
        """The choices as a model is told them."""
        quoted = (f"{knowledge.called(e.clause)}：“{e.span.text}”" for e in self.sentences)
        blocks = {
            "原文": quoted,
            "事项": self.matters,
            "问法": (form.format("……") for form in FORMS),
            "答复的各行": self.lines,
        }
        return "\n".join(f"【{name}】\n{_numbered(lines)}" for name, lines in blocks.items())


def _numbered(lines: Iterable[str]) -> str:
    return "\n".join(f"{number} {line}" for number, line in enumerate(lines, start=1)) or "（无）"


def chosen(data: Mapping[str, Any], choices: Choices, reply: Reply, knowledge: Knowledge) -> Reply:
    """The reply with what the model picked; a number that names nothing picks nothing."""
    order = [n for n in _numbers(data.get("first")) if 1 <= n <= len(choices.lines)]
    if order:
        lines = [choices.lines[n - 1] for n in dict.fromkeys(order)]
        reply = replace(reply, body=(*lines, *(line for line in reply.body if line not in lines)))
    sentence = _picked(data.get("sentence"), choices.sentences)
    if sentence is not None:
        reply = _with(sentence, reply, knowledge)
    matter, form = _picked(data.get("matter"), choices.matters), _picked(data.get("ask"), FORMS)
    if matter and form:
        question = form.format(matter)
        others = (words for words in reply.suggestions if words != question)
        reply = replace(reply, suggestions=(question, *others))
    return reply


def _with(sentence: Extract, reply: Reply, knowledge: Knowledge) -> Reply:
    """The reply with a sentence more, right below its conclusion, if it does not show it yet."""
    if any(c.start <= sentence.span.start < c.end and c.clause.key == sentence.clause.key
           for c in reply.citations):  # fmt: skip
        return reply
    citation = cite_span(knowledge.document(sentence.clause), sentence.clause, sentence.span)
    number = len(reply.citations) + 1
    line = _CHOSEN.format(knowledge.called(sentence.clause), sentence.span.text, number)
    return replace(reply, body=(line, *reply.body), citations=(*reply.citations, citation))


def _picked(number: object, among: Sequence[_T]) -> _T | None:
    """The one with a number; 0, and whatever is no number of them, picks none."""
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return among[number - 1] if 1 <= number <= len(among) else None


def _numbers(data: object) -> list[int]:
    return [n for n in data if type(n) is int] if isinstance(data, list) else []


SCHEMA: Final[Mapping[str, Any]] = {
    "name": "choice",
    "schema": {
        "type": "object",
        "properties": {
            "sentence": {"type": "integer"},
            "matter": {"type": "integer"},
            "ask": {"type": "integer"},
            "first": {"type": "array", "items": {"type": "integer"}},
        },
        "required": ["sentence", "matter", "ask", "first"],
        "additionalProperties": False,
    },
}
