"""An entry while it is written: the words of its sentence under the names of a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from corpus.drafting.award import Award
from corpus.drafting.sentences import Sentence
from corpus.numerals import QuantityKind
from corpus.words import words

INPUT_TYPES: Final = {
    QuantityKind.MONEY: "money",
    QuantityKind.COUNT: "count",
    QuantityKind.DURATION: "count",  # 登记注册满12个月: so many months
}


@dataclass
class Building:
    """An entry being written."""

    award: Award
    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    bind: dict[str, dict[str, Any]] = field(default_factory=dict)
    conditions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def sentence(self) -> Sentence:
        """The sentence that its words are taken from."""
        return self.award.sentence

    def name(self, start: int, end: int) -> str:
        """The words of a name, made longer to the right until they stand there only once."""
        whole = self.sentence.printed()
        for last in range(end, min(len(self.sentence.plain), end + 4) + 1):
            text = self.sentence.span(start, last).text
            if whole.count(text) == 1:
                return text
        return self.words(start, end)

    def words(self, start: int, end: int) -> str:
        """The words of a stretch, made longer to the left until they stand there only once."""
        whole = self.sentence.printed()
        for first in range(start, max(-1, start - 12), -1):
            text = self.sentence.span(first, end).text
            if whole.count(text) == 1:
                return text
        return self.sentence.span(start, end).text


def called(name: str) -> list[str]:
    """Shorter names of an amount: 项目审定实际投资额 → 审定实际投资额, 实际投资额, 投资额."""
    found = [name]
    for head in (
        "年度",
        "项目",
        "审定",
        "实际",
        "发生的",
        "发生",
        "支付的",
        "支付",
        "总",
        "该",
        "其",
    ):
        rest = found[-1].partition(head)[2]
        if len(rest) >= 2:
            found.append(rest)
    if "的" in name:
        found.append(name.rpartition("的")[2])
    last = words(name)
    found += ["".join(last[-count:]) for count in (2, 1)]
    return list(dict.fromkeys(one for one in found[1:] if len(one) > 1 and one != name))
