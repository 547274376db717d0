"""A second evaluator, written from the two texts alone: whole 分, no rules, no spans, no formula.

It knows nothing of the engine. Each function is one clause in plain arithmetic; the result is the
kind in words and the amount in 分 (a ceiling for 最高, a floor for 不少于).
"""

from __future__ import annotations

from decimal import Decimal

YUAN = 100  # 分
WAN = 10_000 * YUAN
NOTHING = ("not_eligible", 0)


def fen(amount: Decimal) -> int:
    """元 to 分; the amounts of the tests have two decimals at most."""
    return int(amount * 100)


def percent(amount: int, rate: int) -> int:
    """Rate per cent of an amount in 分, rounded half up."""
    return (2 * amount * rate + 100) // 200


def capped(amount: int, rate: int, limit: int) -> int:
    return min(percent(amount, rate), limit)


def technical_renovation(invested: int) -> tuple[str, int]:
    # 投资额100万元（含）以上的，按照实际投资额的20%进行资助，最高500万元
    return ("exact", capped(invested, 20, 500 * WAN)) if invested >= 100 * WAN else NOTHING


def digital_transformation(invested: int, listed: bool) -> tuple[str, int]:
    # 投入金额30万元以上的“四上”企业，最高按照40%；每家企业每年不超过30万元
    if not listed or invested < 30 * WAN:
        return NOTHING
    return "at_most", capped(invested, 40, 30 * WAN)


def public_platform(spent: int, year: int) -> tuple[str, int]:
    # 从设立当年连续3年，依次50%，30%和20%，单个项目每年不超过200万元
    if year > 3:
        return NOTHING
    return "exact", capped(spent, (50, 30, 20)[year - 1], 200 * WAN)


def park_headquarters(firms: int) -> tuple[str, int]:
    # 每引进1家企业200万元，每个园区每年不超过600万元
    return "exact", min(firms * 200 * WAN, 600 * WAN)


def booth_fee(paid: int) -> tuple[str, int]:
    # 实际发生展位费费用给予不少于50%
    return "at_least", percent(paid, 50)


def major_event(spent: int, year: int = 1) -> tuple[str, int]:
    # 连续3年，不多于50%，单个活动不超过1000万元
    return ("at_most", capped(spent, 50, 1000 * WAN)) if year <= 3 else NOTHING


def major_event_2026(spent: int) -> tuple[str, int]:
    # 统一按实际投入30%补贴，单次资助上限500万元
    return "exact", capped(spent, 30, 500 * WAN)


def smart_glasses(bought: int, industrial: bool) -> tuple[str, int]:
    # 按采购额15%（年度上限30万元），产业端应用（非个人消费）
    return ("exact", capped(bought, 15, 30 * WAN)) if industrial else NOTHING


def evaluate(rule_id: str, facts: dict[str, Decimal | int | bool]) -> tuple[str, int]:
    """The second opinion on plain facts."""

    def amount(name: str) -> int:
        return fen(Decimal(facts[name]))

    match rule_id:
        case "technical-renovation":
            return technical_renovation(amount("投资额"))
        case "digital-transformation":
            return digital_transformation(amount("数字化投入"), facts["四上"] is True)
        case "public-platform":
            return public_platform(amount("平台投入"), int(facts["年次"]))
        case "park-headquarters":
            return park_headquarters(int(facts["引进企业数"]))
        case "booth-fee":
            return booth_fee(amount("展位费"))
        case "major-event":
            return major_event(amount("活动投入"))
        case "major-event-2026":
            return major_event_2026(amount("活动投入"))
        case "smart-glasses":
            return smart_glasses(amount("采购额"), facts["产业端应用"] is True)
    raise LookupError(rule_id)
