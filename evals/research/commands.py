"""``python -m evals research COMMAND``: the commands, each declared by a module of its own."""

from __future__ import annotations

import argparse
import importlib

COMMANDS = {
    "train": ("evals.research.train", "训练随附的向量模型"),
    "retrieval": ("evals.research.retrieval", "检索质量"),
    "passages": ("evals.research.passages", "段落检索质量"),
    "sentences": ("evals.research.sentences", "首句命中率：先展示的句子是否含有答案"),
    "selector": ("evals.research.selector", "训练挑句子的权重"),
    "sure": ("evals.research.sure", "挑出的句子有多大把握是答案：训练权重"),
    "scale": ("evals.research.scale", "条款数量增大时的检索"),
    "engines": ("evals.research.engines", "测算引擎的快慢，与另外两个引擎并列"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the commands and the options of each."""
    commands = parser.add_subparsers(dest="research_command", required=True)
    for command, (module, title) in COMMANDS.items():
        sub = commands.add_parser(command, help=title, description=title)
        importlib.import_module(module).add_arguments(sub)


def run(args: argparse.Namespace) -> int:
    """Run the command that was named and return its exit status."""
    return int(importlib.import_module(COMMANDS[args.research_command][0]).run(args))
