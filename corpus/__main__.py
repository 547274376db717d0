"""Commands of ``python -m corpus``.

``check`` proves the collection, ``show 三.4`` shows a clause; ``add``, ``undo``, ``off``, ``on``
and ``list`` file documents.
"""

from __future__ import annotations

import argparse
import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from tqdm import tqdm

from corpus.check import TextReport, check_document, check_file
from corpus.clause import Clause
from corpus.collection import Collection
from corpus.library import Library
from corpus.problem import CorpusError, DataError, Problem, one_line
from environment import launch
from environment.settings import Settings, SettingsError

_COLUMNS = (
    "文本", "字数", "节点", "条款", "可按编号查到", "丢失字符", "像编号的行", "未能归位",
    "另读的编号", "两读不同",
)  # fmt: skip
_SHOWN = 20  # differences of one text that are printed


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 1 if a check fails or nothing is found."""
    parser = argparse.ArgumentParser(prog="python -m corpus", description="政策文本：检查与查看")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="解析全部文件，证明不丢字，检查规则")
    check.add_argument("--path", type=Path, help="改为检查这个 .txt 文件或文件夹")
    show = commands.add_parser("show", help="按编号显示条款，如 三.4 ｜ 若干措施第4条")
    show.add_argument("address", help="条款编号，任何通行写法")
    _filing_commands(commands)
    options = parser.parse_args(arguments)
    try:
        if options.command == "show":
            return _show(options.address)
        if options.command == "check":
            return _check_path(options.path) if options.path else _check_collection()
        return _file(options)
    except (CorpusError, DataError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1


def _filing_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add = commands.add_parser("add", help="读入文件：显示从正文读出的题名、日期等，确认后发布")
    add.add_argument("files", type=Path, nargs="+", metavar="文件", help="文件，或装着文件的文件夹")
    add.add_argument("--yes", action="store_true", help="不再询问，没有问题的都发布")
    add.add_argument("--details", action="store_true", help="几个文件时也逐项显示")
    add.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="字段=值",
        help="改正一项，如 地区=广东省深圳市",
    )
    commands.add_parser("undo", help="撤回最近一次发布")
    for name, what in (("off", "停用一份文件：留在磁盘上，不再载入"), ("on", "重新启用一份文件")):
        commands.add_parser(name, help=what).add_argument("id", help="编号，见 list")
    commands.add_parser("list", help="列出全部文件")


def _file(options: argparse.Namespace) -> int:
    """File documents; 1 where nothing could be done."""
    from corpus.intake import command  # readers of file formats load only for who files
    from corpus.intake.filing import Filing

    settings = Settings()
    filing = Filing(settings.policy_documents, settings.policy_var)
    match options.command:
        case "add":
            wish = command.Wish(options.yes, options.details, tuple(options.set))
            return command.add(options.files, filing, wish, tqdm.write)
        case "undo":
            ids = filing.undo()
            print(f"已撤回 {'、'.join(ids)}。" if ids else "没有可以撤回的发布。")
            return 0 if ids else 1
        case "list":
            for one in filing.held():
                print(one_line(f"{'在用' if one.on else '停用'}  {one.id}  {one.title}"))
            return 0
    filing.switch(options.id, on=options.command == "on")
    print(f"{options.id} 已{'启用' if options.command == 'on' else '停用'}。")
    return 0


def _check_collection() -> int:
    collection = Collection.load(Settings().policy_documents)
    library = collection.library
    reports = [check_document(library, document) for document in library.documents]
    _print_table(reports)
    _print_differences(reports)
    for heading, found in (("未载入", collection.problems), ("提示", collection.notes)):
        if found:
            print(f"{heading}：", *(f"  {one}" for one in found), sep="\n")
    failed = [report.name for report in reports if not report.passed]
    if failed:
        print(f"条款与原文对不上：{'、'.join(failed)}")
    passed = not failed and not collection.problems
    left_out = f"，{len(collection.left_out)} 个文件夹未载入" if collection.left_out else ""
    print(f"{len(reports)} 份文件{left_out}，{'全部通过' if passed else '未通过'}。")
    return 0 if passed else 1


def _check_path(path: Path) -> int:
    """Check a loose file, or every .txt file below a folder."""
    if not os.path.lexists(path):
        print(one_line(f"没有这个文件或文件夹：{path}"), file=sys.stderr)
        return 1
    reports, broken = [], 0
    for file in sorted(path.rglob("*.txt")) if path.is_dir() else [path]:
        try:
            reports.append(check_file(file))
        except DataError as error:
            broken += 1
            print(Problem(file.name, "", error.line, error.found, error.mend), file=sys.stderr)
    if not reports and not broken:
        print(one_line(f"{path.name} 里没有 .txt 文件。"), file=sys.stderr)
        return 1
    _print_table(reports)
    for report in reports:
        for one in report.unplaced:
            print(f"  {report.name} 第{one.line}行 {one.reason}：{one.span.text[:40]}")
    _print_differences(reports)
    numbered = sum(r.numbered for r in reports)
    left = sum(len(r.unplaced) for r in reports)
    catalogue = sum(len(r.catalogue) for r in reports)
    share = left / numbered if numbered else 0.0
    print(
        f"{len(reports)} 份文本，丢失字符 {sum(r.lost for r in reports)}；像编号的行 {numbered}，"
        f"未能归位 {left}（{share:.2%}）；另有 {catalogue} 行是题名前的汇编序号，归入题名。"
    )
    print(
        f"另一种读法看到 {sum(r.candidates for r in reports)} 处可能的编号，"
        f"与程序的切分有 {sum(len(r.differences) for r in reports)} 处不同。"
    )
    return 0 if not broken and all(report.passed for report in reports) else 1


def _print_differences(reports: Iterable[TextReport]) -> None:
    """Where the parser's boundaries and the independent reading differ, line and words."""
    for report in reports:
        for one in report.differences[:_SHOWN]:
            place = one.candidate
            print(f"  {report.name} 第{place.line}行 两读不同（{one.reason}）：{place.words}")
        if len(report.differences) > _SHOWN:
            print(f"  {report.name} 还有 {len(report.differences) - _SHOWN} 处两读不同，未列出")


def _print_table(reports: Iterable[TextReport]) -> None:
    rows: list[tuple[str, ...]] = [_COLUMNS]
    for r in reports:
        figures = (
            r.characters, r.nodes, r.items, r.reachable, r.lost, r.numbered, len(r.unplaced),
            r.candidates, len(r.differences),
        )  # fmt: skip
        rows.append((r.name[:36], *(str(figure) for figure in figures)))
    widths = [max(_width(row[i]) for row in rows) for i in range(len(_COLUMNS))]
    for row in rows:
        print(
            "  ".join(cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True))
        )


def _width(text: str) -> int:
    """Columns a text takes in a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _show(address: str) -> int:
    library = Collection.load(Settings().policy_documents).library
    clauses = library.resolve(address)
    if not clauses:
        names = "、".join(document.short_title for document in library.documents)
        print(f"没有找到“{address}”。可写成 三.4、第4条、附则第2款，或在前面加文件名（{names}）。")
        return 1
    print("\n\n".join(_describe(library, clause) for clause in clauses))
    return 0


def _describe(library: Library, clause: Clause) -> str:
    lines = [f"{library.document(clause.document_id).short_title}{clause.label}    {clause.key}"]
    if clause.breadcrumb:
        lines.append("位置：" + " › ".join(clause.breadcrumb))
    if clause.responsible:
        lines.append("责任单位：" + "、".join(clause.responsible))
    return "\n".join([*lines, "", library.full_text(clause).strip()])


if __name__ == "__main__":
    launch.run(main)
