"""How much: exact, dated, interval-valued computation of one rule."""

from bot.engine.bestof import Choice, Option, best_of
from bot.engine.checkup import Checkup, Finding, checkup
from bot.engine.compute import compute
from bot.engine.facts import FactError, Facts, Interval, Item, Unsure, Value
from bot.engine.form import Field, fields, read_facts
from bot.engine.invert import Inversion, Shortfall, invert, shortfalls
from bot.engine.service import Engine, UnknownRuleError

__all__ = [
    "Checkup",
    "Choice",
    "Engine",
    "FactError",
    "Facts",
    "Field",
    "Finding",
    "Interval",
    "Inversion",
    "Item",
    "Option",
    "Shortfall",
    "UnknownRuleError",
    "Unsure",
    "Value",
    "best_of",
    "checkup",
    "compute",
    "fields",
    "invert",
    "read_facts",
    "shortfalls",
]
