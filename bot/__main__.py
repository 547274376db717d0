"""``policy-qa serve｜ask｜compute｜account｜doctor｜audit｜records`` (``python -m bot …``)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from bot import compute
from bot.assistant import Assistant, Context
from bot.explain import explained
from bot.model import doctor
from bot.pipeline import Asked
from bot.records import options as keeping
from bot.render import render_json, render_text
from bot.reply import Clarification
from bot.serve import options as serving
from corpus.problem import CorpusError
from environment import launch
from environment.settings import SettingsError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status, 2 where a setting or the whole collection can't be used."""
    parser = argparse.ArgumentParser(prog="policy-qa", description="政策问答助手")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="启动网页与接口服务")
    serving.add_arguments(serve)
    serve.set_defaults(run=_serve)
    asking = commands.add_parser("ask", help="回答一个问题；不写问题则进入对话")
    asking.add_argument("question", nargs="*", help="问题；--explain 时可写几句，依次追问")
    asking.add_argument("--json", action="store_true", help="以 JSON 输出")
    asking.add_argument("--explain", action="store_true", help="说明每句话是怎样读懂的")
    asking.add_argument("--as-of", type=date.fromisoformat, metavar="日期", help="以哪一天为准")
    asking.set_defaults(run=_ask)
    computing = commands.add_parser("compute", help="按一条规则计算金额")
    compute.add_arguments(computing)
    computing.set_defaults(run=compute.run)
    account = commands.add_parser("account", help="工作人员账户")
    serving.add_account_arguments(account)
    account.set_defaults(run=_account)
    checking = commands.add_parser("doctor", help="检查大模型连接")
    doctor.add_arguments(checking)
    checking.set_defaults(run=doctor.run)
    keeping.add_arguments(commands)
    asked = parser.parse_args(arguments)
    if asked.command == "ask" and not asked.explain and len(asked.question) > 1:
        parser.error("一次回答一个问题，请用引号括起来；几句追问请加 --explain")
    if asked.command == "ask" and asked.explain and (asked.json or not asked.question):
        parser.error("--explain 要写出问题，不能与 --json 同用")
    try:
        status: int = asked.run(asked)
    except (CorpusError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    return status


def _serve(asked: argparse.Namespace) -> int:
    from bot.serve.command import run  # FastAPI and Gradio: only where pages are served

    return run(asked)


def _account(asked: argparse.Namespace) -> int:
    from bot.serve.accounts.command import run  # the database: only where it is needed

    return run(asked)


def _ask(asked: argparse.Namespace) -> int:
    assistant = Assistant.open()
    knowledge = assistant.knowledge
    for problem in knowledge.collection.problems:
        print(f"注意：{problem}", file=sys.stderr)
    if not asked.question:
        return _converse(assistant, asked.as_of)
    if asked.explain:
        return _explain(assistant, asked.question, asked.as_of)
    reply = assistant.ask(asked.question[0], as_of=asked.as_of).reply
    for line in knowledge.problems if knowledge.searched else ():
        print(f"注意：{line}", file=sys.stderr)
    if asked.json:
        print(json.dumps(render_json(reply), ensure_ascii=False, indent=1))
    else:
        print(render_text(reply))
    return 0


def _explain(assistant: Assistant, messages: Sequence[str], as_of: date | None) -> int:
    """Say of each message of a thread how it was read, then what was replied."""
    today = as_of or date.today()  # noqa: DTZ011 - the user's calendar day
    context = Context()
    for number, message in enumerate(messages, start=1):
        read = assistant.pipeline.questions(Asked(message, context, today))
        turn = assistant.ask(message, context, as_of=today)
        context = turn.context
        if len(messages) > 1:
            print(f"── 第{number}句：{message}")
        print("\n".join(explained(read, turn.reply)))
        if number < len(messages):
            print()
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


def command() -> NoReturn:
    """The installed command ``policy-qa``."""
    launch.run(main)


if __name__ == "__main__":
    command()
