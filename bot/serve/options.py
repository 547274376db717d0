"""What may be said on the command line of the service. Read before anything is installed."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Final

ROLES: Final[Mapping[str, str]] = {
    "核对": "checker", "签署": "signer", "评测": "evaluator", "管理": "admin",
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options; one that is left out is None and leaves the environment's word."""
    parser.add_argument("--host", help="监听地址，默认 127.0.0.1（仅本机）；环境变量 HOST")
    parser.add_argument("--port", type=_port, help="监听端口，默认 7860；环境变量 PORT")
    parser.add_argument("--root-path", help="对外的路径前缀，如 /policy；环境变量 ROOT_PATH")


def add_account_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done to accounts; a role is a value of `records.accounts.Role`."""
    deeds = parser.add_subparsers(dest="deed", required=True)
    add = deeds.add_parser("add", help="新增账户；第一个账户总是管理员")
    add.add_argument("name", help="登录名")
    add.add_argument("--person", help="姓名，签署时写的就是它；默认同登录名")
    add.add_argument(
        "--role", action="append", type=_role, default=[], metavar="角色",
        help=f"{'、'.join(ROLES)}，可写几次",
    )  # fmt: skip
    for deed, title in (("password", "重设密码"), ("off", "停用账户"), ("on", "启用账户")):
        deeds.add_parser(deed, help=title).add_argument("name", help="登录名")
    deeds.add_parser("list", help="列出账户")


def _role(text: str) -> str:
    if text not in ROLES:
        raise argparse.ArgumentTypeError(f"没有角色“{text}”；可写：{'、'.join(ROLES)}")
    return ROLES[text]


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"端口应是 1–65535 的整数，收到的是 {text!r}")
    return int(text)
