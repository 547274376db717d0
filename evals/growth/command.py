"""Measure collections of several sizes, each step in a process of its own, and print a table."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any, Final

from environment.settings import Settings
from evals.growth.grown import read_texts, write_collection

SIZES: Final = (2, 64, 300, 1000, 3000)
_REPEATS: Final = 3  # times that a message is asked; the fastest counts
_HEAD: Final = (
    "| 文件 | 条款 | 建索引 s | 启动 s | 有缓存 s | 内存 MB | p50 ms | p95 ms | 首次 p95 ms"
    " | 最大 B | 普通 p50 ms | 普通 p95 ms | p50 之比 |\n" + "|---" * 13 + "|\n"
)
_ROW: Final = (
    "| {documents} | {clauses} | {build:.1f} | {cold:.2f} | {start:.2f} | {memory:.0f} | {p50:.1f}"
    " | {p95:.1f} | {first_p95:.1f} | {largest} | {plain_p50:.1f} | {plain_p95:.1f}"
    " | {ratio:.2f} |\n"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``growth``."""
    parser.add_argument(
        "--path", type=Path, nargs="+", required=True, help="放着 .txt 文本的文件夹"
    )
    parser.add_argument(
        "--sizes",
        type=lambda said: tuple(int(size) for size in said.split(",")),
        default=SIZES,
        help="文件份数，用逗号隔开，默认 2,64,300,1000,3000",
    )
    parser.add_argument("--slowest", action="store_true", help="另列最慢和最长的答复")


def run(args: argparse.Namespace) -> int:
    """Print a row a size. CPU milliseconds: on a busy machine the wall tells of the others.

    Raises:
        TableError: a folder holds no text.
    """
    texts = read_texts(args.path)
    sys.stdout.write(_HEAD)
    for size in args.sizes:
        with TemporaryDirectory() as home:
            write_collection(Path(home) / "documents", texts, size)
            build, cold, warm = (_child(name, home) for name in ("build", "ask", "ask"))
            plain = _child("plain", home)
        row = {**warm, **build, "cold": cold["start"], **plain}
        row["ratio"] = row["p50"] / row["plain_p50"]
        sys.stdout.write(_ROW.format(**row))
        if args.slowest:
            sys.stdout.writelines(f"  {line}\n" for line in warm["told"])
        sys.stdout.flush()
    return 0


def _child(name: str, home: str) -> dict[str, Any]:
    """One measurement in a fresh process; its last line of output is JSON."""
    code = "import evals.growth.command as c, sys; c.child(*sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, name, home], stdout=subprocess.PIPE, text=True, check=True
    )
    row: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return row


def child(name: str, home: str) -> None:
    """Measure one thing of the collection in ``home`` and print it as JSON."""
    measures: dict[str, Callable[[Settings], dict[str, Any]]]
    measures = {"build": build, "ask": ask, "plain": plain}
    folder = Path(home)
    settings = Settings().but(policy_documents=folder / "documents", policy_var=folder / "var")
    print(json.dumps(measures[name](settings), ensure_ascii=False))  # noqa: T201


def build(settings: Settings) -> dict[str, Any]:
    """Seconds to read the folders and to build the index."""
    from corpus.collection import Collection
    from index.build import open_current
    from index.settings import IndexSettings

    began = time.perf_counter()
    library = Collection.load(settings.policy_documents).library
    open_current(library, IndexSettings.of(settings))
    return {
        "build": time.perf_counter() - began,
        "documents": len(library.documents),
        "clauses": len(library.clauses()),
    }


def ask(settings: Settings) -> dict[str, Any]:
    """Seconds until the service could answer, then what every message takes.

    ``first_p95`` is of the first time that each message is asked.
    """
    from bot.assistant import Assistant
    from evals.answerer import AssistantAnswerer
    from evals.growth.messages import messages
    from evals.opening import AS_OF

    began = time.perf_counter()
    assistant = Assistant.open(settings)
    _ = assistant.knowledge.searcher
    start = time.perf_counter() - began
    answerer = AssistantAnswerer(assistant.ask, assistant.knowledge)
    asked = messages(assistant.knowledge.library)
    first, fastest, size = {}, {}, {}
    for turns in asked:
        taken = [answerer.answer("", turns, AS_OF) for _ in range(_REPEATS)]
        first[turns] = taken[0].elapsed.cpu
        fastest[turns] = min(one.elapsed.cpu for one in taken)
        size[turns] = len(taken[0].row.answer_text.encode())
    told = [
        f"{values[turns]:.4g} {'｜'.join(turns)[:60]}"
        for values in ({turns: 1000 * fastest[turns] for turns in asked}, size)
        for turns in sorted(values, key=lambda one: -values[one])[:6]
    ]
    p50, p95 = _cuts([*fastest.values()])
    row = {"start": start, "p50": p50, "p95": p95, "first_p95": _cuts([*first.values()])[1]}
    return {**row, "largest": max(size.values()), "memory": _megabytes(), "told": told}


def plain(settings: Settings) -> dict[str, Any]:
    """What the same messages take by plain retrieval."""
    from corpus.collection import Collection
    from evals.answerer import Elapsed
    from evals.growth.messages import messages
    from evals.growth.plain import PlainRetrieval
    from index.embed import load_encoder

    library = Collection.load(settings.policy_documents).library
    encoder = load_encoder(settings.embedding_model)
    retrieval = PlainRetrieval(library, encoder, settings.policy_var / "plain")
    taken = []
    for turns in messages(library):
        times = []
        for _ in range(_REPEATS):
            started = Elapsed.now()
            retrieval.ask(turns[-1])
            times.append(started.until_now().cpu)
        taken.append(min(times))
    p50, p95 = _cuts(taken)
    return {"plain_p50": p50, "plain_p95": p95}


def _cuts(seconds: Sequence[float]) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    cuts = quantiles(seconds, n=100, method="inclusive")
    return 1000 * cuts[49], 1000 * cuts[94]


def _megabytes() -> float:
    """What the process holds now."""
    with Path("/proc/self/status").open(encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024
