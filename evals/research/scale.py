"""`python -m evals research scale`: what growth costs, and what a killed build leaves behind.

Every figure comes from a process of its own, so that memory is that of one build or one search.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from environment.settings import BUNDLED_MODEL, Settings
from index.settings import IndexSettings

ROOT = Path(__file__).resolve().parents[2]
SIZES = (40, 400, 4_000, 140_969)  # the collection today, 10 and 100 times it, all statutes
QUESTIONS = 200
KILLS = 20
_KILLED_SIZE = 30_000  # passages of a build that is killed: it would take longer than any wait


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Command-line options."""
    parser.add_argument("--articles", type=Path, required=True, help="条文（.jsonl.gz）")
    parser.add_argument("--queries", type=Path, required=True, help="提问（.jsonl）")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--kills", type=int, default=KILLS, help="中断建索引的次数")
    parser.add_argument("--out", type=Path, help="报告的文件夹，默认 var/reports/scale")


def run(args: argparse.Namespace) -> int:
    """Measure, print and write the tables. Exit status 1 where a killed build did harm."""
    report: dict[str, Any] = {"sizes": [], "loading": _loading()}
    for size in args.sizes:
        with tempfile.TemporaryDirectory() as folder:
            where = (str(args.articles), str(args.queries), str(size), folder)
            built = _child("build", *where)
            asked = _child("search", *where)
            report["sizes"].append({"passages": size, **built, **asked})
            print(_size_row(report["sizes"][-1]), file=sys.stderr)  # noqa: T201
    report["kills"] = _kills(args.articles, args.kills)
    out = args.out or IndexSettings.of(Settings()).root.parent / "reports" / "scale"
    out.mkdir(parents=True, exist_ok=True)
    text = table(report)
    print(text)  # noqa: T201
    (out / "scale.md").write_text(text + "\n", encoding="utf-8")
    dumped = json.dumps(report, ensure_ascii=False, indent=1)
    (out / "scale.json").write_text(dumped + "\n", encoding="utf-8")
    return 0 if report["kills"]["served"] == report["kills"]["rounds"] else 1


def table(report: Mapping[str, Any]) -> str:
    """The report as Markdown."""
    lines = [
        "| 条款 | 建立（秒） | 建立内存（MB） | 磁盘（MB） | 检索内存（MB） | p50（毫秒） "
        "| p95（毫秒） | p95 处理器（毫秒） | 当时负载 |",
        "|---|---|---|---|---|---|---|---|---|",
        *(_size_row(row) for row in report["sizes"]),
        "\n| 载入方式 | 启动到首个向量（秒） | 内存（MB） |",
        "|---|---|---|",
    ]
    for name, row in report["loading"].items():
        lines.append(f"| {name} | {row['seconds']:.2f} | {row['memory']:.0f} |")
    kills = report["kills"]
    lines.append(
        f"\nkill -9：{kills['rounds']} 次中 {kills['served']} 次仍由完好的版本服务"
        f"（其中 {kills['before']} 次在换版之前被杀）"
    )
    return "\n".join(lines)


def _size_row(row: Mapping[str, Any]) -> str:
    return (
        f"| {row['passages']} | {row['build_seconds']:.1f} | {row['build_memory']:.0f} "
        f"| {row['disk']:.0f} | {row['search_memory']:.0f} | {row['p50']:.1f} | {row['p95']:.1f} "
        f"| {row['cpu_p95']:.1f} | {row['load']:.1f} |"
    )


def _child(name: str, *arguments: str) -> dict[str, Any]:
    """One measurement in a fresh process; its last line of output is JSON."""
    code = f"import evals.research.scale as s, sys; s.{name}_child(*sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    row: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return row


def _peak_megabytes() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def build_child(articles: str, queries: str, size: str, folder: str) -> None:
    """Build an index of ``size`` articles and print seconds, peak memory and disk."""
    from evals.research.training.statutes import load_articles
    from index.build import build
    from index.progress import Bars

    found = islice(load_articles(Path(articles)), int(size))
    passages = [article.passage for article in found]
    before = time.perf_counter()
    with Bars() as bars:
        build(passages, IndexSettings(Path(folder), str(BUNDLED_MODEL)), progress=bars)
    seconds = time.perf_counter() - before
    disk = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    row = {"build_seconds": seconds, "build_memory": _peak_megabytes(), "disk": disk / 1e6}
    print(json.dumps(row))  # noqa: T201


def search_child(articles: str, queries: str, size: str, folder: str) -> None:
    """Search an index with everyday questions and print memory and latency."""
    import numpy as np

    from evals.research.training.statutes import load_questions
    from index.core import Core
    from index.embed import load_encoder
    from index.fusion import Fusion
    from index.version import open_version
    from index.vocabulary import Vocabulary

    version = open_version(Path(folder))
    core = Core(
        version, load_encoder(str(BUNDLED_MODEL)), Vocabulary.load(), Fusion.load(BUNDLED_MODEL)
    )
    questions = [question.text for question in load_questions(Path(queries))[:QUESTIONS]]
    for question in questions[:20]:
        core.ranked(core.read(question), 10)
    times, processor = [], []
    for question in questions:
        before, used = time.perf_counter(), time.process_time()
        core.ranked(core.read(question), 10)
        times.append((time.perf_counter() - before) * 1000)
        processor.append((time.process_time() - used) * 1000)
    p50, p95 = np.quantile(times, [0.5, 0.95])
    row = {
        "search_memory": _peak_megabytes(),
        "p50": float(p50),
        "p95": float(p95),
        "cpu_p95": float(np.quantile(processor, 0.95)),  # what p95 is on an idle machine
        "load": os.getloadavg()[0],
    }
    print(json.dumps(row))  # noqa: T201


def _loading() -> dict[str, Any]:
    return {
        "本项目（numpy）": _child("load", "numpy"),
        "sentence-transformers": _child("load", "sentence-transformers"),
    }


def load_child(way: str) -> None:
    """Load the bundled model one way, encode a question, print seconds and memory."""
    from index.embed import TransformerModel
    from index.static_model import StaticModel

    before = time.perf_counter()
    name = str(BUNDLED_MODEL)
    model = StaticModel(BUNDLED_MODEL) if way == "numpy" else TransformerModel(name)
    model.encode(["技改补多少"])
    row = {"seconds": time.perf_counter() - before, "memory": _peak_megabytes()}
    print(json.dumps(row))  # noqa: T201


def _kills(articles: Path, rounds: int) -> dict[str, int]:
    """Kill builds at random moments; count how often a whole version goes on serving."""
    from evals.research.training.statutes import load_articles
    from index.build import build
    from index.version import open_version

    passages = [a.passage for a in islice(load_articles(articles), 200)]
    served = before = 0
    chance = random.Random(0)
    with tempfile.TemporaryDirectory() as folder:
        settings = IndexSettings(Path(folder), str(BUNDLED_MODEL))
        good = build(passages, settings)
        for number in range(rounds):
            _kill_one(articles, folder, number, chance)
            version = open_version(settings.root)
            found = version.nearest(version.vectors[7], 1)
            served += found.tolist() == [7]
            before += version.folder == good.folder
            good = build(passages, settings)
    return {"rounds": rounds, "served": served, "before": before}


def _kill_one(articles: Path, folder: str, number: int, chance: random.Random) -> None:
    code = "import evals.research.scale as s, sys; s.killed_child(*sys.argv[1:])"
    arguments = [str(articles), folder, str(_KILLED_SIZE + number)]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, stdout=subprocess.PIPE
    )
    if process.stdout is None:
        raise RuntimeError("子进程没有输出")
    process.stdout.readline()  # it is about to build
    try:
        process.wait(chance.uniform(0.05, 12.0))
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    process.stdout.close()


def killed_child(articles: str, folder: str, size: str) -> None:
    """Announce, then build until killed."""
    from evals.research.training.statutes import load_articles
    from index.build import build

    passages: Sequence[Any] = [a.passage for a in islice(load_articles(Path(articles)), int(size))]
    print("ready", flush=True)  # noqa: T201
    build(passages, IndexSettings(Path(folder), str(BUNDLED_MODEL)))
