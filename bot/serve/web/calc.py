"""Page 测算: choose a scheme, fill in its facts, and watch the amount with every step."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from bot.engine.addressee import unfit
from bot.engine.entries import read_entries
from bot.serve.services import Services, today
from bot.serve.web.calc_view import Shown, calc_shown, rule_clause
from bot.serve.web.form_fields import ROWS, Form, entries_of, form_of
from bot.serve.web.plain import Sent, SentIn, about, page
from corpus.rules import Rule

GONE: Final = "现在没有这一项可以测算的规定，请刷新页面，或到“政策库”查看原文。"


def calc_router(services: Services) -> APIRouter:
    """The page, and the result alone for its script."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/calc", methods=["GET", "POST"])
    def calc(sent: SentIn) -> HTMLResponse:
        return _page(services, sent)

    @router.post("/calc/result")
    def result(sent: SentIn) -> dict[str, Any]:
        rule = services.rules.get(sent.rule_id)
        if rule is None:
            return {"result": "", "brief": GONE, "meant": {}, "problems": {}, "unfit": {}}
        _, shown, problem = _shown(services, rule, sent)
        return answer(shown, problem, _unfit(services, sent))

    return router


def answer(shown: Shown, day_problem: str, unfit_for: dict[str, str]) -> dict[str, Any]:
    """A result as the script of a page takes it."""
    problems = {**shown.heard.problems, **({"as_of": day_problem} if day_problem else {})}
    return {
        "result": str(shown.result),
        "brief": shown.brief,
        "meant": dict(shown.heard.meant),
        "problems": problems,
        "unfit": unfit_for,
    }


def _shown(services: Services, rule: Rule, sent: Sent) -> tuple[Form, Shown, str]:
    scopes = services.assistant.knowledge.scopes
    form = form_of([rule], sent.fields, scopes, sent.who)
    filled = read_entries([rule], entries_of(form))
    day, problem = sent.day()
    return form, calc_shown(services, rule, filled, day), problem


def _unfit(services: Services, sent: Sent) -> dict[str, str]:
    """Rule id → why it does not speak to who asks."""
    scopes, who = services.assistant.knowledge.scopes, sent.who
    found = (
        (rule_id, unfit(rule, scopes, who.identities, who.industry))
        for rule_id, rule in services.rules.items()
    )
    return {rule_id: reason for rule_id, reason in found if reason}


def _page(services: Services, sent: Sent) -> HTMLResponse:
    named = sent.rule_id if sent.rule_id in services.rules else ""
    chosen = named or next(iter(services.rules), "")
    values: dict[str, Any] = {
        "schemes": list(services.schemes.items()),
        "chosen": chosen,
        "form": None,
        "gone": GONE,
        "given": bool(sent.fields),
        "most": ROWS,
        "who": sent.who,
        **about(services),
    }
    if chosen:
        rule = services.rules[chosen]
        form, shown, problem = _shown(services, rule, sent)
        values |= {
            "form": form,
            "heard": shown.heard,
            "result": shown.result,
            "brief": shown.brief,
            "clause": rule_clause(services, rule, today()),
            "day_typed": sent.day_typed,
            "day_problem": problem,
        }
    return page(services, "calc.html.j2", "测算", "calc", **values)
