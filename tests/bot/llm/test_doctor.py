"""The doctor against the scripted endpoint."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

import pytest

from bot import doctor
from tests.bot.llm.endpoint import Act, Call, Fail, Request, Say, serve
from tests.process import free_port


def examine(monkeypatch: pytest.MonkeyPatch, base_url: str) -> int:
    monkeypatch.setenv("LLM_BASE_URL", base_url)
    monkeypatch.setenv("LLM_MODEL", "scripted")
    monkeypatch.setenv("LLM_TIMEOUT", "3")
    return doctor.run(argparse.Namespace(offline=False))


def capable(request: Request) -> Sequence[Act]:
    if request.get("tools"):
        return [Call("search_clauses", {"query": "展位费"})]
    if request.get("response_format"):
        return [Say(json.dumps({"score": 5}))]
    return [Say("一二三四五六七八九十")]


def test_an_endpoint_that_can_do_everything_is_found_sound(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(capable) as endpoint:
        assert examine(monkeypatch, endpoint.base_url) == 0
    assert capsys.readouterr().out.count("✓") == 5


def test_a_model_without_tools_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(lambda _: [Say("好的，一二三四五六七八")]) as endpoint:
        assert examine(monkeypatch, endpoint.base_url) == 1
    assert "✗ 工具" in capsys.readouterr().out


def test_a_wrong_key_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(lambda _: [Fail(401)]) as endpoint:
        assert examine(monkeypatch, endpoint.base_url) == 1
    assert "密钥无效" in capsys.readouterr().out


def test_nothing_listening_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert examine(monkeypatch, f"http://127.0.0.1:{free_port()}/v1") == 1
    assert "连接不上" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value"),
    [("LLM_BASE_URL", "ftp://x"), ("LLM_MODEL", ""), ("LLM_TIMEOUT", "soon")],
)
def test_a_setting_that_can_t_be_used_is_named(
    name: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LLM_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("LLM_MODEL", "scripted")
    monkeypatch.setenv(name, value)
    assert doctor.run(argparse.Namespace(offline=True)) == 1
    assert name in capsys.readouterr().out


def test_no_endpoint_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LLM_BASE_URL", raising=False)
    assert doctor.run(argparse.Namespace(offline=False)) == 0
    assert "未配置" in capsys.readouterr().out
