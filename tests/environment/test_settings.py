"""Settings: every variable has a default, a bound and a meaning; what is wrong is said in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from environment import settings as module
from environment.settings import Settings, SettingsError

WRONG = {
    "PORT": ("七八六零", "PORT 应是1–65535 的整数，现在是“七八六零”。"),
    "ROOT_PATH": ("policy/", "ROOT_PATH 应是以 / 开头、不以 / 结尾，如 /policy，现在是“policy/”。"),
    "ALLOWED_HOSTS": (
        "a b/c",
        "ALLOWED_HOSTS 应是域名，用逗号隔开，如 zc.example.gov.cn，现在是“a b/c”。",
    ),
    "FRAME_ANCESTORS": (
        "*",
        "FRAME_ANCESTORS 应是网站地址，用逗号隔开，如 https://www.example.gov.cn，现在是“*”。",
    ),
    "TRUSTED_PROXIES": (
        "nginx",
        "TRUSTED_PROXIES 应是IP 地址或网段，用逗号隔开，如 127.0.0.1，现在是“nginx”。",
    ),
    "QUESTIONS_PER_MINUTE": ("0", "QUESTIONS_PER_MINUTE 应是1–100000 的整数，现在是“0”。"),
    "POLICY_VAR": (
        "~nobody-of-this-name/x",
        "POLICY_VAR 应是文件夹，现在是“~nobody-of-this-name/x”。",
    ),
    "CHROMA_URL": ("127.0.0.1:8000", "CHROMA_URL 应是http(s) 地址，现在是“127.0.0.1:8000”。"),
    "LLM_BASE_URL": ("localhost", "LLM_BASE_URL 应是http(s) 地址，现在是“localhost”。"),
    "LLM_TIMEOUT": ("1e9", "LLM_TIMEOUT 应是0.1–600 的数，现在是“1e9”。"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_value_that_cannot_be_used_is_named_with_what_is_expected(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    typed, said = WRONG[name]
    monkeypatch.setenv(name, typed)
    with pytest.raises(SettingsError) as refused:
        Settings()
    assert str(refused.value) == said


def test_all_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, (typed, _) in WRONG.items():
        monkeypatch.setenv(name, typed)
    with pytest.raises(SettingsError) as refused:
        Settings()
    assert str(refused.value).splitlines() == [said for _, said in WRONG.values()]


def test_a_model_without_a_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_BASE_URL", "http://127.0.0.1:9/v1")
    with pytest.raises(SettingsError, match="LLM_MODEL"):
        Settings()


def test_lists_are_separated_by_commas_and_normalised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "Zc.Example.gov.cn，*.lg.gov.cn, [::1]")
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1 10.1.2.3/8")
    monkeypatch.setenv("FRAME_ANCESTORS", "https://www.example.gov.cn/")
    read = Settings()
    assert read.allowed_hosts == ("zc.example.gov.cn", "*.lg.gov.cn", "::1")
    assert read.trusted_proxies == ("127.0.0.1/32", "10.0.0.0/8")
    assert read.frame_ancestors == ("https://www.example.gov.cn",)


def test_a_home_folder_is_expanded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("POLICY_VAR", "~/数据 一")
    assert Settings().policy_var == tmp_path / "数据 一"


def test_an_empty_variable_leaves_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    assert Settings().port == 7860


def test_a_key_is_in_no_message_and_in_no_print_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_API_KEY", "sk-secret")
    monkeypatch.setenv("PORT", "x")
    with pytest.raises(SettingsError) as refused:
        Settings()
    assert "sk-secret" not in str(refused.value)
    monkeypatch.delenv("PORT")
    assert "sk-secret" not in repr(Settings())


def test_changed_values_are_checked_like_variables() -> None:
    assert Settings().but(port="8000").port == 8000
    with pytest.raises(SettingsError, match="PORT"):
        Settings().but(port=70000)


def test_the_documentation_has_every_variable_with_its_default_bound_and_meaning() -> None:
    table = (module.ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path):
            shown = ""  # where it is depends on how the program was installed
        elif isinstance(default, SecretStr) or default in ("", ()):
            shown = "无"
        else:
            shown = "" if name == "embedding_model" else f"`{default}`"
        extra = field.json_schema_extra
        assert isinstance(extra, dict)
        row = next(
            (line for line in table.splitlines() if line.startswith(f"| `{name.upper()}`")), ""
        )
        assert shown in row, name
        assert str(field.description) in row, name
        assert str(extra["bound"]) in row, name
