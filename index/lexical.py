"""The lexical index: BM25 over character grams of title, headings and text.

On disk it is four arrays. Large ones are mapped, so a process holds only the postings that its
queries touch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import arrays
from index.grams import gram_keys
from index.passage import Passage

K1 = 1.2  # how soon a repeated gram stops counting
B = 0.75  # how much a long passage is held back
TITLE_WEIGHT = 1.0  # occurrences in the document's title, against 1 in the text
HEADING_WEIGHT = 1.0
BATCH = 4096  # passages counted at once: bounds the memory of a build

Floats = NDArray[np.float32]
Positions = NDArray[np.int32]


class _Counts(NamedTuple):
    keys: NDArray[np.int64]
    passages: Positions
    frequency: Floats


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """Postings by gram: gram i holds ``passages[starts[i]:starts[i+1]]`` and their impacts."""

    keys: NDArray[np.int64]
    starts: NDArray[np.int64]
    passages: Positions
    impacts: Floats
    size: int  # number of passages

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Raises OSError or ValueError for a missing or truncated array."""
        keys, starts, passages, impacts = (
            arrays.load(folder / f"{name}.npy")
            for name in ("keys", "starts", "passages", "impacts")
        )
        size = int(arrays.load(folder / "size.npy"))
        return cls(keys, starts, passages, impacts, size)

    def scores(self, weights: Mapping[int, float], among: Positions | None = None) -> Floats:
        """BM25 of every passage for a weighted set of grams, shape (size,).

        Of passages before the first and behind the last of ``among`` (sorted) it is 0.
        """
        total = np.zeros(self.size, dtype=np.float32)
        for place, weight in self._known(weights):
            first, last = int(self.starts[place]), int(self.starts[place + 1])
            if among is not None and len(among):
                ends = self.passages[first:last].searchsorted((among[0], among[-1] + 1))
                first, last = first + int(ends[0]), first + int(ends[1])
            found = slice(first, last)
            total[self.passages[found]] += self.impacts[found] * np.float32(weight)
        return total

    def contributions(self, weights: Mapping[int, float], passage: int) -> dict[int, float]:
        """What each gram adds to one passage's score, largest first: for explanations."""
        parts: dict[int, float] = {}
        for place, weight in self._known(weights):
            first, last = int(self.starts[place]), int(self.starts[place + 1])
            at = first + int(np.searchsorted(self.passages[first:last], passage))
            if at < last and self.passages[at] == passage:
                parts[int(self.keys[place])] = float(self.impacts[at]) * weight
        return dict(sorted(parts.items(), key=lambda part: -part[1]))

    def rarity(self, key: int) -> float:
        """Inverse document frequency of a gram; of one that no passage holds, the highest."""
        return float(self.rarities(np.array([key]))[0])

    def rarities(self, keys: NDArray[np.int64]) -> Floats:
        """The same of several grams."""
        found = np.zeros(len(keys), dtype=np.int64)
        for at, place in enumerate(np.searchsorted(self.keys, keys).tolist()):
            if place < len(self.keys) and self.keys[place] == keys[at]:
                found[at] = self.starts[place + 1] - self.starts[place]
        return _idf(found, self.size)

    def _known(self, weights: Mapping[int, float]) -> Iterator[tuple[int, float]]:
        wanted = np.fromiter(weights, dtype=np.int64, count=len(weights))
        places = np.searchsorted(self.keys, wanted)
        for key, place in zip(wanted.tolist(), places.tolist(), strict=True):
            if place < len(self.keys) and self.keys[place] == key:
                yield place, weights[key]


def _idf(frequency: NDArray[np.int64], size: int) -> Floats:
    return np.log1p((size - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)


def build_lexical(
    passages: Sequence[Passage], folder: Path, progress: Callable[[int], None] | None = None
) -> LexicalIndex:
    """Count, then place, batch by batch: memory holds one batch and the vocabulary.

    ``progress`` is called with the number of passages done in each of the two passes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lengths = np.zeros(len(passages), dtype=np.float32)
    keys = np.empty(0, dtype=np.int64)
    frequency = np.empty(0, dtype=np.int64)
    spills: list[Path] = []
    for first in range(0, len(passages), BATCH):
        counts = _count(passages[first : first + BATCH], first)
        np.add.at(lengths, counts.passages, counts.frequency)
        keys, frequency = _merge(keys, frequency, counts.keys)
        spills.append(folder / f"spill-{first}")
        with spills[-1].open("wb") as stream:
            for array in counts:
                arrays.write(stream, array)
        if progress is not None:
            progress(min(BATCH, len(passages) - first))
    arrays.save(folder / "keys.npy", keys)
    arrays.save(folder / "starts.npy", np.concatenate([[0], np.cumsum(frequency)]))
    arrays.save(folder / "size.npy", np.array(len(passages)))
    norm = K1 * (1 - B + B * lengths / max(float(lengths.mean()) if len(lengths) else 1.0, 1e-6))
    _place(folder, _read(spills), keys, frequency, norm, progress)
    return LexicalIndex.open(folder)


def _count(batch: Sequence[Passage], first: int) -> _Counts:
    """Weighted frequency of each gram in each passage of a batch, sorted by gram and passage."""
    fields = (
        ([passage.text for passage in batch], 1.0),
        ([passage.heading for passage in batch], HEADING_WEIGHT),
        ([passage.title for passage in batch], TITLE_WEIGHT),
    )
    found = [(*gram_keys(texts), weight) for texts, weight in fields]
    keys = np.concatenate([keys for keys, _, _ in found])
    owner = np.concatenate([owner for _, owner, _ in found])
    weight = np.concatenate([np.full(len(keys), w, np.float32) for keys, _, w in found])
    order = np.lexsort((owner, keys))
    keys, owner, weight = keys[order], owner[order], weight[order]
    new = np.ones(len(keys), dtype=bool)
    new[1:] = (keys[1:] != keys[:-1]) | (owner[1:] != owner[:-1])
    heads = np.flatnonzero(new)
    total = np.add.reduceat(weight, heads) if len(heads) else weight
    return _Counts(keys[heads], (owner[heads] + first).astype(np.int32), total)


def _merge(
    keys: NDArray[np.int64], frequency: NDArray[np.int64], new: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    fresh, counts = np.unique(new, return_counts=True)
    merged, inverse = np.unique(np.concatenate([keys, fresh]), return_inverse=True)
    summed = np.bincount(inverse, weights=np.concatenate([frequency, counts]))
    return merged, summed.astype(np.int64)


def _read(spills: Iterable[Path]) -> Iterator[_Counts]:
    for spill in spills:
        with spill.open("rb") as stream:
            yield _Counts(*(np.load(stream) for _ in _Counts._fields))
        spill.unlink()


def _place(
    folder: Path,
    batches: Iterable[_Counts],
    keys: NDArray[np.int64],
    frequency: NDArray[np.int64],
    norm: Floats,
    progress: Callable[[int], None] | None,
) -> None:
    total = int(frequency.sum())
    idf = _idf(frequency, len(norm))
    free = np.concatenate([[0], np.cumsum(frequency)[:-1]]).astype(np.int64)
    passages = arrays.reserve(folder / "passages.npy", np.int32, total)
    impacts = arrays.reserve(folder / "impacts.npy", np.float32, total)
    for batch in batches:
        places = np.searchsorted(keys, batch.keys)
        heads = np.flatnonzero(np.diff(places, prepend=-1))
        runs = np.diff(np.append(heads, len(places)))
        target = free[places] + np.arange(len(places)) - np.repeat(heads, runs)
        free[places[heads]] += runs
        passages[target] = batch.passages
        tf = batch.frequency
        impacts[target] = idf[places] * tf * (K1 + 1) / (tf + norm[batch.passages])
        if progress is not None:
            progress(len(np.unique(batch.passages)))
    passages.flush()
    impacts.flush()
