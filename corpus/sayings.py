"""How enterprises say that a condition holds or not (facts.yaml beside each text)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from corpus.library import Library

_NEGATION: Final = re.compile(
    r"(不是|不属于|不(?=实行|满足|符合|具备)|没有?|未|非|并非|还没|不在|没进|未进|不算|尚未|无|忘了|不用|没去|没做|没办|未经|不具备|不具有|缺|漏了)[^，。,；;？?]{0,12}$|不(?!仅|但|只|光|管|论)[^，。,]{0,2}$"
)
_NEGATED_AFTER: Final = re.compile(
    r"^[^，。,；;？?]{0,4}(没(有)?(通过|签|办|做|过)|未(通过|签|办)|不通过|没过|不健全|不行)"
)
_ASKED_AFTER: Final = re.compile(
    r"^[^，。,；;？?]{0,6}(吗|么|还是|要不要|需不需要|是什么|是指|怎么|算不算|什么意思|有什么)"
)
_ASKED_BEFORE: Final = re.compile(
    r"(是不是|是否|要不要|需不需要|需要|必须|用不用|什么是|何谓|有没有|如果不|不做|要)[^，。,；;？?]{0,4}$"
)
_SUPPOSED: Final = re.compile(r"(如果|假如|假设|若|要是|万一)[^，。,；;？?]{0,8}$")


@dataclass(frozen=True, slots=True)
class Saying:
    """The wordings of one condition."""

    name: str
    met: re.Pattern[str]
    unmet: re.Pattern[str] | None
    tells: bool  # whether a question that says this can only be about the matter that requires it

    def heard(self, text: str) -> bool | None:
        """What a text says of the condition; None where it says nothing or only asks."""
        if self.unmet is not None and self.unmet.search(text):
            return False
        for match in self.met.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            if _NEGATED_AFTER.match(after):
                return False
            supposed = _SUPPOSED.search(before) is not None
            if not supposed and (_ASKED_AFTER.match(after) or _ASKED_BEFORE.search(before)):
                continue
            return _NEGATION.search(before) is None
        return None


def load_sayings(library: Library) -> Mapping[str, Saying]:
    """Read ``facts.yaml`` beside every text: condition name → its wordings.

    Raises:
        KeyError: an entry lacks its name or its wording.
        re.error: a wording is not a regular expression.
    """
    sayings: dict[str, Saying] = {}
    for document in library.documents:
        path = library.folder(document.id) / "facts.yaml"
        if path.exists():
            for entry in yaml.safe_load(path.read_text("utf-8")) or ():
                unmet = re.compile(entry["unmet"]) if "unmet" in entry else None
                sayings[entry["name"]] = Saying(
                    entry["name"], re.compile(entry["met"]), unmet, bool(entry.get("tells"))
                )
    return sayings
