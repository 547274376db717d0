"""A folder of made-up texts: two districts, their city, and one that applies everywhere."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.bot import another_district

LOANS = """深圳市小微企业流动资金贷款贴息办法
深金融〔2024〕7号
深圳市金融局
第一条　注册在本市的小微企业，可以申请流动资金贷款贴息。
第二条　流动资金贷款按实际支付利息的30%贴息，每家企业每年最高20万元。
第三条　本办法自2024年1月1日起施行，有效期2年。
"""
COLD = """龙华区冷链仓储补助办法
第一条　新建冷库每立方米补助120元，单个项目最高80万元。
第二条　冷藏车购置补助按照发票金额的15%发放。
"""
COLD_AGAIN = """龙华区冷链仓储扶持细则
第一条　新建冷库每立方米扶持150元，单个项目最高100万元。
第二条　本细则自2025年6月1日起施行，有效期5年。《龙华区冷链仓储补助办法》同时废止。
"""
HARBOUR = """盐田区渔港改造奖补通知
一、浮桥改造
对改造渔港浮桥的单位，每座浮桥奖补9万元。政策实施期限截至2024年12月31日。
二、灯塔维护
对维护渔港灯塔的单位，每座灯塔每年奖补3万元。
"""
RETURNS = """跨境退货关税减免公告
一、跨境退货商品复运进境的，六个月内免征进口关税。
二、本公告自2025年1月1日起施行，有效期至2030年12月31日。
"""
TEXTS = {
    "sz-loans": (LOANS, "《贷款贴息办法》", ["深圳", "深圳市"], "自2024年1月1日起施行，有效期2年"),
    "longhua-cold": (COLD, "《冷链补助办法》", ["龙华", "龙华区"], ""),
    "longhua-cold-2025": (
        COLD_AGAIN,
        "《冷链扶持细则》",
        ["龙华", "龙华区"],
        "自2025年6月1日起施行，有效期5年",
    ),
    "yantian-harbour": (HARBOUR, "《渔港通知》", ["盐田", "盐田区"], ""),
    "returns": (
        RETURNS,
        "《退货公告》",
        ["全国"],
        "自2025年1月1日起施行，有效期至2030年12月31日",
    ),
}
STATED = {"sz-loans": {"issuer": "深圳市金融局", "number": "深金融〔2024〕7号"}}


def write(root: Path) -> None:
    """Write the folders below ``root``: those above, and the same matter in district and city."""
    for name, (text, short, region, validity) in TEXTS.items():
        stated = STATED.get(name, {})
        spans = stated | ({"validity": validity} if validity else {})
        meta: dict[str, object] = {
            "id": name,
            "title": text.partition("\n")[0],
            "short_title": short,
            "kind": "通知",
            "region": region,
            **stated,
            **({"spans": spans} if spans else {}),
        }
        _folder(root / name, text, meta)
    another_district.write(root)
    city = root / "sz-manufacturing"
    city.mkdir()
    files = {
        "text.txt": another_district.TEXT,
        "meta.yaml": another_district.META,
        "cards.yaml": another_district.CARDS,
        "rules.yaml": another_district.RULES,
    }
    for file, content in files.items():
        (city / file).write_text(_of_the_city(content), encoding="utf-8")


def _of_the_city(content: str) -> str:
    """The district's text as the city's: half the rate, so that the two can be told apart."""
    for old, new in (
        ("yantian-manufacturing-2025", "sz-manufacturing"),
        ("yantian-", "sz-"),
        ("盐田区", "深圳市"),
        ("盐田", "深圳"),
        ("places: [沙头角, 梅沙]\n", ""),
        ("按照投资额的10%", "按照投资额的5%"),
    ):
        content = content.replace(old, new)
    return content


def _folder(folder: Path, text: str, meta: dict[str, object]) -> None:
    folder.mkdir()
    (folder / "text.txt").write_text(text, encoding="utf-8")
    written = yaml.safe_dump(meta, allow_unicode=True)
    (folder / "meta.yaml").write_text(written, encoding="utf-8")
