"""The plan: which composer answers, and why it stands before those below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.answer.amount import answer_amount, answer_figures
from bot.answer.barred import answer_barred, answer_beneficiary, answer_nothing_spent
from bot.answer.change import answer_change
from bot.answer.clauses import answer_clause, answer_unheld
from bot.answer.compared import answer_compared
from bot.answer.eligibility import answer_eligibility, answer_place
from bot.answer.fields import answer_field, answer_precise_field
from bot.answer.guard import (
    answer_idle,
    answer_nothing_held,
    answer_order,
    answer_smalltalk,
    answer_unreadable,
)
from bot.answer.headed import answer_headed
from bot.answer.holdings import answer_holdings
from bot.answer.knowledge import Knowledge
from bot.answer.listing import answer_comparison, answer_listing
from bot.answer.lookup import answer_lookup
from bot.answer.meaning import answer_definition, answer_reading
from bot.answer.offers import answer_offers
from bot.answer.paper import answer_document, answer_full_text, answer_unheld_title
from bot.answer.region import (
    answer_elsewhere,
    answer_unlisted,
    answer_untitled,
    answer_which_region,
)
from bot.answer.reverse import answer_reverse
from bot.answer.section import answer_section
from bot.answer.sector import answer_sectors
from bot.answer.validity import answer_validity
from bot.question.ask import Question
from bot.reply import Reply

Composer = Callable[[Question, Knowledge], Reply | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A composer and the reason for its place: it answers before every row below it."""

    composer: Composer
    why: str


# The first row that has an answer gives it.
PLAN: Final[tuple[Row, ...]] = (
    Row(answer_nothing_held, "no text was taken in yet"),
    Row(answer_unreadable, "nothing to answer: said before anything is looked at"),
    Row(answer_smalltalk, "a greeting names no matter"),
    Row(answer_order, "an order or a fraud is refused before its amounts are read"),
    Row(answer_idle, "what asks nothing must not repeat the answer before"),
    Row(answer_untitled, "a title that is not held: no other text may answer for it"),
    Row(answer_holdings, "which texts are held: asked of the library, not of a text"),
    Row(answer_elsewhere, "another place's policy: no text of here may answer for it"),
    Row(answer_which_region, "several regions could be meant: asked, never mixed"),
    Row(answer_unlisted, "a place that no text covers"),
    Row(answer_unheld, "a clause number that no text has is said not to exist"),
    Row(answer_unheld_title, "a text that is only named by another"),
    Row(answer_document, "what a document prints of itself"),
    Row(answer_full_text, "the wording of a text that is known only through another"),
    Row(answer_reverse, "how much to spend: its amount is a goal, not what was spent"),
    Row(
        answer_nothing_spent,
        "nothing spent in the year that counts, before other years",
    ),
    Row(answer_beneficiary, "who is paid, before how much"),
    Row(answer_compared, "whether said numbers meet written ones: asked, not what is paid"),
    Row(answer_figures, "amounts: before every composer that would only quote"),
    Row(answer_section, "a part of the text named by its heading"),
    Row(answer_comparison, "two provisions side by side, before either alone"),
    Row(answer_place, "a condition on every applicant, before those of one scheme"),
    Row(answer_barred, "a condition that is not met, before what is required"),
    Row(answer_headed, "a section of an unmarked text headed by what is asked, before any search"),
    Row(answer_precise_field, "fields that can hardly be meant otherwise"),
    Row(answer_reading, "how a clause is to be read, before the clause itself"),
    Row(answer_validity, "whether a text applies"),
    Row(answer_change, "what a later text did"),
    Row(answer_definition, "what a word means"),
    Row(answer_sectors, "which lines of business are listed"),
    Row(answer_offers, "what an unmarked text offers, where no card lists its matters"),
    Row(answer_listing, "what there is to get"),
    Row(answer_amount, "how it is paid, where no amount is given"),
    Row(answer_eligibility, "what is required"),
    Row(answer_field, "a field of a provision"),
    Row(answer_clause, "the clause itself"),
    Row(answer_lookup, "the best sentence, where nothing else was asked by name"),
)
