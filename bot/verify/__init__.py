"""The verifier of drafts: pure, fast, independent of any model; see docs/decisions/0007."""

from bot.verify.evidence import Evidence, Source, link_later, number_sources
from bot.verify.verifier import Gate, UnverifiedError, verify
from bot.verify.violation import Violation, ViolationKind

__all__ = [
    "Evidence",
    "Gate",
    "Source",
    "UnverifiedError",
    "Violation",
    "ViolationKind",
    "link_later",
    "number_sources",
    "verify",
]
