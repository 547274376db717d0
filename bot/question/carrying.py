"""Carrying: what of a thread a later message takes over, and what the thread is after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.context import Context
from bot.question.account import Account
from bot.question.asks import Ask, AskKind, Cue, cues_of
from bot.question.counts import Heads
from bot.question.frame import Frame
from bot.question.place_roles import PlaceRole
from bot.question.places import Place
from bot.question.token import Token
from bot.question.unknown import is_again

if TYPE_CHECKING:
    from bot.question.ask import Question


def heads_after(own: Heads, before: Heads, read: Frame, *, goes_on: bool) -> Heads:
    """The heads of the thread: those of other years stay beside the new ones."""
    if not goes_on:
        return own
    if own.less and len(before.heads) == 1:
        left = max(0, before.heads[0].number - own.less)
        return replace(own, heads=(replace(before.heads[0], number=left),), whole=before.whole)
    if not own.heads:
        return before
    if len(before.heads) == len(own.heads) == 1 and any(p.has("operator.part") for p in read.parts):
        return replace(own, heads=(replace(own.heads[0], year=before.heads[0].year),))
    alike = {head.year for head in (*before.heads, *own.heads)}
    if (
        read.adds
        and len(before.heads) == len(own.heads) == 1
        and (len(alike) == 1 or None in alike)
    ):
        number = before.heads[0].number + own.heads[0].number
        return replace(own, heads=(replace(own.heads[0], number=number),), whole=number)
    years = {head.year for head in own.heads}
    kept = tuple(h for h in before.heads if h.year is not None and h.year not in years)
    return replace(own, heads=(*kept, *own.heads)) if kept and None not in years else own


def the_former(text: str, tokens: Sequence[Token], context: Context) -> str:
    """前头那个呢: the one matter that the thread has turned from; "": none is meant, or several.

    An amount that was told of it and is denied now says it too: 花的不是320，是2800呢.
    """
    if len(context.left) == 1 and Cue.FORMER in cues_of(text):
        return context.left[0]
    shelved = context.frame.account.shelved if context.frame else ()
    denied = any(token.has("link.denies") for token in tokens)
    again = {i.topic for i in shelved if i.topic and any(is_again(t, {i.low}) for t in tokens)}
    return again.pop() if denied and len(again) == 1 else ""


def taken_up(read: Frame | None, topic: str, matter: str) -> Frame | None:
    """The frame of a thread that takes a matter up again: what was told of it is what counts.

    ``matter`` is the one that the thread turns from; what was told of that is put aside.
    """
    if read is None:
        return None
    told = read.account.put_aside(matter)
    items = tuple(item for item in told if item.topic == topic)
    shelved = tuple(item for item in told if item.topic != topic)
    return replace(read, account=replace(read.account, items=items, shelved=shelved))


def carry(question: Question, context: Context) -> Context:
    """The thread after a question, before its reply is known.

    What asks for something that the texts never speak of tells nothing of what they pay, beside
    what it says of the enterprise itself.
    """
    if question.alien:
        told = any(p.has("actor.self") and not p.asks for p in question.frame.parts)
        return replace(context, truths=question.truths) if told else context
    if question.followed and Cue.TURNS_AWAY in question.cues:
        matter = context.topics[0] if len(context.topics) == 1 else ""
        aside = Account(shelved=question.frame.account.put_aside(matter))
        return Context(
            left=tuple(dict.fromkeys((*context.topics, *context.left))),
            frame=replace(question.frame, account=aside),
            truths=question.truths, scope=question.scope, places=_places_kept(question, context),
        )  # fmt: skip
    return Context(
        topics=question.topics or context.topics,
        left=_left(question, context),
        clauses=context.clauses,
        documents=question.documents,
        asks=_carried(question, context),
        frame=question.frame,
        heads=question.heads,
        quantities=question.quantities,
        truths=question.truths,
        as_of=question.supposed,
        pending=None,
        branch=question.addresses[-1].branch if question.addresses else None,
        scope=question.scope,
        places=_places_kept(question, context),
    )


def _left(question: Question, context: Context) -> tuple[str, ...]:
    """The matters that the thread has turned from."""
    if not question.topics:
        return context.left
    before = dict.fromkeys((*context.topics, *context.left))
    return tuple(topic for topic in before if topic not in question.topics)


def _places_kept(question: Question, context: Context) -> tuple[Place, ...]:
    """Where the enterprise works, or whose policy it asks about, as it said last."""
    telling = (PlaceRole.OPERATING, PlaceRole.POLICY, PlaceRole.REGISTERED)
    return tuple(p for p in question.places if p.role in telling) or context.places


def _carried(question: Question, context: Context) -> tuple[Ask, ...]:
    """What a later message without an ask of its own asks: no field where figures are computed.

    An amount told behind whatever was asked (改过的细则怎么补, and then 打算砸400万) asks how much.
    """
    if question.fresh and question.asks and not any(ask.spans for ask in question.asks):
        return (Ask(AskKind.AMOUNT),)
    said = (a for a in (*question.asks, *context.asks) if a.kind is not AskKind.SMALLTALK)
    main = next((ask for ask in said if ask.field is None), None)
    fields = (ask for ask in question.asks if ask.kind is AskKind.FIELD)
    field = None if question.figures else next(fields, None)
    return tuple(Ask(ask.kind, ask.field) for ask in (main, field) if ask is not None)
