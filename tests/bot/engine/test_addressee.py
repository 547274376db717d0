"""To whom a rule speaks, as its text says."""

from __future__ import annotations

from bot.engine import Engine
from bot.engine.addressee import OTHER, identities, industries, of_the_firm, unfit
from corpus.collection import Collection

SCOPES = Collection.load().scopes
ENGINE = Engine.load()
RULES = ENGINE.rules


def test_identities_are_whom_the_rules_pay_and_any_kind_of_enterprise_is_one() -> None:
    assert identities(RULES.values()) == ("企业", "产业园区运营方", "公共服务平台", "承办机构")
    assert "眼镜" in industries(SCOPES)


def test_a_rule_that_pays_somebody_else_does_not_fit_and_says_whom_it_pays() -> None:
    park, firm = RULES["park-headquarters"], RULES["digital-transformation"]
    assert unfit(park, SCOPES, ("企业",), "") == "给产业园区运营方的"
    assert unfit(firm, SCOPES, ("企业",), "眼镜") == ""
    assert unfit(park, SCOPES, (), "") == ""
    assert unfit(park, SCOPES, ("企业", "产业园区运营方"), "") == ""


def test_a_line_of_business_outside_the_list_does_not_fit_a_text_that_lists_some() -> None:
    reason = unfit(RULES["technical-renovation"], SCOPES, (), OTHER)
    assert reason.startswith("列举的行业是黄金珠宝、")
    assert unfit(RULES["smart-glasses"], SCOPES, (), OTHER) == ""  # its text lists none


def test_what_is_required_of_every_applicant_is_told_from_what_a_project_must_be() -> None:
    def of(rule_id: str) -> set[str]:
        rule = RULES[rule_id]
        return {c.name for c in rule.conditions if of_the_firm(rule, c)}

    assert {"实际经营地在龙岗区", "四上企业"} <= of("digital-transformation")
    assert "事前到区级部门备案" not in of("major-event")
    assert "现代时尚职能型总部企业" not in of("park-headquarters")  # the firm that is brought in
