"""``policy-qa serve`` and ``python3 app.py``: from the options to a service that answers."""

from __future__ import annotations

import argparse
import errno
import socket
import sys
from contextlib import suppress
from typing import Final

from bot.records.database import RecordsError
from bot.serve.connections import patient_protocol, raise_open_files
from bot.serve.services import Services
from environment.alone import TakenError, claim
from environment.settings import Settings
from index.progress import Bars

_TAKEN: Final = "端口已被别的程序占用。请换一个端口，例如：python3 app.py --port 7861"
_NO_ADDRESS: Final = (
    "这台机器没有这个地址。HOST 应是本机的 IP 地址（IPv6 不加方括号），"
    "只供本机用 127.0.0.1，对外用 0.0.0.0。"
)
_WHY: Final = {
    errno.EADDRINUSE: _TAKEN,
    errno.EACCES: "没有权限。1024 以下的端口只有 root 能用，请换一个大的端口。",
}
SHOWN_AS = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # where a machine reaches itself


def run(args: argparse.Namespace) -> int:
    """Serve the pages and the API until interrupted.

    Raises:
        SettingsError: an option or a variable can't be used.
    """
    said = {"host": args.host, "port": args.port, "root_path": args.root_path}
    settings = Settings().but(**{name: value for name, value in said.items() if value is not None})
    listener = _bind(settings.host, settings.port)  # before all that is slow
    print("正在启动 …", flush=True)
    try:
        claim(settings.policy_var)
        services = Services(settings)
        services.open_records()
    except (TakenError, RecordsError) as error:
        sys.exit(str(error))
    with Bars() as bars:
        services.prepare(bars)
    for problem in services.problems:
        print(f"注意：{problem}", flush=True)
    import uvicorn

    from bot.serve.app import create_app

    config = uvicorn.Config(
        create_app(settings, services),
        log_level="error",  # a malformed request is no news
        server_header=False,
        timeout_graceful_shutdown=3,
        http=patient_protocol(raise_open_files()),
        ws="none",
        proxy_headers=False,  # read where the operator names the proxies: bot.serve.app
    )
    address = _address(settings)
    print(f"政策问答已启动：{address}（按 Ctrl+C 停止）", flush=True)
    print(f"工作人员登录：{address}/staff", flush=True)
    if not services.talks.problem and not services.records.accounts.all():
        print("还没有工作人员账户；新增：python -m bot account add 登录名", flush=True)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
    return 0


def _address(settings: Settings) -> str:
    host = settings.host
    shown = SHOWN_AS.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{settings.port}{settings.root_path}"


def _bind(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address. Exits with a message where it is not to be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # two that only bind would both get it
    except OSError as error:
        sys.exit(f"无法监听 {host}:{port}：{_WHY.get(error.errno or 0, _NO_ADDRESS)}")
    return listener
