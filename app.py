"""Serves the policy bot: ``python3 app.py`` needs nothing but Python 3.11 and makes the rest."""

import argparse
import os
import socket
import sys
from contextlib import suppress

import bootstrap


def main() -> None:
    """Read the options, see to the environment, serve until interrupted."""
    options = _options()
    bootstrap.ensure(bootstrap.RUNTIME_LOCK)
    bootstrap.work_offline()
    serve(options.host, options.port)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="app.py", description="政策问答：启动网页与接口服务。")
    parser.add_argument(
        "--host",
        default=os.environ.get("HOST", "127.0.0.1"),
        help="监听地址，默认 127.0.0.1（仅本机）；环境变量 HOST",
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=os.environ.get("PORT", "7860"),
        help="监听端口，默认 7860；环境变量 PORT",
    )
    return parser.parse_args()


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"端口应是 1–65535 的整数，收到的是 {text!r}")
    return int(text)


def serve(host: str, port: int) -> None:
    """Serve the pages and the API on ``host:port``, building the index first if there is none."""
    listener = _bind(host, port)  # before the slow imports: a taken port is said at once
    print("正在启动 …", flush=True)
    _prepare_index()
    import uvicorn

    from bot.web import create_app

    config = uvicorn.Config(
        create_app(), log_level="warning", server_header=False, timeout_graceful_shutdown=3
    )
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    print(f"政策问答已启动：http://{shown}:{port}（按 Ctrl+C 停止）", flush=True)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def _prepare_index() -> None:
    """Bring the index up to date, with its progress; a version that is current builds nothing."""
    from corpus.library import Library
    from index.build import BuildInProgressError, open_current
    from index.manifest import IndexDamagedError
    from index.progress import Bars

    try:
        with Bars() as bars:
            open_current(Library.load(), progress=bars)
    except (BuildInProgressError, IndexDamagedError) as error:
        sys.exit(str(error))


def _bind(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address. Exits with a message where it is not to be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        sys.exit(
            f"无法监听 {host}:{port}（{error.strerror}）。"
            "请换一个端口，例如：python3 app.py --port 7861"
        )
    return listener


if __name__ == "__main__":
    main()
