"""The way into the index for LangChain: a retriever that returns clauses as documents."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from corpus.clause import Hit
from index.search import Searcher


class ClauseRetriever(BaseRetriever):
    """Wraps a `Searcher`. ``documents`` limits the search to these document ids."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    k: int = 10
    documents: tuple[str, ...] | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        """Clauses, best first; metadata holds key, label, source, score and the `Hit` itself."""
        return [self._document(hit) for hit in self.searcher.search(query, self.k, self.documents)]

    def _document(self, hit: Hit) -> LangChainDocument:
        clause = hit.clause
        source = self.searcher.library.document(clause.document_id).short_title
        metadata = {
            "key": clause.key,
            "label": clause.label,
            "source": source,
            "score": hit.score,
            "hit": hit,
        }
        return LangChainDocument(page_content=clause.text, metadata=metadata, id=clause.key)
