"""What an operator may set: every variable of the environment, with its default and its bounds.

The one place that reads the environment for this program. It knows no room; each room is handed
what it needs, by the command that runs.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Self
from urllib.parse import urlsplit

import platformdirs
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from environment.loopback import is_loopback

ROOT: Final = Path(__file__).resolve().parent.parent
DOCUMENTS: Final = ROOT / "corpus" / "documents"
BUNDLED_MODEL: Final = ROOT / "index" / "model"
CHECKOUT: Final = (ROOT / "pyproject.toml").is_file()  # else: installed from a wheel
SEPARATORS: Final = re.compile(r"[,，\s]+")


class SettingsError(ValueError):
    """The environment says something that can't be used; a line for each, in Chinese."""


def _items(value: object) -> object:
    return tuple(filter(None, SEPARATORS.split(value))) if isinstance(value, str) else value


def _folder(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError:  # no such user, or one without a home
        raise ValueError(path) from None


def _root_path(path: str) -> str:
    if path and not re.fullmatch(r"(/[\w.~-]+)+", path):
        raise ValueError(path)
    return path


def _host(name: str) -> str:
    if not re.fullmatch(r"(\*\.)?[\w-]+(\.[\w-]+)*|\[?[0-9a-fA-F:]+]?", name):
        raise ValueError(name)
    return name.strip("[]").lower()


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
        raise ValueError(text)
    if not re.fullmatch(r"(\*\.)?[\w.-]+(:\d+)?|\[[0-9a-fA-F:]+](:\d+)?", parts.netloc):
        raise ValueError(text)
    return f"{parts.scheme}://{parts.netloc}"


def _network(text: str) -> str:
    return str(ipaddress.ip_network(text, strict=False))


def _url(text: str) -> str:
    if text and not (urlsplit(text).scheme in ("http", "https") and urlsplit(text).hostname):
        raise ValueError(text)
    return text


def _issuer(text: str) -> str:
    parts = urlsplit(_url(text))
    if text and parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise ValueError(text)  # who reads along could sign in as anybody
    if parts.query or parts.fragment:
        raise ValueError(text)
    return text


def _database(url: SecretStr) -> SecretStr:
    text = url.get_secret_value()
    if text and urlsplit(text).scheme not in ("postgresql", "postgres"):
        raise ValueError("database_url")
    return url


Folder = Annotated[Path, AfterValidator(_folder)]
Url = Annotated[str, AfterValidator(_url)]
List = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_items)]


def _setting(default: Any, meaning: str, bound: str, **checks: Any) -> Any:  # noqa: ANN401
    """A variable: ``meaning`` and ``bound`` are what the operator reads, here and in the docs."""
    return Field(default, description=meaning, json_schema_extra={"bound": bound}, **checks)


def _days(default: int, meaning: str) -> Any:  # noqa: ANN401 -- as _setting
    return _setting(default, meaning, "0–36500 的整数，0 为一直保留", ge=0, le=36500)


class Settings(BaseSettings):
    """The variables, read from the environment when made. Names are those of the fields.

    Raises:
        SettingsError: at least one value can't be used.
    """

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, str_strip_whitespace=True
    )

    host: str = _setting("127.0.0.1", "监听的地址", "IP 地址或本机名称", min_length=1)
    port: int = _setting(7860, "监听的端口", "1–65535 的整数", ge=1, le=65535)
    root_path: Annotated[str, AfterValidator(_root_path)] = _setting(
        "",
        "反向代理把服务放在某个路径之下时，这个路径",
        "以 / 开头、不以 / 结尾，如 /policy",
    )
    allowed_hosts: Annotated[List, AfterValidator(lambda names: tuple(map(_host, names)))] = (
        _setting(
            (), "除本机名称和监听地址外，还接受哪些域名", "域名，用逗号隔开，如 zc.example.gov.cn"
        )
    )
    frame_ancestors: Annotated[
        List, AfterValidator(lambda origins: tuple(map(_origin, origins)))
    ] = _setting(
        (), "哪些门户网站可以内嵌本页面", "网站地址，用逗号隔开，如 https://www.example.gov.cn"
    )
    trusted_proxies: Annotated[
        List, AfterValidator(lambda networks: tuple(map(_network, networks)))
    ] = _setting(
        (),
        "哪些反向代理报来的访客地址可信",
        "IP 地址或网段，用逗号隔开，如 127.0.0.1",
    )
    questions_per_minute: int = _setting(
        30, "每个访客每分钟最多提问几次", "1–100000 的整数", ge=1, le=100_000
    )
    questions_per_minute_with_key: int = _setting(
        600, "带接口密钥的每分钟最多提问几次，按密钥计", "1–100000 的整数", ge=1, le=100_000
    )
    conversations_per_client: int = _setting(
        20, "每个访客最多同时保留几段会话", "1–10000 的整数", ge=1, le=10_000
    )
    requests_at_once: int = _setting(
        200, "同时处理的请求上限，超过的请稍后再试", "8–10000 的整数", ge=8, le=10_000
    )
    policy_documents: Folder = _setting(DOCUMENTS, "政策文件所在的文件夹", "文件夹")
    policy_var: Folder = _setting(
        ROOT / "var" if CHECKOUT else platformdirs.user_data_path("policy-qa"),
        "索引、日志等数据的位置",
        "文件夹",
    )
    database_url: Annotated[SecretStr, AfterValidator(_database)] = _setting(
        SecretStr(""),
        "记录库；不填则在 POLICY_VAR 里用 SQLite",
        "postgresql:// 开头的地址",
    )
    keep_conversations: int = _days(365, "会话在最后一次提问之后保留多少天")
    keep_tasks: int = _days(1095, "待办在办结之后保留多少天")
    keep_runs: int = _days(1095, "评测运行的结果保留多少天")
    keep_sessions: int = _days(30, "登录在最后一次使用之后保留多少天")
    sign_own_readings: bool = _setting(
        False, "签署人能否签署自己写的口径；只有一位签署人时才打开", "True 或 False"
    )
    oidc_issuer: Annotated[str, AfterValidator(_issuer)] = _setting(
        "", "统一身份登录的服务（OIDC 的 issuer）；不填则不用", "https 地址"
    )
    oidc_client_id: str = _setting(
        "", "在统一身份服务登记的客户端编号，填了 OIDC_ISSUER 就要填", "文字"
    )
    oidc_client_secret: SecretStr = _setting(
        SecretStr(""), "登记时得到的客户端密钥；公开客户端不填", "文字"
    )
    oidc_roles_claim: str = _setting(
        "", "身份令牌里写明角色的那一项；不填则由管理员授予角色", "名称，如 roles"
    )
    embedding_model: str = _setting(
        str(BUNDLED_MODEL),
        "向量模型",
        "sentence-transformers 格式的文件夹或名称",
        min_length=1,
    )
    chroma_url: Url = _setting("", "独立的 Chroma 服务；不填则用嵌入式", "http(s) 地址")
    llm_base_url: Url = _setting("", "语言模型服务，兼容 OpenAI 接口；不填则不用", "http(s) 地址")
    llm_model: str = _setting("", "语言模型的名称，填了 LLM_BASE_URL 就要填", "名称")
    llm_api_key: SecretStr = _setting(SecretStr(""), "语言模型的密钥，本地服务可不填", "文字")
    llm_timeout: float = _setting(30, "一次回答等模型的秒数", "0.1–600 的数", ge=0.1, le=600)
    llm_at_once: int = _setting(
        4, "同时等模型的问题上限，超过的不经模型", "1–32 的整数", ge=1, le=32
    )
    llm_wording: bool = _setting(
        False, "是否让语言模型润色措辞；数字和原文不经它手", "True 或 False"
    )

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 -- fields by name, as they are typed
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise SettingsError("\n".join(_complaints(error))) from None
        if self.llm_base_url and not self.llm_model:
            raise SettingsError("已设置 LLM_BASE_URL，还需要用 LLM_MODEL 写明模型名称。")
        if self.oidc_issuer and not self.oidc_client_id:
            raise SettingsError("已设置 OIDC_ISSUER，还需要用 OIDC_CLIENT_ID 写明客户端编号。")

    def but(self, **changes: Any) -> Self:  # noqa: ANN401 -- fields by name
        """The same settings with some values changed, each checked like a variable.

        Raises:
            SettingsError: a changed value can't be used.
        """
        kept = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**{**kept, **changes})


def _complaints(error: ValidationError) -> list[str]:
    lines = {}
    for problem in error.errors(include_url=False, include_context=False):
        name = str(problem["loc"][0]) if problem["loc"] else ""
        field = Settings.model_fields.get(name)
        extra = field.json_schema_extra if field else None
        bound = extra["bound"] if isinstance(extra, Mapping) else ""
        secret = field is not None and isinstance(field.default, SecretStr)
        typed = "" if secret else f"，现在是“{_shown(problem['input'])}”"
        lines[name] = f"{name.upper()} 应是{bound}{typed}。"
    return list(lines.values())


def _shown(value: object) -> str:
    text = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text if len(text) <= 80 else f"{text[:80]}…"
