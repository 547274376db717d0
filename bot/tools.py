"""What a model may do besides writing: look up, compute, list. Results go onto the desk.

Every clause that a tool shows gets a number ``[n]`` there, so that the draft can cite it and the
verifier can hold the draft to it. Imported only where a model is configured.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from langchain.tools import BaseTool, ToolRuntime, tool

from bot.desk import Desk, source_text
from bot.engine.service import Engine
from bot.engine.tool import compute_tool
from corpus.cards import FIELDS
from corpus.clause import Clause
from corpus.versions import CHANGE_NAMES
from index.retriever import ClauseRetriever

_FOUND: Final = 4  # clauses one search adds
_LONGEST_QUERY: Final = 200

DeskRuntime = ToolRuntime[Any, Any]  # its context is the desk of the turn


def _shown(desk: Desk, clause: Clause) -> str:
    number = desk.add_clause(clause)
    source = desk.evidence.source(number)
    return source_text(source) if source else ""


@tool
def search_clauses(query: str, runtime: DeskRuntime) -> str:
    """按关键词查条款，返回带编号[n]的原文。query 用政策用语，如“展位费 扶持”。"""
    desk: Desk = runtime.context
    if desk.knowledge.searcher is None:
        return "检索暂不可用。"
    retriever = ClauseRetriever(searcher=desk.knowledge.searcher, k=_FOUND)
    hits = [found.metadata["hit"] for found in retriever.invoke(query[:_LONGEST_QUERY])]
    return "\n".join(_shown(desk, hit.clause) for hit in hits) or "没有找到相关条款。"


@tool
def clause_fields(number: int, runtime: DeskRuntime) -> str:
    """查编号为[number]的条款写明了哪些内容（对象、条件、标准、上限、责任单位等），没有写的为未载明。"""
    desk: Desk = runtime.context
    source = desk.evidence.source(number)
    card = desk.knowledge.cards.of_clause(source.clause) if source else None
    if card is None:
        return f"[{number}]没有分项内容，请直接引用原文。"
    lines = [
        f"{field}：" + ("；".join(f"“{span.text}”" for span in card.stated(field)) or "未载明")
        for field in FIELDS
    ]
    return f"{card.name}[{number}]\n" + "\n".join(lines)


@tool
def provision_history(number: int, runtime: DeskRuntime) -> str:
    """查编号为[number]的条款后来有没有被修改、删除或新增，依据是哪一段原文。"""
    desk: Desk = runtime.context
    source = desk.evidence.source(number)
    card = desk.knowledge.cards.of_clause(source.clause) if source else None
    found = desk.knowledge.amendments_of(card.topic) if card else ()
    lines = [
        f"{CHANGE_NAMES[item.change]}：{item.amends_short}{item.target}（{item.name}），"
        f"原文“{item.span.text}”[{desk.add_clause(item.clause)}]"
        for item in found
    ]
    return "\n".join(lines) or "收录的文件里没有关于修改或删除这一条的说明。"


@tool
def list_schemes(runtime: DeskRuntime) -> str:
    """列出收录的全部扶持事项及其条款位置。"""
    desk: Desk = runtime.context
    knowledge = desk.knowledge
    return "\n".join(
        f"{card.name}：{knowledge.document(card.clause).short_title}{card.clause.label}"
        for card in knowledge.cards
        if card.pays
    )


def all_tools(engine: Engine) -> list[BaseTool]:
    """The tools of the chain; ``compute_subsidy`` runs the engine on the desk's day."""
    inner = compute_tool(engine, date.today)  # the day is always passed: the desk's

    @tool("compute_subsidy", description=inner.description)
    def compute_subsidy(rule: str, facts: dict[str, str], runtime: DeskRuntime) -> str:
        desk: Desk = runtime.context
        arguments = {"rule": rule, "facts": facts, "as_of": desk.evidence.as_of}
        call = {"type": "tool_call", "id": "engine", "name": inner.name, "args": arguments}
        message = inner.invoke(call)
        if message.artifact is None:
            return str(message.content)
        desk.add_computation(message.artifact)
        found = engine.rule(rule)
        clause = engine.library.clause(found.document_id, found.clause_id)
        return f"{message.content}\n依据编号：[{desk.add_clause(clause)}]"

    return [search_clauses, clause_fields, compute_subsidy, provision_history, list_schemes]
