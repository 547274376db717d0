"""The part of the API that computes: rules, amounts, the check-up, calculation sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from bot.engine import FactError, UnknownRuleError
from bot.engine.checkup import Total
from bot.engine.entries import Entry, read_entries
from bot.engine.jsonable import computation_json
from bot.engine.sheet import Sheet, to_docx, to_xlsx
from bot.serve.documents.media import MEDIA
from bot.serve.health import clock_problem
from bot.serve.intake import UNSEEN
from bot.serve.refusal import Refused
from bot.serve.services import Services, today
from corpus.rules import Rule

MOST_FACTS: Final = 100
LONGEST: Final = 300  # characters of one fact
WRITERS: Final[dict[str, tuple[Callable[[Sheet], bytes], str]]] = {
    "docx": (to_docx, MEDIA["docx"]),
    "xlsx": (to_xlsx, MEDIA["xlsx"]),
}
Day = Annotated[date | None, Field(description="按哪一天计算；默认今天")]
Facts = Annotated[
    dict[Annotated[str, Field(max_length=LONGEST)], Annotated[str, Field(max_length=LONGEST)]],
    Field(
        description="事实名称 → 原话，如 {“投资额”: “350万”}；分年、分项写作“第1年:平台投入”",
        max_length=MOST_FACTS,
    ),
]


class ComputeIn(BaseModel):
    """A rule and the facts as people type them."""

    model_config = ConfigDict(extra="forbid")
    rule: str = Field(description="规则编号，见 /api/rules", max_length=200)
    facts: Facts = {}
    as_of: Day = None


class CheckupIn(BaseModel):
    """The facts of an enterprise for all rules at once."""

    model_config = ConfigDict(extra="forbid")
    facts: Facts = {}
    as_of: Day = None


class FieldOut(BaseModel):
    """A fact that a rule can use."""

    name: str
    type: str
    label: str
    ask: str
    choices: list[str]
    required: bool


class RuleOut(BaseModel):
    """A rule with the words it was read from."""

    id: str
    name: str
    source: str
    document: str
    clause: str
    quotes: list[str]
    fields: list[FieldOut]


class ComputeOut(BaseModel):
    """A result; amounts are decimal strings in 元."""

    source: str
    as_of: date
    result: dict[str, Any]


class TotalOut(BaseModel):
    """The bounds in 元 of what can be had together in one place; null is open upwards."""

    place: str
    low: str
    high: str | None
    undecided: str


class CheckupOut(BaseModel):
    """Every scheme, and what can be had together in each place; places are not added up."""

    as_of: date
    totals: list[TotalOut]
    findings: list[ComputeOut]


def compute_router(services: Services) -> APIRouter:
    """The routes."""
    router = APIRouter(tags=["测算"])

    @router.get("/rules", summary="可以计算的事项")
    def rules() -> list[RuleOut]:
        return [_rule(services, rule) for rule in services.engine.rules.values()]

    @router.post("/compute", summary="计算一项")
    def compute(body: ComputeIn) -> ComputeOut:
        return _compute(services, body.rule, tuple(body.facts.items()), body.as_of or today())[1]

    @router.post("/checkup", summary="政策体检：各项一起计算")
    def checkup(body: CheckupIn) -> CheckupOut:
        day, engine = body.as_of or today(), services.engine
        try:
            found = engine.checkup(engine.read(_clean(body.facts.items())), as_of=day)
        except FactError as error:
            raise Refused(422, str(error)) from error
        return CheckupOut(
            as_of=day,
            totals=[_total(total) for total in found.totals],
            findings=[
                ComputeOut(
                    source=engine.citation(item.rule),
                    as_of=day,
                    result=computation_json(item.computation),
                )
                for item in found.findings
            ],
        )

    @router.get("/sheet.{suffix}", summary="测算表", response_class=Response)
    def sheet(
        suffix: Annotated[str, Path(pattern="^(docx|xlsx)$")],
        rule: Annotated[str, Query(max_length=200)],
        fact: Annotated[
            list[Annotated[str, Field(max_length=LONGEST)]],
            Query(description="名称=原话，可重复", max_length=MOST_FACTS),
        ] = [],  # noqa: B006 -- FastAPI reads the default, nobody changes it
        as_of: Day = None,
    ) -> Response:
        pairs = [(name, text) for name, _, text in (item.partition("=") for item in fact)]
        if wrong := clock_problem(services.library.documents, today()):
            raise Refused(503, wrong)  # a sheet carries the day on which it was made
        written = _compute(services, rule, pairs, as_of or today())[0]
        write, media = WRITERS[suffix]
        name = quote(f"测算表-{written.rule.name}-{written.as_of}.{suffix}")
        disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(write(written), media_type=media, headers=disposition)

    return router


def _clean(pairs: Any) -> list[tuple[str, str]]:  # noqa: ANN401 -- any iterable of pairs
    return [(UNSEEN.sub("", name), UNSEEN.sub("", text)) for name, text in pairs]


def _compute(
    services: Services, rule_id: str, pairs: Sequence[tuple[str, str]], day: date
) -> tuple[Sheet, ComputeOut]:
    """Compute one rule. Raises Refused: 404 for an unknown rule, 422 for unusable facts."""
    engine, typed = services.engine, _clean(pairs)
    try:
        rule = engine.rule(rule_id)
        result = engine.compute(rule_id, engine.read(typed, rule_id), as_of=day)
    except UnknownRuleError as error:
        raise Refused(404, str(error)) from error
    except FactError as error:
        raise Refused(422, str(error)) from error
    source = engine.citation(rule)
    out = ComputeOut(source=source, as_of=day, result=computation_json(result))
    given = read_entries([rule], [Entry(name, name, text) for name, text in typed]).given
    return Sheet(rule, result, source, day, given), out


def _total(total: Total) -> TotalOut:
    low, high = total.bounds
    return TotalOut(
        place=total.place,
        low=f"{low:.2f}",
        high=None if high is None else f"{high:.2f}",
        undecided=total.undecided,
    )


def _rule(services: Services, rule: Rule) -> RuleOut:
    return RuleOut(
        id=rule.id,
        name=rule.name,
        source=services.engine.citation(rule),
        document=rule.document_id,
        clause=rule.clause_id,
        quotes=[quote.text for quote in rule.quotes],
        fields=[
            FieldOut(
                name=field.name,
                type=field.type.value,
                label=field.label,
                ask=field.ask,
                choices=list(field.choices),
                required=field.required,
            )
            for field in services.engine.fields(rule.id)
        ],
    )
