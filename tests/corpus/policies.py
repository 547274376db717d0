"""Small sound policy folders, and what can be done to one."""

from __future__ import annotations

from pathlib import Path

TEXT = """某办法
第一条　对企业给予补助。
第二条　每家企业补助50万元。
第三条　自2024年1月5日起施行，有效期3年。
"""
META = """id: {id}
title: 某办法
short_title: 《某办法》
kind: 措施
spans:
  validity: 自2024年1月5日起施行，有效期3年
"""
CARDS = """- id: {id}-card
  clause: 第2条
  name: 补助
  names: [补助]
  fields:
    标准: [每家企业补助50万元]
"""
RULES = """rules:
  - id: {id}-rule
    name: 补助
    kind: 补助
    clause: 第2条
    quote: 每家企业补助50万元
    inputs:
      企业数: {{type: count, unit: 家, span: 每家企业, ask: 有几家企业？}}
    bind:
      标准: {{span: 每家企业补助50万元, as: unit_amount}}
    amount: 企业数 * 标准
"""
READINGS = """- id: {id}-reading
  title: 每家怎样算
  reading: 按法人计。
  clauses: [第2条]
  terms: [[每家]]
  grounds:
    - {{clause: 第2条, quote: 每家企业}}
"""
SOUND = {
    "text.txt": TEXT,
    "meta.yaml": META,
    "cards.yaml": CARDS,
    "rules.yaml": RULES,
    "readings.yaml": READINGS,
}


def of(template: str, policy_id: str, *changes: tuple[str, str]) -> str:
    """A file of a sound folder with some words of it changed, each of which it must hold."""
    content = template.format(id=policy_id) if template is not TEXT else template
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    return content


def write_policy(root: Path, policy_id: str, **others: str | bytes) -> Path:
    """Write a sound folder; ``others`` replace or add files, named as ``cards_yaml``."""
    folder = root / policy_id
    folder.mkdir(parents=True)
    for name, template in SOUND.items():
        (folder / name).write_text(of(template, policy_id), encoding="utf-8")
    for key, content in others.items():
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / key.replace("_", ".")).write_bytes(raw)
    return folder
