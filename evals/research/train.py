"""``python -m evals research train``: the bundled model, made anew."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``train``."""
    parser.add_argument("--statutes", type=Path, required=True, help="训练材料的文件夹")
    parser.add_argument("--out", type=Path, required=True, help="模型写到这里")
    parser.add_argument("--seed", type=int, default=0)


def run(args: argparse.Namespace) -> int:
    """Train; torch is loaded only here."""
    from evals.research.training.program import train

    return train(args.statutes, args.out, args.seed)
