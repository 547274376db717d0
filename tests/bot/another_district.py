"""A sound folder of another district: the same matters as the measures, other rates and caps."""

from __future__ import annotations

from pathlib import Path

TEXT = """盐田区促进制造业转型若干措施
第一条　本措施适用于实际经营地在盐田区的制造业企业。
第二条　企业上一年度技改投资额80万元以上的，按照投资额的10%补贴，最高300万元。（责任单位：发改局）
第三条　企业数字化转型投入金额50万元以上的，按照实际投入金额的25%给予补贴，最高60万元。
第四条　同一项目获得过区级其他资金的，不再支持。
第五条　本措施自2025年3月1日起施行，有效期4年。
第六条　本措施由区发展和改革局负责解释。
"""
META = """id: yantian-manufacturing-2025
title: 盐田区促进制造业转型若干措施
short_title: 《盐田措施》
aliases: [盐田区若干措施, 盐田措施]
kind: 措施
year: 2025
region: [盐田, 盐田区]
places: [沙头角, 梅沙]
spans:
  title: 盐田区促进制造业转型若干措施
  validity: 自2025年3月1日起施行，有效期4年
  interpreter: 由区发展和改革局负责解释
"""
CARDS = """- id: yantian-renovation
  clause: 第2条
  name: 制造业技术改造补贴
  names: [技术改造, 技改, 技改投, 设备更新]
  fields:
    条件: [企业上一年度技改投资额80万元以上的]
    标准: [按照投资额的10%补贴]
    上限: [最高300万元]
- id: yantian-digital
  clause: 第3条
  name: 制造业数字化补贴
  names: [数字化转型, 数字化, 上…系统]
  fields:
    条件: [企业数字化转型投入金额50万元以上的]
    标准: [按照实际投入金额的25%给予补贴]
    上限: [最高60万元]
"""
RULES = """general_conditions:
  quote: 本措施适用于实际经营地在盐田区的制造业企业
  clause: 第1条
  conditions:
    - {name: 实际经营地在盐田区, span: 实际经营地在盐田区}
rules:
  - id: yantian-renovation
    name: 技术改造补贴
    kind: 补贴
    clause: 第2条
    quote: 企业上一年度技改投资额80万元以上的，按照投资额的10%补贴，最高300万元
    per: {year: 上一年度}
    beneficiary: 企业
    inputs:
      投资额: {type: money, span: 上一年度技改投资额, ask: 上一年度技改投资额是多少？}
    bind:
      门槛: {span: 80万元以上, as: at_least}
      比例: {span: 按照投资额的10%, as: rate}
      上限: {span: 最高300万元, as: cap}
    conditions:
      - {name: 投资额达到门槛, when: 投资额 >= 门槛}
    amount: cap(投资额 * 比例, 上限)
  - id: yantian-digital
    name: 数字化补贴
    kind: 补贴
    clause: 第3条
    quote: 企业数字化转型投入金额50万元以上的，按照实际投入金额的25%给予补贴，最高60万元
    beneficiary: 企业
    inputs:
      投入: {type: money, span: 数字化转型投入金额, ask: 数字化转型投入金额是多少？}
    bind:
      门槛: {span: 50万元以上, as: at_least}
      比例: {span: 按照实际投入金额的25%, as: rate}
      上限: {span: 最高60万元, as: cap}
    conditions:
      - {name: 投入金额达到门槛, when: 投入 >= 门槛}
    amount: cap(投入 * 比例, 上限)
"""
SCOPE = """applicants: {clause: 第1条, quote: 本措施适用于实际经营地在盐田区的制造业企业}
non_stacking: {clause: 第4条, quote: 同一项目获得过区级其他资金的，不再支持}
interpreter: {clause: 第6条, quote: 本措施由区发展和改革局负责解释}
"""
FACTS = """- {name: 实际经营地在盐田区, met: '在盐田(区)?(经营|生产)'}
"""


def write(root: Path) -> Path:
    """Write the folder below ``root``."""
    folder = root / "yantian-manufacturing-2025"
    folder.mkdir()
    held = {"text.txt": TEXT, "meta.yaml": META, "cards.yaml": CARDS, "rules.yaml": RULES}
    for name, content in (held | {"scope.yaml": SCOPE, "facts.yaml": FACTS}).items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder
