"""Machines as they are: odd locales, proxies, closed streams, folders that can't be written to."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from pydantic import SecretStr

from bootstrap import DEV_LOCK, ROOT, RUNTIME_LOCK
from bot.model.wire import ModelSettings, connect
from environment.loopback import is_loopback
from evals.model.acts import Say
from evals.model.endpoint import serve
from tests.process import free_port
from tests.running import Running, serving
from tests.test_setup import SHIPPED

QUESTION = "我们厂上一年度技改投了350万，能补多少？"
ASK = (sys.executable, "-m", "bot", "ask", QUESTION)
NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens
PROXIES = {
    "ALL_PROXY": "socks5h://127.0.0.1:9",
    "all_proxy": "socks://127.0.0.1:9",  # as a desktop writes it
    "http_proxy": NOWHERE,
    "HTTP_PROXY": NOWHERE,
    "HTTPS_PROXY": NOWHERE,
    "OPENAI_PROXY": NOWHERE,
}
ASCII = {"PYTHONIOENCODING": "ascii"}
LOCALE_C = {"LC_ALL": "C", "LANG": "POSIX", "PYTHONUTF8": "0"}
GB18030 = {"PYTHONIOENCODING": "gb18030"}


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


def run(
    command: Sequence[str], var: Path, more: Mapping[str, str] = {}, umask: int = -1
) -> subprocess.CompletedProcess[bytes]:
    """A command in a child process, with its output as bytes."""
    environment = {**os.environ, "POLICY_VAR": str(var), **more}
    return subprocess.run(
        command, cwd=ROOT, env=environment, umask=umask, capture_output=True, check=False
    )


@pytest.mark.parametrize("more", [ASCII, LOCALE_C], ids=["ASCII", "locale C"])
def test_a_question_is_understood_and_answered_in_chinese(
    var: Path, more: Mapping[str, str]
) -> None:
    asked = run(ASK, var, more)
    assert (asked.returncode, asked.stderr) == (0, b"")
    assert "70万元" in asked.stdout.decode()


def test_an_encoding_that_knows_chinese_is_kept(var: Path) -> None:
    assert "70万元" in run(ASK, var, GB18030).stdout.decode("gb18030")


def test_files_are_private_where_the_mask_says_so_and_can_be_read_back(tmp_path: Path) -> None:
    build = (sys.executable, "-m", "index", "build")
    check = (sys.executable, "-m", "index", "check")
    assert run(build, tmp_path / "var", umask=0o077).returncode == 0
    assert run(check, tmp_path / "var").returncode == 0
    assert {path.stat().st_mode & 0o077 for path in tmp_path.rglob("*")} == {0}


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "corpus", "show", "第4条"),
        ("-m", "index", "--help"),
        ("-m", "evals", "--help"),
        ("app.py", "--help"),
    ],
    ids=lambda words: " ".join(words),
)
def test_every_command_speaks_chinese_where_the_locale_cannot(
    var: Path, command: Sequence[str]
) -> None:
    said = run((sys.executable, *command), var, LOCALE_C)
    assert (said.returncode, said.stderr) == (0, b"")
    assert any("一" <= character <= "鿿" for character in said.stdout.decode())


@pytest.mark.parametrize(
    ("streams", "heard"), [("<&- 2>&-", True), (">&-", False), ("<&- >&- 2>&-", False)]
)
def test_closed_streams_are_no_error(var: Path, streams: str, heard: bool) -> None:
    asked = run(("sh", "-c", f'exec "$@" {streams}', "sh", *ASK), var)
    assert (asked.returncode, asked.stderr) == (0, b"")
    assert ("70万元" in asked.stdout.decode()) == heard


def test_a_conversation_without_anyone_to_talk_to_ends_at_once(var: Path) -> None:
    ended = run(("sh", "-c", 'exec "$@" <&-', "sh", *ASK[:-1]), var)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_reader_who_leaves_early_is_no_error(var: Path) -> None:
    with subprocess.Popen(
        ASK,
        cwd=ROOT,
        env={**os.environ, "POLICY_VAR": str(var)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as asked:
        assert asked.stdout
        assert asked.stderr
        asked.stdout.close()
        assert asked.stderr.read() == b""
    assert asked.returncode == 141


def test_a_conversation_is_left_by_ctrl_c_without_a_word(var: Path) -> None:
    with subprocess.Popen(
        # a run in the background ignores Ctrl+C, and so would whatever it starts
        ("env", "--default-signal=INT", "PYTHONUNBUFFERED=1", f"POLICY_VAR={var}", *ASK[:-1]),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as talk:
        assert talk.stdout
        assert talk.stderr
        assert "请输入问题" in talk.stdout.readline().decode()
        talk.send_signal(signal.SIGINT)
        assert talk.stderr.read() == b""
    assert talk.returncode == 130


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout nobody can write to, in a folder whose name has a blank and Chinese in it."""
    place = tmp_path_factory.mktemp("checkout") / "政策 问答" / "副本"
    place.mkdir(parents=True)
    locks = (RUNTIME_LOCK.name, DEV_LOCK.name)
    for name in (*SHIPPED, "app.py", "bootstrap.py", "pyproject.toml", *locks):
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, place / name, ignore=ignored)
        else:
            shutil.copy2(ROOT / name, place / name)
    for path in (place, *place.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return place


def without_privilege(command: Sequence[str]) -> list[str]:
    """The command, so that root too may not write where nobody may."""
    if os.geteuid():
        return list(command)
    return ["setpriv", "--bounding-set=-dac_override", *command]


def answers(app: Running) -> bool:
    """Whether a service, healthy already, answers a question over HTTP."""
    return "70万元" in app.ask()["conclusion"]


def test_a_checkout_that_is_read_only_with_chinese_in_its_path_serves(
    copy: Path, tmp_path: Path
) -> None:
    touch = without_privilege(["touch", str(copy / "new")])
    assert subprocess.run(touch, capture_output=True, check=False).returncode != 0
    command = without_privilege([sys.executable, "app.py"])
    environment = {**os.environ, **LOCALE_C, "POLICY_VAR": str(tmp_path / "数据 夹")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with serving(command, tmp_path, cwd=copy, environment=environment) as app:
        assert answers(app)
    assert "Traceback" not in app.log.read_text("utf-8")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "::"])
def test_the_app_serves_on_every_kind_of_address_whatever_proxies_are_set(
    tmp_path: Path, host: str
) -> None:
    environment = {**os.environ, **PROXIES, "POLICY_VAR": str(tmp_path / "var")}
    environment.pop("HOME", None)
    command = [sys.executable, "app.py"]
    with serving(command, tmp_path, cwd=ROOT, environment=environment, host=host) as app:
        assert answers(app)
        assert app.outside_calls() == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LocalHost"])
def test_this_machine_is_known_by_each_of_its_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "10.0.0.1", "::2", "localhost.example", "model.example"])
def test_another_machine_is_not_taken_for_this_one(host: str) -> None:
    assert not is_loopback(host)


def model(base_url: str) -> ModelSettings:
    return ModelSettings(base_url, "any", SecretStr("key"))


def test_a_model_on_this_machine_is_never_asked_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name, proxy in PROXIES.items():
        monkeypatch.setenv(name, proxy)
    with serve(lambda request: [Say("在")]) as endpoint:
        assert connect(model(endpoint.base_url)).invoke("在吗？").text == "在"
        assert caplog.messages == []
        named = endpoint.base_url.replace("127.0.0.1", "localhost")
        assert connect(model(named)).invoke("在吗？").text == "在"


def test_a_model_elsewhere_is_asked_through_the_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serve(lambda request: [Say("经代理")]) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.base_url.removesuffix("/v1"))
        monkeypatch.setenv("http_proxy", proxy.base_url.removesuffix("/v1"))
        elsewhere = model(f"http://model.invalid:{free_port()}/v1")
        assert connect(elsewhere).invoke("在吗？").text == "经代理"
