"""Accounting: the amounts of a message taken into the book one by one, each as what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.question.account import Account, Received
from bot.question.amounts import COUNTED, NOT_YET, SAID, Amount, Role
from bot.question.book import Book, Draft
from bot.question.corrections import restates, said_before, same_value
from bot.question.distribution import Distribution
from bot.question.prices import multiply
from bot.question.segments import Segment
from bot.question.shares import shared
from bot.question.sums import add_up, ask_of_sources, asks_total, prefer_spent
from bot.question.units import one_of_each
from bot.question.wholes import beside_a_part, drop_the_wider, exclude, part, total
from bot.question.years import Years
from corpus.numerals import QuantityKind

_SHORT_OF: Final = ("差", "还差", "就差", "只差")
_PLACING: Final = ("actor", "year", "ordinal", "nth", "span", "label", "month", "date")
_PERHAPS: Final = ("可能", "也许", "或许", "说不定", "要么")
_CONTINUED: Final = (*COUNTED, Role.TURNOVER, Role.PART)  # roles that the next amount may share


def account_of(
    found: Sequence[Amount], parts: Sequence[Segment], years: Years, *, spent_before: bool = False
) -> Account:
    """What the amounts of one message come to; `spent_before`: the thread has counted something."""
    book = Book(found, parts, years, spent_before, Distribution(found, parts, years))
    for amount in found:
        book.last = _entered(book, amount)
    prefer_spent(book)
    ask_of_sources(book)
    add_up(book)
    return shared(book.closed(), parts, years)


def _entered(book: Book, amount: Amount) -> Amount:
    """Take in one amount; what it was taken for."""
    if amount.token.counts(QuantityKind.FOREIGN) and _foreign(book, amount):
        return amount
    last = book.last
    if last is not None and last.token.counts(QuantityKind.FOREIGN) and restates(amount):
        amount = replace(amount, role=last.role, topic=amount.topic or last.topic)
    if _says_the_result(book, amount):
        book.take_back("变动的数，按变动以后的计")
    if _is_reckoned(book, amount):
        amount = replace(amount, role=Role.CLAIMED)
    elif said_before(book, amount):
        return replace(amount, role=book.last.role if book.last else amount.role)
    if _is_apart(book, amount):
        return amount
    if amount.role is Role.UNKNOWN and _was_claimed(book, amount):
        amount = replace(amount, role=Role.CLAIMED)
    elif amount.role in (Role.UNKNOWN, Role.TOTAL):
        amount = _with_neighbour(book, amount)
    elif beside_a_part(book, amount):
        amount = replace(amount, role=Role.PART)
    _take(book, amount)
    return amount


def _is_apart(book: Book, amount: Amount) -> bool:
    """Whether an amount is a difference, of years before, or one said again: dealt with here."""
    if len(book.found) > 1 and amount.operators & {"understated", "overstated"}:
        book.set_aside(amount.token.text, "说的是差额，按更正以后的数计")
        return True
    if book.drafts and amount.role is Role.UNKNOWN and _is_unsure(amount):
        text = book.drafts[-1].item.text
        book.ask(f"是“{text}”还是“{amount.token.text}”？", text, amount.token.text)
        return True
    compared = (*COUNTED, Role.UNKNOWN, Role.CLAIMED)
    if "compare" in amount.operators and amount.role in compared:
        if not _relative(book, amount):
            book.ask(f"变动以后的金额是多少？“{amount.token.text}”只是差额。")
        return True
    if (book.drafts or book.turnovers) and _falls_short(amount):
        book.set_aside(amount.token.text, "您说的差额")
        return True
    if _is_history(book, amount):
        book.set_aside(amount.token.text, "以前年度的投入")
        return True
    if amount.role is Role.CLAIMED and any(_same(d, amount) for d in book.drafts):
        book.set_aside(amount.token.text, "与前面是同一个数")  # 第二年这500万对应的资助
        return True
    return False


def _falls_short(amount: Amount) -> bool:
    """技改99万8，差两千块: what is lacking to a threshold."""
    lacking = any(t.text in _SHORT_OF for t in amount.before[-1:])
    unpaid = any(t.has("negation", "verb.spent") for t in amount.after)  # 还差20万没付
    return lacking and not unpaid and amount.role in (Role.UNKNOWN, Role.CLAIMED)


def _says_the_result(book: Book, amount: Amount) -> bool:
    """多投20万，凑成109万: the amount behind is what the one before makes."""
    last = book.last
    changed = last is not None and bool(last.operators & {"raise_by", "cut_by"})
    return changed and bool(amount.operators & {"raise_to", "cut_to"})


def _is_history(book: Book, amount: Amount) -> bool:
    """前两年分别投过500万和420万: told beside what is asked about, with no sum asked for."""
    told = bool(book.drafts or book.spent_before) and amount.role in (*COUNTED, Role.UNKNOWN)
    earlier = book.parts[amount.segment].has("link.earlier")
    return told and earlier and not asks_total(book.parts)


def _same(draft: Draft, amount: Amount) -> bool:
    return same_value(draft.amount.quantity, amount.quantity)


def _foreign(book: Book, amount: Amount) -> bool:
    """Whether an amount of foreign money is dealt with: no figure is computed from it."""
    behind = next((a for a in book.found if a.token.start > amount.token.start), None)
    if behind is not None and restates(behind) and not behind.token.counts(QuantityKind.FOREIGN):
        book.set_aside(amount.token.text, "按折合的人民币计")
        return True
    if book.last is not None and restates(amount):
        book.set_aside(amount.token.text, "前面金额的折算")
        return True
    if amount.role in (*COUNTED, Role.UNKNOWN):
        book.ask(f"“{amount.token.text}”不是人民币：请按当日汇率折成人民币后告知金额。")
        return True
    return False


def _is_unsure(amount: Amount) -> bool:
    """投了300万，也可能是320万: one or the other, never both."""
    return any(t.text in _PERHAPS for t in amount.before)


def _is_reckoned(book: Book, amount: Amount) -> bool:
    """十五个点，三十九万，没错吧: an amount alone behind a rate alone."""
    part = book.parts[amount.segment]
    before = book.parts[amount.segment - 1] if amount.segment else None
    alone = all(t is amount.token or t.has("filler", "mark", "link.supposes") for t in part.tokens)
    return (
        alone
        and amount.role is Role.UNKNOWN
        and before is not None
        and any(t.counts(QuantityKind.RATE) for t in before.tokens)
        and not before.holds_money
    )


def _relative(book: Book, amount: Amount) -> bool:
    """去年比前年多投了60万: that much more or less than the one amount of the year named."""
    up, down = "raise_by" in amount.operators, "cut_by" in amount.operators
    lead, against = book.years.compared(amount.before)
    later = [a for a in book.found if a.token.start > amount.token.start]
    later = [a for a in later if book.years.said(a) in against and "compare" not in a.operators]
    bases = [d.item for d in book.drafts if d.item.year in against and d.exact]
    for behind in later:  # 去年比前年多了80万，前年是45万
        bases += book.items(replace(behind, role=Role.SPENT, topic=behind.topic or amount.topic))
    if up == down or len(bases) != 1 or len(against) != 1:
        return False
    base, delta = bases[0], amount.quantity.amount if up else -amount.quantity.amount
    text = f"{base.text}{'＋' if up else '－'}{amount.token.text}"
    low = base.low + delta
    item = replace(base, low=low, high=low, text=text, year=lead[-1] if lead else None)
    book.drafts.append(Draft(item, amount, joined=True, total=False))
    return True


def _was_claimed(book: Book, amount: Amount) -> bool:
    return any(same_value(claim.quantity, amount.quantity) for claim in book.claims)


def _take(book: Book, amount: Amount) -> None:
    """Take in one amount by its role; what several firms spent together is asked for one by one."""
    if amount.role in COUNTED and "、" in amount.actor:
        book.ask(f"{amount.actor}各是多少？“{amount.token.text}”是合在一起的数。")
        return
    match amount.role:
        case Role.SPENT | Role.PLANNED | Role.CONTRACTED | Role.PROOF:
            drop_the_wider(book, amount)
            book.count(amount)
        case Role.UNIT_PRICE:
            multiply(book, amount)
        case Role.TOTAL:
            total(book, amount)
        case Role.PART:
            part(book, amount)
        case Role.EXCLUDED:
            exclude(book, amount)
        case Role.UNKNOWN:
            book.loose += book.items(replace(amount, role=Role.SPENT))
        case _:
            _set_aside(book, amount)


def _set_aside(book: Book, amount: Amount) -> None:
    """An amount that no formula is applied to; turnovers, payments got and claims are kept."""
    match amount.role:
        case Role.TURNOVER:
            if _is_older(book, amount):
                book.set_aside(amount.token.text, f"{amount.name}，以前年度的")
                return
            book.turnovers = [t for t in book.turnovers if not _is_later(book, amount, t)]
            book.turnovers.append(amount)
        case Role.CLAIMED:
            book.claims.append(amount)
        case Role.RECEIVED:
            _ask_which_way(book, amount)
            source = next((t.text for t in amount.before if t.has("authority")), "")
            year, ordinal = book.years.of(amount), book.years.ordinal(amount)
            advance = any(t.has("link.advance") for t in (*amount.before, *amount.after))
            book.received.append(Received(amount, year, ordinal, source, advance))
    why = f"{amount.name}，不是这项的基数" if amount.name else SAID[amount.role]
    book.set_aside(amount.token.text, why)


def _ask_which_way(book: Book, amount: Amount) -> None:
    """上半年买了120万，下半年又补了130万: paid out once more, or got."""
    near = (*amount.before, *amount.after[:3])
    paid = any(t.has("role.claimed", "scheme", "authority") for t in near)
    if "add" in amount.operators and book.drafts and not paid:
        text = amount.token.text
        choices = (f"{text}计入投入", f"已经拿到{text}")
        book.ask(f"“{text}”是又投入的，还是拿到的补贴？", *choices)


def _is_older(book: Book, amount: Amount) -> bool:
    return any(_is_later(book, other, amount) for other in book.turnovers)


def _is_later(book: Book, one: Amount, other: Amount) -> bool:
    """前年产值6亿，去年掉到2.9亿: whether a turnover is of the same firm and a later year."""
    mine, theirs = book.years.said(one), book.years.said(other)
    return mine is not None and theirs is not None and mine > theirs and one.actor == other.actor


def _with_neighbour(book: Book, amount: Amount) -> Amount:
    """The role of an amount that only its neighbour tells: 3亿 in 产值5亿、3亿; 去年是210万."""
    last = book.last
    if (book.drafts or book.turnovers or book.spent_before) and _is_supposed(amount):
        return replace(amount, role=Role.CLAIMED)
    if last is None and _is_received_before(amount, book.parts):
        return replace(amount, role=Role.RECEIVED)
    if last is None:
        spent = _is_spending_before(amount, book.parts)
        return replace(amount, role=Role.SPENT) if spent else amount
    if amount.role is Role.TOTAL or not _continues(book, amount):
        return amount
    if last.role is Role.UNIT_PRICE:
        return replace(amount, role=Role.SPENT)
    if last.role not in _CONTINUED:
        return amount
    if last.role in NOT_YET and "settle" in amount.operators:
        return replace(amount, role=Role.SPENT)  # 批复302万，真正花出去的只有108万
    name = last.name if last.role is Role.TURNOVER else amount.name
    return replace(amount, role=last.role, name=name)


def _continues(book: Book, amount: Amount) -> bool:
    """Whether an amount goes on from the one before: listed, added, or of another year."""
    nearest = [t for t in amount.before if not t.has("filler", "modal")]
    ends = (*nearest[:1], *nearest[-1:])
    return (
        any(t.text == "、" or t.has("link.joins") for t in ends)
        or (bool(nearest) and nearest[-1].text == "/")
        or bool(amount.operators & {"add", "respectively", "settle"})
        or any(t.has(*_PLACING) for t in amount.before)
        or any(mention.label for mention in book.years.mentions(amount))
        or (book.last is not None and one_of_each(book.last) and one_of_each(amount))
    )


def _is_supposed(amount: Amount) -> bool:
    """最多是不是80万, 四舍五入就是100万, 超过500万的部分: not an amount of its own."""
    behind = [t.text for t in amount.after if not t.has("mark")][:2]
    paid = any(t.has("verb.spent") for t in amount.before[-2:])  # 等于真正花出去98万
    supposed = any(t.has("link.supposes") for t in amount.before) and not paid
    return supposed or behind in (["的", "部分"], ["的", "那部分"])


def _is_received_before(amount: Amount, parts: Sequence[Segment]) -> bool:
    """已经拿到两家的奖励，400万: the clause right before is of a payment got."""
    before = parts[max(0, amount.segment - 1) : amount.segment]
    alone = not any(t.has("verb", "role", "input") for t in amount.before)
    return alone and any(p.has("verb.received") and not p.holds_money for p in before)


def _is_spending_before(amount: Amount, parts: Sequence[Segment]) -> bool:
    """技改，去年，350万: an earlier small clause without an amount says what is spent on."""
    return any(
        part.has("verb.spent", "matter", "input", "role.spent")
        for part in parts[: amount.segment]
        if not part.holds_money
    )
