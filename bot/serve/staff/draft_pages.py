"""What the pages 核对 of rules and of cards share: a text, what is drafted from it, its checks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode

from cachetools import LRUCache
from starlette.responses import Response

from bot.records.audit import AuditAction
from bot.records.readings import StaleError
from bot.serve.refusal import Refused
from bot.serve.services import Services
from bot.serve.staff.frame import Frame
from bot.serve.staff.pages import StaffPages
from bot.serve.web.markup import Markup, join, tag
from corpus.cards import Card
from corpus.document import Document
from corpus.drafting.checks import Checks, hash_of
from corpus.drafting.draft import Drafts, draft
from corpus.folder import CARDS, RULES
from corpus.library import ClauseNotFoundError
from corpus.problem import DataError
from corpus.rules import Rule

TEXTS: Final = 32  # whose drafts are kept at hand
STAND: Final = "stand"  # the field that says which check a form was made over
STALE: Final = (
    "{who}刚刚核对过它，您看到的已不是最新的一版，没有处理。"
    "您填的都还在下面，请对照最新的一版后再提交。"
)
TAKEN_BACK: Final = "别人刚刚撤回了它的核对，没有处理。您填的都还在下面，请看过后再提交。"
READ_ONLY: Final = "政策文件夹不能写入；请让运行本程序的用户可以写，或改设置 POLICY_DOCUMENTS"


class DraftPages(StaffPages):
    """Handlers over texts that nobody has annotated by hand."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._drafts: LRUCache[str, Drafts] = LRUCache(TEXTS)
        self._lock = Lock()  # of the drafts, and of the files that the checks are kept in

    def _document(self, document_id: str) -> Document:
        try:
            return self._services.library.document(document_id)
        except ClauseNotFoundError as error:
            raise Refused(404, str(error)) from error

    def _folder(self, document: Document) -> Path:
        return self._services.settings.policy_documents / document.id

    def _by_hand(self, document: Document) -> bool:
        folder = self._folder(document)
        return (folder / RULES).exists() or (folder / CARDS).exists()

    def _rules(self, document: Document) -> list[Rule]:
        rules = self._services.rules.values()
        return [rule for rule in rules if rule.document_id == document.id]

    def _cards(self, document: Document) -> list[Card]:
        return [card for card in self._services.cards if card.document_id == document.id]

    def _of(self, document: Document) -> Drafts:
        """The drafts of a text; they hang on nothing but its words."""
        key = f"{document.id} {document.sha256}"
        with self._lock:
            if key not in self._drafts:
                self._drafts[key] = draft(self._services.library, document)
            return self._drafts[key]

    def _kept(self, checks: Checks, document: Document) -> Mapping[str, Mapping[str, Any]]:
        """The checks of one kind beside a text, by the id of what was checked."""
        with _readable():
            return {str(one[checks.key]["id"]): one for one in checks.all(self._folder(document))}

    @contextmanager
    def _standing(
        self, checks: Checks, document: Document, name: str, typed: Mapping[str, str]
    ) -> Iterator[None]:
        """A change of what a form was made over, as long as that still stands.

        Raises:
            StaleError: somebody else has checked it meanwhile, or taken its check back.
        """
        with self._lock:
            newest = self._kept(checks, document).get(name)
            if typed.get(STAND, "") != stand_of(newest):
                said = STALE.format(who=newest.get("by", "别人")) if newest else TAKEN_BACK
                raise StaleError(said)
            yield

    def _withdraw(self, checks: Checks, document: Document, name: str) -> None:
        """Take a check back; to be called where it is `_standing`."""
        with _readable():
            checks.withdraw(self._folder(document), name)

    def _done(self, frame: Frame, document: Document, name: str, action: AuditAction) -> Response:
        """After a check was kept or taken back: noted, answered from at once, back to the text."""
        self._services.records.audit.note(frame.name, action, f"{document.id} {name}")
        self._services.renewal.hurry()
        return frame.to(text_page(document))


def text_page(document: Document) -> str:
    """Address of the rules and cards of a text."""
    return f"staff/rules?{urlencode({'doc': document.id})}"


def stand_of(check: Mapping[str, Any] | None) -> str:
    """Which check of something stands, for the form that is made over it; "" for none."""
    return hash_of(json.dumps(check, sort_keys=True, default=str)) if check else ""


def outdated(error: StaleError, here: str) -> Markup:
    """That somebody was faster, with the way to what they left: the form keeps what was typed."""
    return join((str(error), tag("a", "在新页打开最新的一版", href=here, target="_blank")))


@contextmanager
def _readable() -> Iterator[None]:
    """What keeps the checks from being read or written is said, not left to fail."""
    try:
        yield
    except DataError as error:
        raise Refused(409, f"{error}。", title="核对记录读不出来") from error
    except OSError as error:
        raise Refused(409, f"{READ_ONLY}。", title="没有保存") from error
