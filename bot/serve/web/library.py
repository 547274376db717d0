"""Page 政策库: every text as a tree; a clause with its rule, card, readings and history."""

from __future__ import annotations

from datetime import date

import gradio as gr

from bot.serve.services import Services, today
from bot.serve.web.library_view import clause_page, document_page, overview, tree
from bot.serve.web.markup import tag
from bot.serve.web.notices import SUBSCRIBE
from bot.serve.web.shell import failure, guarded, html, lead, masthead
from corpus.clause import Clause
from corpus.document import Document
from corpus.library import ClauseNotFoundError

# A click on a clause is handled without leaving the page; its link works all the same.
FOLLOW = """
element.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-key]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.replaceState(null, '', link.href);
  trigger('click', {key: link.dataset.key});
});
"""


def build(services: Services, pages: gr.Blocks) -> None:
    """Put the page into the surrounding `gradio.Blocks`."""
    html(masthead("library"), elem_classes="masthead-holder")
    with gr.Column(elem_classes="site-main"):
        html(lead("政策库", "逐条可查：条款原文、计算规则读自哪几个字、口径，以及后来的修订。"))
        html(SUBSCRIBE)
        with gr.Row():
            with gr.Column(scale=4, min_width=300, elem_classes="aside"):
                contents = gr.HTML(
                    js_on_load=FOLLOW,
                    apply_default_css=False,
                    elem_id="contents",
                )
            with gr.Column(scale=8, min_width=320):
                shown = html(elem_id="clause")
    page = _Page(services)
    pages.load(page.arrive, None, [contents, shown], api_visibility="private",
               show_progress="hidden")  # fmt: skip
    contents.click(page.choose, None, [contents, shown], api_visibility="private",
                   show_progress="hidden")  # fmt: skip


class _Page:
    """The handlers of the page."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @guarded(lambda words: [gr.skip(), str(words)])
    def arrive(self, request: gr.Request) -> list[object]:
        """Show the clause, or the text, that the address names, if it names one."""
        document, clause = (request.query_params.get(name, "") for name in ("doc", "clause"))
        if not document:
            return self._overview()
        return self._show(f"{document}#{clause}" if clause else document)

    @guarded(lambda words: [gr.skip(), str(words)])
    def choose(self, event: gr.EventData) -> list[object]:
        """Show the clause, or the text, that was clicked."""
        return self._show(str(event.key))

    def _show(self, key: str) -> list[object]:
        library, day = self._services.library, today()
        try:
            if "#" not in key:
                return self._text(library.document(key), day)
            clause = library.by_key(key)
        except ClauseNotFoundError:
            contents = str(tree(self._services, day))
            return [contents, str(failure("没有找到这一条，请从目录中选择。"))]
        return self._page(clause, day)

    def _text(self, document: Document, day: date) -> list[object]:
        shown = document_page(self._services, document, day)
        return [str(tree(self._services, day, document)), str(shown)]

    def _page(self, clause: Clause, day: date) -> list[object]:
        shown = tag("div", clause_page(self._services, clause, day), class_="turn", id=clause.key)
        return [str(tree(self._services, day, clause)), str(shown)]

    def _overview(self) -> list[object]:
        day = today()
        problems = self._services.assistant.knowledge.collection.problems
        return [str(tree(self._services, day)), str(overview(self._services, day, problems))]
