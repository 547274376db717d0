"""``python -m bot doctor``: what is configured, what works, what is missing and what to do."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.model.endpoint import Endpoint, as_object
from bot.model.trouble import ModelError, Trouble
from bot.model.wire import ModelSettings
from environment.settings import Settings, SettingsError

_LONG: Final = 6_000  # characters: more than the longest question with its material
_WORD: Final = 20  # characters that a model asked for one word may answer with
_SECONDS: Final = 20.0  # of one probe at most, all reads together
_REMEDIES: Final = {
    Trouble.DOWN: "检查 LLM_BASE_URL 是否写到 /v1、服务是否已启动、本机能否连到它。",
    Trouble.KEY: "检查 LLM_API_KEY。",
    Trouble.LIMITED: "服务限流：稍后再试，或换一个配额更大的服务。",
    Trouble.REQUEST: "服务不接受请求：检查 LLM_MODEL 的名称，并确认服务支持 stream=true。",
    Trouble.EMPTY: "模型没有写出正文：检查模型是否加载完整，思考型模型请给足输出长度。",
    Trouble.RAMBLING: "模型收不住话：换一个会按指令作答的模型（一般要 3B 以上）。",
    Trouble.NO_JSON: "模型不会按要求写 JSON：换一个会按指令作答的模型（一般要 3B 以上）。",
    Trouble.SLOW: "太慢：换小一些的模型或更快的机器，或调大 LLM_TIMEOUT。",
    Trouble.BROKEN: "应答半路中断：检查服务日志、反向代理的超时。",
}
_NO_SCHEMA: Final = "可以不支持：程序会改用提示词要求 JSON。"
_SCHEMA: Final[Mapping[str, Any]] = {
    "name": "choice",
    "schema": {
        "type": "object",
        "properties": {"number": {"type": "integer"}},
        "required": ["number"],
        "additionalProperties": False,
    },
}
_NUMBER: Final = '请从“1 苹果、2 石头、3 木头”里选出能吃的，只输出 JSON：{"number": 编号}'


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report, with what to do where it is not good."""

    name: str
    detail: str
    trouble: Trouble | None = None
    needed: bool = True

    @property
    def remedy(self) -> str:
        """What to do; "" where nothing has to be done."""
        if self.trouble is None:
            return ""
        return _REMEDIES.get(self.trouble, "") if self.needed else _NO_SCHEMA


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
    key = "已设置" if settings.api_key.get_secret_value() else "未设置"
    wording = "可以润色措辞" if settings.wording else "不润色措辞"
    sys.stdout.write(
        f"· 语言模型：{settings.model}，{settings.base_url}，密钥{key}，"
        f"限时{settings.timeout:g}秒，{wording}\n"
    )
    if args.offline:
        return 0
    broken = False
    for finding in examine(settings):
        sign = "✓" if finding.trouble is None else "✗" if finding.needed else "·"
        sys.stdout.write(f"{sign} {finding.name}：{finding.detail}\n")
        if finding.remedy:
            sys.stdout.write(f"  {finding.remedy}\n")
        broken |= finding.needed and finding.trouble is not None
    return int(broken)


def examine(settings: ModelSettings) -> Iterator[Finding]:
    """Try what the chain needs, one request each; the first that gets no answer is the last."""
    endpoint = Endpoint(settings)
    seconds = min(_SECONDS, settings.timeout)
    first = _try("应答", lambda end: _answers(endpoint, end), seconds)
    yield first
    if first.trouble not in (None, Trouble.RAMBLING):
        return
    schema = _try("带结构的 JSON", lambda end: _picks(endpoint, _SCHEMA, end), seconds)
    yield Finding(schema.name, schema.detail, schema.trouble, needed=False)
    yield _try("提示词要求的 JSON", lambda end: _picks(endpoint, None, end), seconds)
    yield _try(f"{_LONG:,}字的材料", lambda end: _reads_long(endpoint, end), settings.timeout)


def _try(name: str, probe: Callable[[float], str], seconds: float) -> Finding:
    began = time.monotonic()
    try:
        seen = probe(began + seconds)
    except ModelError as error:
        took = time.monotonic() - began
        return Finding(name, f"{error.trouble.value}（{took:.1f}秒）", error.trouble)
    return Finding(name, f"{seen}（{time.monotonic() - began:.1f}秒）")


def _answers(endpoint: Endpoint, deadline: float) -> str:
    text = ""
    for text in endpoint.said(_user("请只回答一个字：好"), None, deadline):  # noqa: B007
        pass
    if len(text.rpartition("</think>")[2].strip()) > _WORD:
        raise ModelError(Trouble.RAMBLING)
    return "有应答"


def _picks(endpoint: Endpoint, schema: Mapping[str, Any] | None, deadline: float) -> str:
    picked = next(as_object(endpoint.said(_user(_NUMBER), schema, deadline)))
    if type(picked.get("number")) is not int:
        raise ModelError(Trouble.NO_JSON)
    return "会写" if picked["number"] == 1 else "会写，但选错了"


def _reads_long(endpoint: Endpoint, deadline: float) -> str:
    text = "条款原文。" * (_LONG // 5)
    next(as_object(endpoint.said(_user(f"{text}\n{_NUMBER}"), None, deadline)))
    return "读得完"


def _user(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]
