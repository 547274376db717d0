"""`python -m index build | search | check`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from corpus.collection import Collection
from corpus.library import Library
from corpus.problem import CorpusError
from environment import launch
from environment.settings import Settings, SettingsError
from index.build import build, open_current
from index.errors import MEND, IndexUnavailableError
from index.passage import passages_of
from index.progress import Bars
from index.search import Explanation
from index.settings import IndexSettings
from index.version import current_folder


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 1 the index cannot serve, 2 wrong arguments."""
    parser = _parser()
    args = parser.parse_args(arguments)
    try:
        return int(args.run(args))
    except (CorpusError, IndexUnavailableError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description="条款索引")
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("build", help="建立或更新索引")
    one.add_argument("--rebuild", action="store_true", help="不管现有索引，从头建立")
    one.add_argument("--documents", type=Path, help="文件所在的文件夹")
    one.set_defaults(run=_build)
    one = commands.add_parser("search", help="检索条款")
    one.add_argument("query")
    one.add_argument("-k", type=int, default=5)
    one.add_argument("--document", action="append", help="只在这份文件里找，可重复")
    one.add_argument("--explain", action="store_true", help="说明为何这样排")
    one.set_defaults(run=_search)
    one = commands.add_parser("check", help="核对索引的每个文件和每条向量")
    one.set_defaults(run=_check)
    return parser


def _build(args: argparse.Namespace) -> int:
    library = Collection.load(args.documents or Settings().policy_documents).library
    settings = IndexSettings.of(Settings())
    with Bars() as bars:
        version = build(passages_of(library), settings, rebuild=args.rebuild, progress=bars)
    if version.nearest.problem:
        print(version.nearest.problem, file=sys.stderr)
    counts = version.manifest
    print(f"{version.folder}：{counts.passages} 条，其中新计算向量 {counts.embedded} 条")
    return 0


def _search(args: argparse.Namespace) -> int:
    with Bars() as bars:
        library = Collection.load(Settings().policy_documents).library
        searcher = open_current(library, progress=bars)
    for problem in searcher.problems:
        print(f"注意：{problem}", file=sys.stderr)
    found = searcher.explain(args.query, args.k, args.document)
    for number, explanation in enumerate(found, 1):
        _print(number, explanation, searcher.library, args.explain)
    confidence = searcher.confidence(args.query, [explanation.hit for explanation in found])
    print(f"把握：{confidence:.2f}")
    return 0


def _print(number: int, explanation: Explanation, library: Library, explain: bool) -> None:
    clause = explanation.hit.clause
    source = library.document(clause.document_id).short_title
    text = " ".join(clause.text.split())
    print(f"{number}. {explanation.hit.score:.3f} {source}{clause.label}  {text[:60]}…")
    if not explain:
        return
    if explanation.addressed:
        print("   按条款编号直接找到")
        return
    grams = "、".join(f"{gram} {value:.1f}" for gram, value in explanation.grams)
    print(f"   字词 {explanation.lexical:.2f}（{grams}） 语义 {explanation.dense:.3f}")
    for added in explanation.added:
        print(f"   “{added.said}”也按“{added.term}”找：{added.why}")


def _check(args: argparse.Namespace) -> int:
    from index.check import faults

    root = IndexSettings.of(Settings()).root
    found = faults(root)
    for fault in found:
        print(fault, file=sys.stderr)
    if found:
        print(f"共 {len(found)} 处问题。{MEND}", file=sys.stderr)
        return 1
    print(f"{current_folder(root)}：完好")
    return 0


if __name__ == "__main__":
    launch.run(main)
