"""How much: exact, dated, interval-valued computation of one rule."""

from bot.engine.compute import compute
from bot.engine.facts import FactError, Facts, Interval, Item, Unsure, Value

__all__ = ["FactError", "Facts", "Interval", "Item", "Unsure", "Value", "compute"]
