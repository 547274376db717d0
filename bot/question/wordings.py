"""What the vocabulary beside some texts says of the words of a message: read alike, or idle."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.document import Document


class Wordings:
    """The wordings with a role of some texts."""

    def __init__(self, documents: Iterable[Document]) -> None:
        held = [wording for document in documents for wording in document.vocabulary]
        self._same = {
            said.lower(): wording.mean[0].lower()
            for wording in held
            if wording.role == "same"
            for said in wording.say
        }
        self.idle = tuple(s.lower() for w in held if w.role == "idle" for s in w.say)
        longest = sorted(self._same, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest))) if longest else None

    def __call__(self, text: str) -> str:
        """A normalised message with what is said for a word of the texts read as that word."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda match: self._same[match.group()], text)
