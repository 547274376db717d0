"""``python -m evals [COMMAND]``: measure the bot; without a command, run the whole set."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from environment import launch
from environment.settings import SettingsError
from evals.case import CaseError
from evals.compare import RunError
from evals.table import TableError

# A command's module is imported only when it is called: some load models, most need none.
COMMANDS = {
    "run": ("evals.run", "一套题目：作答、评分、与上次接受的结果和两条基线比较"),
    "compare": ("evals.compare", "两次评测逐题比较，只算两次都有的题目"),
    "check": ("evals.check", "检查一个题目文件，错处逐行说明"),
    "sets": ("evals.sets", "可以运行的题目集"),
    "answer": ("evals.answer", "回答一个题目文件，写出答案文件"),
    "people": ("evals.people", "只看过原文的人写的题目：对、反问、错各多少，与已接受的比较"),
    "counterfactual": ("evals.counterfactual", "改动文本与规则中的数字，答案应随之改变"),
    "neighbours": ("evals.neighbours", "旁边放上别处的文本，答复不应改变"),
    "asof": ("evals.asof", "换一个日期，只有应变的答案改变"),
    "bench": ("evals.bench", "作答耗时、启动时间与内存"),
    "growth": ("evals.growth.command", "文件由 2 份增至 3,000 份，作答、启动、内存各变多少"),
    "load": ("evals.load", "许多人同时访问时的快慢，与不做事的路由并列"),
    "model": (
        "evals.model.command",
        "语言模型：措辞和理解采用多少，成绩不低于不用模型",
    ),
    "generate": ("evals.generate.command", "由已知事实生成的金额题：写出题目，或作答并统计"),
    "laws": ("evals.generate.laws_command", "换序、加寒暄或无关的话，金额不应改变"),
    "drafts": ("evals.drafts", "从标注好的条文起草规则：算对、只引用、算错各多少"),
    "redrafted": ("evals.redrafted", "人写的规则与只从原文起草的规则逐条比较"),
    "foreign": (
        "evals.foreign.command",
        "各地的文本收进来，不作标注：答对、用了别处的文件、金额算错各多少",
    ),
    "intake": ("evals.intake.command", "文本做成 Word、PDF、OFD、扫描件再读回，丢了多少"),
    "mutation": ("evals.mutation", "改坏规则，检查应当发现"),
    "research": ("evals.research.commands", "检索与引擎的研究、训练模型：只在源码目录里"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or (words[0] not in COMMANDS and words[0] not in {"-h", "--help"}):
        words.insert(0, "run")
    name = words[0] if words[0] in COMMANDS else None
    parser = argparse.ArgumentParser(
        prog="python -m evals", description="评测：答得对不对。不写命令则运行全部题目。"
    )
    commands = parser.add_subparsers(dest="command")
    for command, (module, title) in COMMANDS.items():
        sub = commands.add_parser(command, help=title, description=title)
        if command == name:
            try:
                importlib.import_module(module).add_arguments(sub)
            except ModuleNotFoundError as error:
                if error.name != "evals.research":
                    raise
                print("research 不随安装包提供，请在源码目录里运行。", file=sys.stderr)
                return 2
    args = parser.parse_args(words)
    try:
        return int(importlib.import_module(COMMANDS[args.command][0]).run(args))
    except (CaseError, RunError, SettingsError, TableError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    launch.run(main)
