"""``python -m bot compute``: amounts on the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.engine import Engine, FactError, Inversion, UnknownRuleError
from bot.engine.checkup import Total
from bot.engine.explain import PREMISE, conclusion, lines
from bot.engine.jsonable import computation_json
from bot.engine.sheet import Sheet, to_docx, to_xlsx
from corpus.numerals import format_yuan, parse_amount
from corpus.rules import Rule
from environment.settings import Settings

_WRITERS = {".docx": to_docx, ".xlsx": to_xlsx}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m bot compute``."""
    add = parser.add_argument
    add("rule", nargs="?", help="规则编号，见 --list；与 --all 二选一")
    add("facts", nargs="*", metavar="名称=值", help="如 投资额=350万、第1年:平台投入=300万")
    add("--as-of", type=date.fromisoformat, metavar="日期", help="按哪一天计算，缺省为今天")
    add("--list", action="store_true", help="列出全部规则")
    add("--explain", action="store_true", help="列出规则的输入、原文和读法")
    add("--all", action="store_true", help="政策体检：所有规则一起计算")
    add("--reach", metavar="金额", help="反算：多少投入能拿到这个金额；“上限”表示拿满")
    add("--json", action="store_true", help="输出 JSON")
    add("--out", type=Path, metavar="文件", help="另存测算表（.docx 或 .xlsx）")


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 on success, 2 on input that can't be used."""
    engine = Engine.load(Settings().policy_documents)
    as_of = args.as_of or date.today()  # noqa: DTZ011 -- the day where the user sits
    try:
        if args.list:
            return _show([_summary(engine, rule) for rule in engine.rules.values()], args)
        if args.all:
            facts = [args.rule, *args.facts] if args.rule else args.facts
            return _all(engine, _pairs(facts), as_of, args)
        if args.rule is None:
            raise UnknownRuleError(f"请给出规则编号：{'、'.join(engine.rules)}（或用 --list）")
        rule = engine.rule(args.rule)
        if args.explain:
            return _show([_explanation(engine, rule)], args)
        return _one(engine, rule, _pairs(args.facts), as_of, args)
    except (FactError, UnknownRuleError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _pairs(texts: Sequence[str]) -> list[tuple[str, str]]:
    pairs = []
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not value.strip():
            raise FactError(text, f"“{text}”应写成 名称=值，如 投资额=350万")
        pairs.append((name, value))
    return pairs


def _one(
    engine: Engine, rule: Rule, pairs: list[tuple[str, str]], as_of: date, args: argparse.Namespace
) -> int:
    facts = engine.read(pairs, rule.id)
    if args.reach:
        return _reach(engine.invert(rule.id, facts, as_of=as_of, target=_target(args.reach)), args)
    result = engine.compute(rule.id, facts, as_of=as_of)
    source = engine.citation(rule)
    if args.out:
        _write(args.out, Sheet(rule, result, source, as_of, pairs))
    if args.json:
        return _dump({"as_of": as_of.isoformat(), "source": source, **computation_json(result)})
    return _print(lines(result, rule, source))


def _write(path: Path, sheet: Sheet) -> None:
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise FactError("--out", f"测算表只能存为 .docx 或 .xlsx，收到“{path.name}”")
    try:
        path.write_bytes(writer(sheet))
    except OSError as error:
        raise FactError("--out", f"写不了“{path}”：请检查文件夹是否存在、能否写入") from error


def _target(text: str) -> Any:  # noqa: ANN401 -- a Decimal, or None for the cap
    if text == "上限":
        return None
    try:
        reading = parse_amount(text)
    except ValueError as error:
        raise FactError("--reach", str(error)) from error
    if reading.low != reading.high:
        raise FactError("--reach", f"目标金额应是一个确定的数：{text}")
    return reading.low


def _reach(found: Inversion, args: argparse.Namespace) -> int:
    if args.json:
        least = None if found.least is None else str(found.least)
        return _dump(
            {
                "rule_id": found.rule_id,
                "input": found.input,
                "target": str(found.target),
                "least": least,
                "words": found.words,
            }
        )
    return _print([found.words])


def _all(
    engine: Engine, pairs: list[tuple[str, str]], as_of: date, args: argparse.Namespace
) -> int:
    found = engine.checkup(engine.read(pairs), as_of=as_of)
    if args.json:
        return _dump({
            "as_of": as_of.isoformat(),
            "findings": [computation_json(f.computation) for f in found.findings],
            "totals": [_total_json(total) for total in found.totals],
        })  # fmt: skip
    text = [f"{f.rule.name}（{engine.citation(f.rule)}）：{conclusion(f.computation, f.rule)}"
            for f in found.findings]  # fmt: skip
    for total in found.totals:
        text += [_total_line(total), *([total.undecided] if total.undecided else [])]
    return _print(text)


def _total_json(total: Total) -> dict[str, Any]:
    low, high = total.bounds
    return {
        "place": total.place,
        "choices": [list(choice.ids) for choice in total.choices],
        "low": str(low),
        "high": None if high is None else str(high),
        "undecided": total.undecided,
    }


def _total_line(total: Total) -> str:
    low, high = total.bounds
    top = f"至{format_yuan(high)}" if high is not None and high != low else ""
    premise = PREMISE if total.supposes else ""
    added = f"{format_yuan(low)}{top}{'以上' if high is None else ''}"
    return f"{total.place}，{premise}不重复享受下合计：{added}。"


def _summary(engine: Engine, rule: Rule) -> dict[str, Any]:
    inputs = [field.name for field in engine.fields(rule.id) if field.asked]
    return {"id": rule.id, "name": rule.name, "source": engine.citation(rule), "inputs": inputs}


def _explanation(engine: Engine, rule: Rule) -> dict[str, Any]:
    return {
        **_summary(engine, rule),
        "quotes": [quote.text for quote in rule.quotes],
        "amount": rule.amount_text,
        "terms": [f"{t.name}〔{t.span.text}〕读作 {t.reads_as}" for t in rule.terms.values()],
        "fields": [f"{f.name}：{f.ask}" for f in engine.fields(rule.id)],
        "notes": list(rule.notes),
    }


def _show(entries: list[dict[str, Any]], args: argparse.Namespace) -> int:
    if args.json:
        return _dump(entries)
    text = []
    for entry in entries:
        text.append(f"{entry['id']}　{entry['name']}　{entry['source']}")
        text.append(f"  输入：{'、'.join(entry['inputs'])}")
        for key in ("quotes", "terms", "fields", "notes"):
            text += [f"  {line}" for line in entry.get(key, ())]
        if "amount" in entry:
            text.append(f"  公式：{entry['amount']}")
    return _print(text)


def _dump(value: object) -> int:
    return _print([json.dumps(value, ensure_ascii=False, indent=2)])


def _print(text: list[str]) -> int:
    sys.stdout.write("\n".join(text) + "\n")
    return 0
