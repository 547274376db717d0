"""What may be said on the command line of the service. Read before anything is installed."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options; one that is left out is None and leaves the environment's word."""
    parser.add_argument("--host", help="监听地址，默认 127.0.0.1（仅本机）；环境变量 HOST")
    parser.add_argument("--port", type=_port, help="监听端口，默认 7860；环境变量 PORT")
    parser.add_argument("--root-path", help="对外的路径前缀，如 /policy；环境变量 ROOT_PATH")


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"端口应是 1–65535 的整数，收到的是 {text!r}")
    return int(text)
