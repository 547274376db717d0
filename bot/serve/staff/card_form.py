"""A card as a form, and what was filled in as an entry again, each fault at its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.question.homes import PAYMENT
from bot.question.lexicon import general
from bot.question.text import normaliser
from bot.question.topics import GAP
from corpus.cards import FIELDS, Card, CardEntry, Field
from corpus.drafting.confirmed_cards import examined, one_line
from corpus.library import Library
from corpus.problem import shown

LONGEST: Final = 8000  # characters of a field
NAME: Final = 40  # characters of a name
SHORTEST: Final = 2
SEVERAL: Final = 100  # names
QUOTES: Final = 30  # of a field
# What each field asks for, where its name alone does not say it.
HINTS: Final[Mapping[Field, str]] = {
    "对象": "给谁",
    "条件": "要符合什么",
    "标准": "给多少、怎样给",
    "上限口径": "上限按什么算，如每年、每个项目",
    "年限": "给几年",
    "基数": "按什么的多少来算",
    "名额": "最多多少个",
    "发放方式": "一次性还是分次",
    "理由": "为什么给",
}
COMMON: Final = "{word}是常用词，企业问别的事也会说到；请写得更具体，如加上给的是什么。"
TAKEN: Final = "{word}：事项{other}已叫这个；两个事项同名，程序分不清问的是哪一个，请写得更具体。"
PLAIN: Final = "{word}：问句里这样写，程序会先读成{plain}；请写{plain}。"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in: the card that it makes, and what is wrong with it, by field."""

    entry: CardEntry
    card: Card
    wrong: Mapping[str, Sequence[str]]


def typed_of(entry: CardEntry) -> dict[str, str]:
    """An entry as the fields of the form."""
    typed = {"name": entry.name, "names": "\n".join(entry.names)}
    for one, quotes in entry.fields.items():
        typed[f"field.{one}"] = "\n".join(map(one_line, quotes))
    return typed | {f"silent.{one}": "on" for one in entry.silent}


def filled(
    typed: Mapping[str, str], drafted: Card, library: Library, others: Sequence[Card]
) -> Filled:
    """The card that was filled in, with everything that is wrong with it.

    ``others`` are the further cards of its text: none may be called as this one is.
    """
    taken = {called.lower(): one.name for one in others for called in (one.name, *one.names)}
    form = _Form(typed, frozenset((drafted.name, *drafted.names)), taken)
    entry = CardEntry(
        id=drafted.id,
        clause=drafted.clause.id,
        name=form.name() or drafted.name,
        names=form.names(),
        fields=form.quotes(),
        silent=tuple(one for one in FIELDS if typed.get(f"silent.{one}")),
    )
    card, unborne = examined(entry, drafted, library)
    for one, said in unborne.items():
        form.wrong.setdefault(f"field.{one}", []).extend(f"{words}。" for words in said)
    return Filled(entry, card, form.wrong)


@dataclass
class _Form:
    typed: Mapping[str, str]
    known: frozenset[str]  # names that the program gave: they are as good as ever
    taken: Mapping[str, str]  # a name in small letters, and the card of the text that has it
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def name(self) -> str:
        name = " ".join(self.typed.get("name", "").split())
        if not name:
            self._fault("name", "请填写名称。")
        elif len(name) > NAME:
            self._fault("name", f"写了{len(name)}个字，最多{NAME}个字，请写短一些。")
        elif fault := self._unfit(name):
            self._fault("name", fault)
        return name[:NAME]

    def names(self) -> tuple[str, ...]:
        lines = self._lines("names", SEVERAL)
        for line in lines:
            if fault := self._unfit(line):
                self._fault("names", fault)
        return lines

    def _unfit(self, name: str) -> str:
        if name in self.known:
            return ""
        if other := self.taken.get(name.lower()):
            return TAKEN.format(word=shown(name), other=shown(other))
        return unfit(name)

    def quotes(self) -> dict[Field, tuple[str, ...]]:
        found = {one: self._lines(f"field.{one}", QUOTES) for one in FIELDS}
        return {one: lines for one, lines in found.items() if lines}

    def _lines(self, name: str, most: int) -> tuple[str, ...]:
        words = self.typed.get(name, "")
        lines = [*dict.fromkeys(filter(None, map(str.strip, words[:LONGEST].splitlines())))]
        if len(words) > LONGEST or len(lines) > most:
            self._fault(name, f"最多{most}行、{LONGEST}个字，请写少一些。")
        return tuple(lines[:most])

    def _fault(self, name: str, said: str) -> None:
        self.wrong.setdefault(name, []).append(said)


def unfit(name: str) -> str:
    """Why a name would not lead those who say it, and no others, to a matter; "" where it does."""
    word, pieces = shown(name), name.split(GAP)
    if not SHORTEST <= len(name) <= NAME:
        return f"{word}有{len(name)}个字；请写{SHORTEST}到{NAME}个字。"
    if len(pieces) > 2 or not all(any(map(str.isalpha, piece)) for piece in pieces):
        return f"{word}：请写词语；“{GAP}”只能用一次，两边都要有字，表示中间可以有别的字。"
    for piece in pieces:
        plain = normaliser(frozenset())(piece)
        if plain != piece.lower():
            return PLAIN.format(word=word, plain=shown(name.replace(piece, plain)))
    if name.lower() in general() or not PAYMENT.sub("", name).strip("的"):
        return COMMON.format(word=word)
    return ""
