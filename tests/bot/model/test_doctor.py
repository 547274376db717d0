"""The doctor against the scripted endpoint: each kind of trouble is told apart, with what to do."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence

import pytest

from bot.model import doctor
from evals.model.acts import Act, Endless, Fail, Hang, Say
from evals.model.endpoint import Request, Script, last_user_text, serve
from tests.process import free_port


def examine(monkeypatch: pytest.MonkeyPatch, base_url: str) -> int:
    monkeypatch.setenv("LLM_BASE_URL", base_url)
    monkeypatch.setenv("LLM_MODEL", "scripted")
    monkeypatch.setenv("LLM_TIMEOUT", "2")
    return doctor.run(argparse.Namespace(offline=False))


def capable(request: Request) -> Sequence[Act]:
    wants = "JSON" in last_user_text(request)
    return [Say(json.dumps({"number": 1}) if wants else "好")]


def without_schemas(request: Request) -> Sequence[Act]:
    return [Fail(400)] if "response_format" in request else capable(request)


def only_prose(request: Request) -> Sequence[Act]:
    return [Say("我选苹果")] if "JSON" in last_user_text(request) else [Say("好")]


def test_an_endpoint_that_can_do_everything_is_found_sound(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(capable) as endpoint:
        assert examine(monkeypatch, endpoint.base_url) == 0
    assert capsys.readouterr().out.count("✓") == 4


def test_a_server_without_schemas_is_good_enough(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(without_schemas) as endpoint:
        assert examine(monkeypatch, endpoint.base_url) == 0
    out = capsys.readouterr().out
    assert "· 带结构的 JSON：不接受请求" in out
    assert "✗" not in out


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (lambda _: [Fail(401)], "密钥无效"),
        (lambda _: [Fail(429)], "请求过于频繁"),
        (lambda _: [Say("")], "应答是空的"),
        (lambda _: [Endless("您好，" * 400)], "应答太长，没有结束"),
        (only_prose, "应答不是所要的 JSON"),
        (lambda _: [Hang(20)], "超时"),
        (lambda _: [Say("好" * 30, size=1, pause=1)], "超时"),
    ],
)
def test_each_trouble_is_named_with_what_to_do_in_time(
    script: Script,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    began = time.monotonic()
    with serve(script) as endpoint:
        assert examine(monkeypatch, endpoint.base_url) == 1
        assert time.monotonic() - began < 10
    out = capsys.readouterr().out
    lines = out.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("✗") and said in line)
    assert lines[at + 1].startswith("  ")


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
