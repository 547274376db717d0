"""What most people would build instead, to measure against.

`PlainChunks` is the tutorial pipeline: chunks of 500 characters with 50 of overlap, BM25 over
jieba words, the four best chunks as the answer. `RetrievalOnly` is this project's own search with
neither engine nor versions: the three best clauses, or a refusal where nothing seems to answer.
Both look at the last turn alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from evals.answerer import Answered, Elapsed
from evals.case import Cited, Row

if TYPE_CHECKING:
    from corpus.clause import Clause
    from corpus.library import Library
    from index.search import Searcher

CHUNK, OVERLAP, TOP = 500, 50, 4


class PlainChunks:
    """Character chunks over BM25; a chunk cites every clause that it touches."""

    name = "plain-chunks"

    def __init__(self, library: Library) -> None:
        import bm25s
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        from corpus.words import search_words

        splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True
        )
        self._library = library
        self._words = search_words
        self._chunks = [
            (document.id, int(chunk.metadata["start_index"]), chunk.page_content)
            for document in library.documents
            for chunk in splitter.create_documents([document.text])
        ]
        self._bm25 = bm25s.BM25()
        self._bm25.index([search_words(text) for _, _, text in self._chunks], show_progress=False)

    def answer(self, item_id: str, turns: Sequence[str], as_of: date | None) -> Answered:
        """Recite the four best chunks; the date plays no part."""
        started = Elapsed.now()
        scores = self._bm25.get_scores(self._words(turns[-1]))
        best = sorted(range(len(scores)), key=lambda at: -scores[at])[:TOP]
        text = "\n".join(self._chunks[at][2] for at in best)
        cited = tuple(citation for at in best for citation in self._cited(at))
        elapsed = started.until_now()
        refused = not any(scores[at] > 0 for at in best)
        return Answered(Row(id=item_id, answer_text=text, citations=cited, refused=refused),
                        (text,), {}, elapsed)  # fmt: skip

    def _cited(self, at: int) -> list[Cited]:
        document, start, text = self._chunks[at]
        end = start + len(text)
        touched = []
        for clause in self._library.clauses(document):
            low, high = max(start, clause.start), min(end, clause.end)
            if low < high and text[low - start : high - start].strip():
                touched.append(Cited(document, clause.id, text[low - start : high - start].strip()))
        return touched


class RetrievalOnly:
    """The best clauses as they stand."""

    name = "retrieval-only"

    def __init__(self, library: Library, searcher: Searcher) -> None:
        self._library = library
        self._searcher = searcher

    def answer(self, item_id: str, turns: Sequence[str], as_of: date | None) -> Answered:
        """Recite the three best clauses, or refuse on low confidence; the date plays no part."""
        started = Elapsed.now()
        hits = self._searcher.search(turns[-1], k=3)
        refused = self._searcher.confidence(turns[-1], hits) < 0.5
        clauses = [] if refused else [hit.clause for hit in hits]
        texts = [self._own(clause) for clause in clauses]
        cited = tuple(
            Cited(clause.document_id, clause.id, text)
            for clause, text in zip(clauses, texts, strict=True)
        )
        answer = "\n".join(texts) or "没有找到相关条款。"
        elapsed = started.until_now()
        row = Row(id=item_id, answer_text=answer, citations=cited, refused=refused)
        return Answered(row, tuple(texts), {}, elapsed)

    def _own(self, clause: Clause) -> str:
        return self._library.full_text(clause).strip()
