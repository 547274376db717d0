"""``python -m bot ask｜compute｜doctor``: the assistant in a terminal."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from bot import compute, doctor
from bot.assistant import Assistant, Context
from bot.render import render_json, render_text
from bot.reply import Clarification


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="政策问答助手")
    commands = parser.add_subparsers(dest="command", required=True)
    asking = commands.add_parser("ask", help="回答一个问题；不写问题则进入对话")
    asking.add_argument("question", nargs="?", help="问题")
    asking.add_argument("--json", action="store_true", help="以 JSON 输出")
    asking.add_argument("--as-of", type=date.fromisoformat, metavar="日期", help="以哪一天为准")
    asking.set_defaults(run=_ask)
    computing = commands.add_parser("compute", help="按一条规则计算金额")
    compute.add_arguments(computing)
    computing.set_defaults(run=compute.run)
    checking = commands.add_parser("doctor", help="检查大模型连接")
    doctor.add_arguments(checking)
    checking.set_defaults(run=doctor.run)
    options = parser.parse_args(arguments)
    status: int = options.run(options)
    return status


def _ask(options: argparse.Namespace) -> int:
    assistant = Assistant.open()
    if options.question is None:
        return _converse(assistant, options.as_of)
    reply = assistant.ask(options.question, as_of=options.as_of).reply
    if options.json:
        print(json.dumps(render_json(reply), ensure_ascii=False, indent=1))
    else:
        print(render_text(reply))
    return 0


def _converse(assistant: Assistant, as_of: date | None) -> int:
    print("请输入问题；空行或 Ctrl+D 结束。")
    context = Context()
    while True:
        try:
            question = input("问：").strip()
        except EOFError:
            return 0
        if not question:
            return 0
        turn = assistant.ask(question, context, as_of=as_of)
        context = turn.context
        print(render_text(turn.reply))
        if isinstance(turn.reply, Clarification) and turn.reply.choices:
            print("可答：" + "／".join(turn.reply.choices))


if __name__ == "__main__":
    sys.exit(main())
