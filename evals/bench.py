"""``python -m evals bench``: how fast on one core, against the plain pipeline in the same run."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from evals.answerer import Answerer
from evals.case import OWN_CASES, Case
from evals.case_file import read_cases
from evals.opening import AS_OF, open_all

REPEATS = 3
# Runs in a process of its own: what a fresh start costs until the first answer is out.
_START = """
import json, time
began = time.perf_counter()
from evals.opening import AS_OF, open_assistant
answerer = open_assistant()
opened = time.perf_counter()
answerer.answer("start", ["我们厂上一年度技改投了350万，能补多少？"], AS_OF)
answered = time.perf_counter()
status = open("/proc/self/status", encoding="ascii").read()
peak = next(int(l.split()[1]) for l in status.splitlines() if l.startswith("VmHWM"))
print(json.dumps([opened - began, answered - opened, peak / 1024]))
"""


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds an answer, of CPU and on the wall; answers a second of CPU."""

    name: str
    p50: float
    p95: float
    wall_p50: float
    wall_p95: float
    per_second: float
    slowest: tuple[str, ...]  # the three slowest cases

    def __str__(self) -> str:
        return (
            f"{self.name}\tCPU p50 {self.p50:.1f} ms、p95 {self.p95:.1f} ms\t"
            f"墙钟 p50 {self.wall_p50:.1f} ms、p95 {self.wall_p95:.1f} ms\t"
            f"{self.per_second:.0f} 答/秒\t最慢 {'、'.join(self.slowest)}"
        )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``bench``."""
    parser.add_argument("--repeats", type=int, default=REPEATS, help="整套题目重复几遍")


def run(args: argparse.Namespace) -> int:
    """Time the product and the baselines on one core, then start-up."""
    one_core()
    cases = read_cases(*OWN_CASES)
    for answerer in open_all().answerers:
        sys.stdout.write(f"{time_answers(answerer, cases, args.repeats)}\n")
    opening, first, peak = start_up()
    sys.stdout.write(f"启动 {opening:.2f} s，首答 {first:.2f} s，内存峰值 {peak:.0f} MB\n")
    return 0


def time_answers(answerer: Answerer, cases: Sequence[Case], repeats: int) -> Timing:
    """Time the last turn of every case ``repeats`` times, after one warm-up; the median counts.

    Another process on the core delays one repeat of a case, seldom most of them.
    """
    answerer.answer("warm-up", cases[0].turns, AS_OF)
    cpu, wall = {}, {}
    for case in cases:
        taken = [answerer.answer(case.id, case.turns, AS_OF).elapsed for _ in range(repeats)]
        cpu[case.id] = median(one.cpu for one in taken) * 1000
        wall[case.id] = median(one.wall for one in taken) * 1000
    cuts, wall_cuts = quantiles(cpu.values(), n=100), quantiles(wall.values(), n=100)
    slowest = sorted(cpu, key=lambda case_id: -cpu[case_id])[:3]
    return Timing(
        name=answerer.name,
        p50=cuts[49],
        p95=cuts[94],
        wall_p50=wall_cuts[49],
        wall_p95=wall_cuts[94],
        per_second=1000 * len(cpu) / sum(cpu.values()),
        slowest=tuple(f"{case_id} {cpu[case_id]:.0f} ms" for case_id in slowest),
    )


def start_up() -> tuple[float, float, float]:
    """Measure a fresh process: seconds to open, seconds to the first answer, peak MB."""
    done = subprocess.run(
        [sys.executable, "-c", _START], capture_output=True, text=True, check=True
    )
    opening, first, peak = json.loads(done.stdout.splitlines()[-1])
    return opening, first, peak


def one_core() -> None:
    """Keep this process and its children to one core."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
