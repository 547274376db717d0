"""The engine as a LangChain tool with a typed schema: a model may call it, never compute itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from bot.engine.explain import lines
from bot.engine.facts import FactError
from bot.engine.result import Computation
from bot.engine.service import Engine, UnknownRuleError

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool


class ComputeArguments(BaseModel):
    """What the tool takes; every value is text as the user said it."""

    rule: str = Field(description="规则编号，如 technical-renovation")
    facts: dict[str, str] = Field(
        description="已知事实，键为输入名，值为用户原话，如 {'投资额': '350万'}；"
        "分年或分项时键写作 第1年:平台投入、A园区:引进企业数",
    )
    as_of: date | None = Field(default=None, description="按哪一天计算，缺省为今天")


def compute_tool(engine: Engine, today: Callable[[], date]) -> BaseTool:
    """Return the tool ``compute_subsidy``.

    Its content is text for the model; its artifact is the `Computation`, None where a fact could
    not be used.
    """
    from langchain_core.tools import StructuredTool  # heavy, and only needed with a model

    def run(
        rule: str, facts: dict[str, str], as_of: date | None = None
    ) -> tuple[str, Computation | None]:
        try:
            found = engine.rule(rule)
            result = engine.compute(rule, engine.read(facts.items(), rule), as_of=as_of or today())
        except (FactError, UnknownRuleError) as error:
            return f"不能计算：{error}", None
        return "\n".join(lines(result, found, engine.citation(found))), result

    return StructuredTool.from_function(
        func=run,
        name="compute_subsidy",
        description=_description(engine),
        args_schema=ComputeArguments,
        response_format="content_and_artifact",
    )


def _description(engine: Engine) -> str:
    listed = []
    for rule in engine.rules.values():
        names = "、".join(f.name for f in engine.fields(rule.id) if f.asked)
        listed.append(f"{rule.id}（{rule.name}；输入：{names}）")
    return "按条款精确计算金额并给出步骤；金额只能引用本工具的结果。规则：" + "；".join(listed)
