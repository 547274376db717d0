"""``python -m bot account …``: accounts from the machine itself, the first one above all."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys

from bot.records.audit import SYSTEM
from bot.records.members import AccountError, Role
from bot.records.records import Records
from bot.serve.accounts.passwords import hashed
from bot.serve.accounts.roles import roles_in_words
from environment.settings import Settings


def run(args: argparse.Namespace) -> int:
    """Do it; 1 where it can't be done."""
    records = Records.open(Settings())
    try:
        return _done(args, records)
    except AccountError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        records.close()


def _done(args: argparse.Namespace, records: Records) -> int:
    accounts = records.accounts
    held = accounts.all()
    if args.deed == "list":
        for member in held:
            print("\t".join((member.name, member.person, roles_in_words(member) or "没有角色",
                             "已停用" if member.off else "")))  # fmt: skip
    elif args.deed == "add":
        roles = {*map(Role, args.role), *([] if held else [Role.ADMIN])}
        if not roles:
            raise AccountError("请用 --role 写明角色：核对、签署、评测、管理。")
        password, given = _new(args.name)
        person = args.person or args.name
        made = accounts.add(SYSTEM, args.name, person, roles, password, given=given)
        print(f"已新增账户“{made.name}”：{roles_in_words(made)}。")
    elif args.deed == "password":
        password, given = _new(args.name)
        accounts.change(SYSTEM, args.name, password=password, given=given)
        print(f"已重设“{args.name}”的密码，该账户需要重新登录。")
    else:
        accounts.change(SYSTEM, args.name, off=args.deed == "off")
        print(f"已{'停用' if args.deed == 'off' else '启用'}账户“{args.name}”。")
    return 0


def _new(name: str) -> tuple[str, bool]:
    """The hash of a new password: typed twice; from a pipe, its first line; else made and shown.

    And whether it was made, so that whoever gets it has to change it.
    """
    if not sys.stdin.isatty():
        typed = sys.stdin.readline().rstrip("\n")
        if typed:
            return hashed(typed, name), False
        made = secrets.token_urlsafe(12)
        print(f"密码：{made}")
        return hashed(made, name), True
    typed = getpass.getpass("新密码：")
    if typed != getpass.getpass("再输入一次："):
        raise AccountError("两次输入不同，没有保存。")
    return hashed(typed, name), False
