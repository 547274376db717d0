"""``python -m evals intake --path FOLDER``: made as Word, PDF, OFD and scan, and read back."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.intake.formats import read
from corpus.problem import DataError
from evals.intake.fixed import make_ofd
from evals.intake.measure import Kept, compare
from evals.intake.printed import NoBrowserError, make_pdf, make_scan
from evals.intake.source import Source, read_sources
from evals.intake.word import make_docx

Found = tuple[str, Kept]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``intake``."""
    parser.add_argument("--path", type=Path, required=True, help="放着 .txt 文本的文件夹")
    parser.add_argument("--count", type=int, default=12, help="取多少份，按长短均匀抽取")
    parser.add_argument("--scans", type=int, default=3, help="最短的多少份另做扫描件")
    parser.add_argument("--keep", type=Path, help="把做出的文件和读出的文本留在这个文件夹")


def run(args: argparse.Namespace) -> int:
    """Make the versions, read them, print what each format kept."""
    try:
        sources = read_sources(args.path, args.count)
        with TemporaryDirectory() as temporary:
            folder = args.keep or Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            results = _measure_all(sources, folder, args.scans)
    except (NoBrowserError, DataError) as error:
        _say(str(error))
        return 2
    for name, found in results.items():
        for line in _report(name, found):
            sys.stdout.write(f"{line}\n")
    return 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _measure_all(sources: Sequence[Source], folder: Path, scans: int) -> dict[str, list[Found]]:
    results: dict[str, list[Found]] = {}
    for i, source in enumerate(sources):
        for name, path in _versions(source, folder, f"{i:02}", scan=i < scans):
            try:
                results.setdefault(name, []).append((source.name, _measure(source, path)))
            except DataError as error:
                _say(f"{path.name}：{error}")
    return results


def _versions(source: Source, folder: Path, name: str, *, scan: bool) -> list[tuple[str, Path]]:
    word, ofd = folder / f"{name}.docx", folder / f"{name}.ofd"
    printed, plain = folder / f"{name}.pdf", folder / f"{name}-browser.pdf"
    (folder / f"{name}.txt").write_text(source.text, encoding="utf-8")
    make_docx(source, word)
    make_ofd(source, ofd)
    make_pdf(source, printed)
    make_pdf(source, plain, plain=True)
    versions = [("docx", word), ("OFD", ofd), ("PDF", printed), ("PDF（浏览器打印）", plain)]
    if scan:
        scanned = folder / f"{name}-scan.pdf"
        make_scan(printed, len(read(printed).pages), scanned)
        versions.append(("扫描件", scanned))
    return versions


def _measure(source: Source, path: Path) -> Kept:
    started = time.perf_counter()
    text = read(path, lambda done, total: _say(f"{path.name}：第 {done}/{total} 页")).text
    seconds = time.perf_counter() - started
    path.with_name(f"{path.name}.read.txt").write_text(text, encoding="utf-8")
    return compare(source, text, seconds)


def _report(name: str, found: Sequence[Found]) -> Iterator[str]:
    total = found[0][1]
    for _, kept in found[1:]:
        total += kept
    yield (
        f"{name}\t{len(found)} 份\t字 {total.characters}、丢 {total.lost}、多 {total.added}\t"
        f"条款 {total.right}/{total.clauses}（{_share(total.right, total.clauses)}）、"
        f"多 {total.extra}\t全部节点 {total.nodes_right}/{total.nodes}"
        f"（{_share(total.nodes_right, total.nodes)}）\t"
        f"表格行 {total.rows_right}/{total.rows}\t{total.seconds:.1f} 秒"
    )
    for source, kept in found:
        if not kept.whole:
            yield (
                f"  {source[:30]}\t丢 {kept.lost}、多 {kept.added}\t"
                f"条款 {kept.right}/{kept.clauses}、多 {kept.extra}\t"
                f"节点 {kept.nodes_right}/{kept.nodes}\t表格行 {kept.rows_right}/{kept.rows}"
            )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "—"
