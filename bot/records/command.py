"""``policy-qa audit verify`` and ``policy-qa records …``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Final

from bot.records.audit import SYSTEM
from bot.records.backup import back_up, restore
from bot.records.database import RecordsError
from bot.records.records import Records
from bot.records.retention import purge
from environment.alone import TakenError, claim
from environment.settings import Settings

NOBODY: Final = "没有编号为 {id} 的会话。"
SERVING: Final = (
    "服务正在使用这个数据文件夹，没有恢复。请先停止服务（恢复以后再启动），再运行这个命令。"
)


def run(asked: argparse.Namespace) -> int:
    """Do it; 1 where the log does not hold, or what was named is not there or can't be done.

    Raises:
        SettingsError: a variable can't be used.
    """
    settings = Settings()
    try:
        return _DEEDS[asked.deed](settings, asked)
    except RecordsError as error:
        print(error, file=sys.stderr)
        return 1


def _verify(settings: Settings, _: argparse.Namespace) -> int:
    with closing(Records.open(settings)) as records:
        found = list(records.audit.breaks())
        for one in found:
            print(f"第{one.number}条：{one.why}。")
        if found:
            print(f"操作记录不完整：{len(found)}处不对。")
            return 1
        print(f"操作记录完整，共{records.audit.head[0]}条。")
        return 0


def _backup(settings: Settings, asked: argparse.Namespace) -> int:
    back_up(settings, asked.file)
    print(f"已备份到 {asked.file}。里面有用户的提问，请像保管数据库一样保管。")
    return 0


def _restore(settings: Settings, asked: argparse.Namespace) -> int:
    try:
        held = claim(settings.policy_var)
    except TakenError:
        raise RecordsError(SERVING) from None
    try:
        saved = restore(settings, asked.file, replace=asked.replace)
    finally:
        if held is not None:
            os.close(held)
    print(f"已用 {asked.file} 恢复。")
    if saved is not None:
        print(f"原有的内容另存在 {saved}。")
    return 0


def _purge(settings: Settings, _: argparse.Namespace) -> int:
    with closing(Records.open(settings)) as records:
        deleted = purge(records, settings)
    told = "、".join(f"{name} {count} 条" for name, count in deleted.items())
    print(f"已删除：{told}。" if told else "各类记录都设置为一直保留，没有删除。")
    return 0


def _export(settings: Settings, asked: argparse.Namespace) -> int:
    with closing(Records.open(settings)) as records:
        exported = records.conversations.export(asked.conversation)
    if exported is None:
        raise RecordsError(NOBODY.format(id=asked.conversation))
    print(json.dumps(exported, ensure_ascii=False, indent=1))
    return 0


def _delete(settings: Settings, asked: argparse.Namespace) -> int:
    with closing(Records.open(settings)) as records:
        if not records.conversations.remove(asked.conversation):
            raise RecordsError(NOBODY.format(id=asked.conversation))
        records.audit.note(SYSTEM, "conversation.deleted", asked.conversation)
    print("已删除这段会话，连同反馈和待办。此前的备份里还有它；已做成评测用例的问题不在其中。")
    return 0


_DEEDS: Final[Mapping[str, Callable[[Settings, argparse.Namespace], int]]] = {
    "verify": _verify,
    "backup": _backup,
    "restore": _restore,
    "purge": _purge,
    "export": _export,
    "delete": _delete,
}
