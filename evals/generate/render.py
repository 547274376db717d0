"""A frame in words: which line, which synonym, which order; nothing here changes what is due."""

from __future__ import annotations

from decimal import Decimal

from evals.generate.frame import Aside, Deed, Denial, Frame, Scheme, Strange
from evals.generate.message import Block, Message
from evals.generate.numerals import capital, money
from evals.generate.sample import BARE, EDITS
from evals.generate.vocabulary import Draw

_JOINERS = ("，", "，", "，", "。", "；")
_SPENT_LIKE = ("renovation", "digital")  # schemes that share their verbs
_CLOSED = frozenset({"shared", "recruited", "unsigned", "small", "denied"})  # always say whose


def render(frame: Frame, draw: Draw) -> Message:
    """Say a frame: its facts, conditions and asides in any order, with a question."""
    speaker = _Speaker(frame, draw)
    facts, follow = speaker.facts()
    blocks = [*facts, *speaker.conditions(), *speaker.asides()]
    late = [block for block in blocks if block.kind == "condition"]
    if not follow and len(late) == 1 and not frame.denial and draw.chance(0.12):
        blocks.remove(late[0])
        follow = (late[0].text,)
    draw.rng.shuffle(blocks)
    blocks[:0] = speaker.introduction()
    ask_first = draw.chance(0.15)
    return Message(
        blocks=tuple(blocks),
        ask=speaker.ask(),
        before=draw.one("courtesy", "before") if draw.chance(0.25) else "",
        after=draw.one("courtesy", "after") if draw.chance(0.15) else "",
        joiner=draw.rng.choice(_JOINERS),
        ask_first=ask_first,
        cuts=() if follow or ask_first else _cuts(draw, len(blocks)),
        follow=follow,
    )


def _cuts(draw: Draw, count: int) -> tuple[int, ...]:
    """Where a new turn begins, in a quarter of all messages."""
    if not draw.chance(0.25):
        return ()
    places = range(1, count + 1)
    return tuple(sorted(draw.rng.sample(places, min(len(places), draw.rng.choice([1, 1, 2])))))


class _Speaker:
    """The words of one frame. Whose a clause is must be said where a neighbour is spoken of."""

    def __init__(self, frame: Frame, draw: Draw) -> None:
        self._frame = frame
        self._draw = draw
        self._named = any(aside.kind == "neighbour" for aside in frame.asides)

    def facts(self) -> tuple[list[Block], tuple[str, ...]]:
        """What was done, and what a later turn says of it."""
        if self._frame.deeds[0].shape == "difference":
            return [], ()  # it stands in the question
        if self._frame.firms:
            return [Block(self._firms(), "fact")], ()
        told = [self._deed(deed) for deed in self._frame.deeds]
        follow = tuple(later for _, later in told if later)
        return [Block(text, "fact") for text, _ in told], follow

    def conditions(self) -> list[Block]:
        """What is said of conditions, as far as the frame says it."""
        lines = []
        for deed in self._frame.deeds[: 1 if self._frame.firms else None]:
            if deed.four_up is not None:
                lines.append(self._four_up(held=deed.four_up))
            if deed.received:
                lines.append(self._line("condition", "received", m=self._money(deed.received)))
        if self._frame.denial and self._frame.denial is not Denial.FOUR_UP:
            lines.append(self._line("condition", str(self._frame.denial), named=True))
        first = self._frame.deeds[0].scheme
        extra = {Scheme.PLATFORM: "measures", Scheme.EVENT: "filed"}.get(first)
        if extra and self._draw.chance(0.4):
            lines.append(self._line("condition", extra))
        return [Block(text, "condition") for text in lines]

    def asides(self) -> list[Block]:
        """What stands beside the matter; the strange word, if it stands there."""
        strange = self._frame.strange is Strange.ASIDE
        return [Block(self._aside(aside, strange=strange)) for aside in self._frame.asides]

    def introduction(self) -> list[Block]:
        """Who speaks; not where the trade, the place or the speaker is at issue."""
        park = self._frame.deeds[0].scheme is Scheme.PARK
        if self._frame.denial or self._frame.firms or park or not self._draw.chance(0.2):
            return []
        line = self._line("introduction", trade=self._draw.one("trade"), named=True)
        return [Block(line, "introduction")]

    def ask(self) -> str:
        """The question for one amount, or for the whole of several."""
        if self._frame.firms:
            return self._draw.one("firms", "ask")
        if len(self._frame.deeds) > 1 or self._frame.deeds[0].shape == "staged":
            return self._draw.one("ask", "whole")
        if self._frame.deeds[0].shape == "difference":
            return self._deed(self._frame.deeds[0])[0]
        scheme = self._frame.deeds[0].scheme.value
        own = scheme in self._draw.at("ask") and self._draw.chance(0.3)
        return self._draw.one("ask", scheme if own else "one")

    def _deed(self, deed: Deed) -> tuple[str, str]:
        """One deed and what follows it after the question."""
        alone = not self._frame.asides or all(a.kind in BARE for a in self._frame.asides)
        lines = self._draw.at("shape", deed.shape)
        later = deed.shape in EDITS or (alone and not deed.received and not self._named)
        if not alone:  # a bare sum behind another's would be read as that one's
            lines = [line for line in lines if not line.startswith("{x}")]
        needs = "{verb}" if self._frame.strange is Strange.VERB else ""
        line = self._draw.line(lines, without="" if later else "//", needs=needs)
        slots = self._slots(deed)
        text, _, follow = self._fill(line, slots, named=deed.shape in _CLOSED).partition("//")
        if self._frame.strange is Strange.PART:
            part = self._draw.one("strange", "part")
            y = self._money(max(deed.figures["x"] // 4, Decimal(1)))
            text += "，" + part.format(y=y, noun=self._draw.one("strange", "noun"))
        return text, follow

    def _slots(self, deed: Deed) -> dict[str, str]:
        draw, scheme = self._draw, deed.scheme.value
        slots = {key: self._figure(key, value) for key, value in deed.figures.items()}
        slots |= {key: draw.one(key) for key in ("planned", "excluded", "estate", "park", "city")}
        slots |= {"when": self._when(deed), "ask": draw.one("ask", "one")}
        if deed.shape == "foreign":
            slots["foreign"] = slots["x"].replace("元", "") + draw.one("foreign")
        if deed.shape == "restated":
            slots["X"] = capital(deed.figures["x"])
        if deed.shape == "small":
            slots["turnovers"] = self._turnovers(deed)
        if deed.scheme is Scheme.PARK:
            return slots
        known = self._frame.strange is not Strange.VERB
        slots["verb"] = draw.one(*(("scheme", scheme, "verb") if known else ("strange", "verb")))
        slots |= {key: draw.one("scheme", scheme, key) for key in ("matter", "total")}
        if self._frame.denial is Denial.PERSONAL:
            slots["matter"] = draw.at("scheme", scheme, "matter")[0]
        if deed.shape == "switched":
            others = [one for one in _SPENT_LIKE if one != scheme]
            slots["from"] = draw.one("scheme", draw.rng.choice(others), "matter")
        if pieces := draw.at("scheme", scheme, "pieces"):
            slots["piece"], slots["other"] = draw.rng.sample(pieces, 2)
        if counted := draw.at("scheme", scheme, "counted"):
            slots |= draw.rng.choice(counted)
        return slots

    def _figure(self, key: str, value: Decimal) -> str:
        """A sum in words; counts are digits, a factor and a share are words of their own."""
        if key in {"n", "k"}:
            return f"{value:f}"
        if key in {"factor", "share"}:
            same = [word for word, held in self._draw.at(key).items() if Decimal(held) == value]
            return str(self._draw.rng.choice(same))
        return self._money(value)

    def _turnovers(self, deed: Deed) -> str:
        """As many turnovers in 亿元 as firms; ``k`` of them are below four."""
        below = int(deed.figures["k"])
        rng = self._draw.rng
        short = [f"{rng.randint(11, 39) / 10:g}亿" for _ in range(below)]
        long = [f"{rng.randint(41, 90) / 10:g}亿" for _ in range(int(deed.figures["n"]) - below)]
        every = [*short, *long]
        rng.shuffle(every)
        return "、".join(every)

    def _firms(self) -> str:
        one, two = self._frame.deeds
        pairs = self._draw.at("firms", "pairs")
        first, second = self._draw.rng.choice(pairs)
        slots = self._slots(one) | {"y": self._money(two.figures["x"])}
        return self._fill(
            self._draw.one("firms", "lines"), slots | {"first": first, "second": second}
        )

    def _aside(self, aside: Aside, *, strange: bool) -> str:
        words = self._draw.at("aside", aside.kind)
        noun = self._draw.one("aside", aside.kind, "strange" if strange else "noun")
        deed = self._frame.deeds[0].scheme.value
        slots = {"noun": noun, "they": noun, "when": self._draw.one("when", aside.year)}
        slots |= {"m": self._money(aside.figure), "r": self._money(aside.reward)}
        if deed != Scheme.PARK:
            slots |= {key: self._draw.one("scheme", deed, key) for key in ("matter", "verb")}
        return self._fill(self._draw.rng.choice(words["lines"]), slots)

    def _four_up(self, *, held: bool) -> str:
        if self._frame.firms:
            return self._draw.one("condition", "both_four_up")
        return self._line("condition", "four_up" if held else "not_four_up")

    def _when(self, deed: Deed) -> str:
        if deed.ordinal:
            return self._draw.one("ordinals", deed.ordinal)
        return self._draw.one("when", deed.year) if deed.year else ""

    def _line(self, *address: str, named: bool = False, **slots: str) -> str:
        lines = self._draw.at(*address)
        line = self._draw.line(lines, needs="{we}" if self._named else "")
        return self._fill(line, slots, named=named)

    def _fill(self, line: str, slots: dict[str, str], *, named: bool = False) -> str:
        """Fill a line; whose it is may stay unsaid where nobody else is spoken of."""
        if named or self._named or self._draw.chance(0.5):
            return line.format(**slots, we=self._draw.one("we"))
        return line.replace("{we}的", "").format(**slots, we="")

    def _money(self, value: Decimal) -> str:
        return money(value, self._draw.rng)
