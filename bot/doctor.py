"""``python -m bot doctor``: what is configured, what works, what is missing and what to do."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.llm import ModelSettings, connect, trouble_of
from bot.prompts import version
from environment.settings import Settings, SettingsError

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

_LONG: Final = 6_000  # characters: more than the longest material of an answer
_REMEDIES: Final = {
    "连接": "检查 LLM_BASE_URL 是否写到 /v1、服务是否已启动、本机能否连到它。",
    "密钥": "检查 LLM_API_KEY。",
    "流式": "服务要支持 stream=true；否则每次都会改用不依赖模型的答复。",
    "工具": "换用支持工具调用的模型；没有工具时仍能润色，但不能自己查条款。",
    "结构化": "可以不支持：本程序不依赖它，只有流畅度评审会用到。",
    "长度": f"模型的上下文应能容纳约{_LONG:,}个汉字。",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    name: str
    good: bool
    detail: str
    needed: bool = True  # whether answers in a model's words depend on it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--offline", action="store_true", help="只看配置，不连接模型服务")


def run(args: argparse.Namespace) -> int:
    """Print the report; 1 where something configured does not work."""
    try:
        settings = ModelSettings.of(Settings())
    except SettingsError as error:
        sys.stdout.write(f"✗ 配置：{error}\n")
        return 1
    if settings is None:
        sys.stdout.write("· 语言模型：未配置（LLM_BASE_URL 为空）。问答照常，全部不依赖模型。\n")
        return 0
    key = "已设置" if settings.api_key else "未设置"
    sys.stdout.write(
        f"· 语言模型：{settings.model}，{settings.base_url}，密钥{key}，"
        f"限时{settings.timeout:g}秒，提示词{version()}\n"
    )
    if args.offline:
        return 0
    broken = False
    for finding in examine(settings):
        sign = "✓" if finding.good else "✗" if finding.needed else "·"
        sys.stdout.write(f"{sign} {finding.name}：{finding.detail}\n")
        if not finding.good:
            sys.stdout.write(f"  {_REMEDIES[finding.name]}\n")
        broken |= finding.needed and not finding.good
    return int(broken)


def examine(settings: ModelSettings) -> Iterator[Finding]:
    """Try what the chain needs, one request each; the first that can't connect is the last."""
    model = connect(settings, settings.timeout)
    first = _try("连接", lambda: _greets(model))
    yield first
    if not first.good:
        return
    yield _try("流式", lambda: _streams(model))
    yield _try("工具", lambda: _calls_tool(model))
    yield _try("结构化", lambda: _fills_schema(model), needed=False)
    yield _try("长度", lambda: _reads_long(model))


def _try(name: str, probe: Callable[[], str | None], *, needed: bool = True) -> Finding:
    """A probe returns what it saw, or None where the answer was not what was asked for."""
    began = time.monotonic()
    try:
        seen = probe()
    except Exception as error:  # whatever a client raises is a finding
        trouble = trouble_of(error)
        return Finding(name, False, f"{trouble.value}（{type(error).__name__}）", needed)
    took = f"{time.monotonic() - began:.1f}秒"
    if seen is None:
        return Finding(name, False, f"有应答，但不是所要的（{took}）", needed)
    return Finding(name, True, f"{seen}（{took}）", needed)


def _greets(model: ChatOpenAI) -> str | None:
    return "有应答" if model.invoke("请只回答：好").text.strip() else None


def _streams(model: ChatOpenAI) -> str | None:
    pieces = sum(bool(chunk.text) for chunk in model.stream("从一数到十，用汉字。"))
    return f"{pieces}段" if pieces > 1 else None


def _calls_tool(model: ChatOpenAI) -> str | None:
    tool = {
        "type": "function",
        "function": {
            "name": "search_clauses",
            "description": "按关键词查条款",
            "parameters": {
                "type": "object",
                "properties": {"query": {"type": "string"}},
                "required": ["query"],
            },
        },
    }
    answer: Any = model.bind_tools([tool]).invoke("请用工具查“展位费”的条款。")
    called = [call["name"] for call in answer.tool_calls]
    return "会调用" if "search_clauses" in called else None


def _fills_schema(model: ChatOpenAI) -> str | None:
    schema = {
        "title": "Score",
        "description": "流畅度",
        "type": "object",
        "properties": {"score": {"type": "integer"}},
        "required": ["score"],
    }
    filled = model.with_structured_output(schema, method="json_schema").invoke("给“你好”打分。")
    return "支持" if isinstance(filled, Mapping) and "score" in filled else None


def _reads_long(model: ChatOpenAI) -> str | None:
    text = "条款原文。" * (_LONG // 5)
    return f"{_LONG:,}字以内" if model.invoke(f"{text}\n请只回答：好").text.strip() else None
