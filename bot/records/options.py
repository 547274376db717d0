"""The arguments of ``policy-qa audit`` and ``policy-qa records``; light to import."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare both commands; ``deed`` says what is to be done."""
    audit = commands.add_parser("audit", help="核对操作记录（审计）")
    audit.add_argument("deed", choices=["verify"], help="verify：核对有没有被改动、删除或截去")
    audit.set_defaults(run=_run)
    records = commands.add_parser("records", help="备份、恢复、清理、导出、删除记录")
    records.set_defaults(run=_run)
    deeds = records.add_subparsers(dest="deed", required=True, metavar="做什么")
    backup = deeds.add_parser("backup", help="备份成一个文件；服务运行时也可以")
    backup.add_argument("file", type=Path, metavar="文件")
    restore = deeds.add_parser("restore", help="用备份恢复；先停止服务")
    restore.add_argument("file", type=Path, metavar="文件")
    restore.add_argument("--replace", action="store_true", help="代替现有的内容，另存一份")
    deeds.add_parser("purge", help="删除超过保留期（KEEP_… 各项设置）的记录")
    for name, what in (("export", "以 JSON 输出一段会话"), ("delete", "删除一段会话")):
        deed = deeds.add_parser(name, help=what)
        deed.add_argument("conversation", type=_id, metavar="会话编号或网址")


def _id(written: str) -> str:
    """The id at the end of an address: http://…/c/编号; older ones may begin as an option does."""
    return written.rstrip("/").rpartition("/")[2]


def _run(asked: argparse.Namespace) -> int:
    from bot.records.command import run  # the database: only where it is needed

    return run(asked)
