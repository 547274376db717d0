"""Layers: which of the texts on a matter a question asks for, the earlier or the later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.question.addresses import Addressed
from corpus.document import DocumentKind
from corpus.library import Library

_LATER: Final = re.compile(
    r"新修订|修订(后|版|的|说明|稿)|最新|现行|新版|新规|新办法|新细则|新政策|新标准|新的(规定|办法|政策|标准|说明)|按(照)?新|改后|修改后|调整后|(这次|本次|此次)(修订|调整|修改)"
)
_EARLIER: Final = re.compile(
    r"(老|旧)(办法|政策|规定|标准|措施|文件|版)|(修订|修改|调整)(之)?前(?!后)|改之前|原(来|先)(的)?(措施|政策|规定)"
)


class LayerFinder:
    """Finds the documents that a question names, or means by their place in the order of texts."""

    def __init__(self, library: Library) -> None:
        documents = library.documents
        self._names = {
            d.id: [name.lower() for name in (d.short_title.strip("《》"), *d.aliases)]
            for d in documents
        }
        self._notes = frozenset(d.id for d in documents if d.kind is DocumentKind.NOTE)

    def __call__(self, text: str, addresses: Sequence[Addressed]) -> frozenset[str]:
        """The documents named, or those of the clause numbers where each means one clause."""
        documents = self._documents(text)
        clear = {a.clauses[0].document_id for a in addresses if len(a.clauses) == 1}
        return frozenset(clear) if len(clear) == 1 and len(documents) <= 1 else documents

    def _documents(self, text: str) -> frozenset[str]:
        named = frozenset(
            key for key, names in self._names.items() if any(name in text for name in names)
        )
        if _LATER.search(text):
            named |= self._notes  # 按2024年措施的和按修订后的: both
        if not named and _EARLIER.search(text):
            named = frozenset(self._names) - self._notes
        return named
