"""Places of China down to the county: their names, what lies in what, where a text names one.

The data and where they come from: ``README.md`` beside this file.
"""

from corpus.regions.find import Place, find
from corpus.regions.gazetteer import ABROAD, CHINA, Division, above, by_code, named, names, within

__all__ = [
    "ABROAD", "CHINA", "Division", "Place", "above", "by_code", "find", "named", "names", "within",
]  # fmt: skip
