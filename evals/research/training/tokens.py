"""The model's tokenizer: a unigram vocabulary of words, characters and Latin runs."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Lowercase
from tokenizers.normalizers import Sequence as Normalizers
from tokenizers.pre_tokenizers import Split

from corpus.words import dictionary, words

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z][a-z0-9]*")
UNKNOWN = "[UNK]"
CHARACTERS = 7000  # of general Chinese, beside those the corpus uses


@dataclass(frozen=True, slots=True)
class Ragged:
    """Token ids of many texts: text i is ``ids[starts[i]:starts[i + 1]]``."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, position: int) -> NDArray[np.int32]:
        return self.ids[self.starts[position] : self.starts[position + 1]]


def count_words(texts: Iterable[str]) -> Counter[str]:
    """How often each Chinese word or Latin run occurs."""
    found: Counter[str] = Counter()
    for text in texts:
        lowered = text.lower()
        found.update(word for word in words(lowered) if _CHINESE.fullmatch(word))
        found.update(_LATIN.findall(lowered))
    return found


def build_tokenizer(
    found: Counter[str], extra: Iterable[str], corpus_words: int, dictionary_words: int
) -> Tokenizer:
    """A tokenizer of characters, of the commonest words of the corpus and of ``extra``.

    The commonest words of general Chinese are added: they teach it where everyday words end
    even if statutes never use them.
    """
    characters = Counter[str]()
    for word, count in found.items():
        for character in word:
            characters[character] += count
    general = sorted(dictionary(), key=lambda entry: (-entry[1], entry[0]))
    single = [word for word, _ in general if len(word) == 1]
    counts: dict[str, float] = dict.fromkeys(single[:CHARACTERS], 1.0)
    counts |= {character: float(count) for character, count in characters.items()}
    ranked = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
    long = [(word, count) for word, count in ranked if len(word) > 1]
    counts |= {word: float(count) for word, count in long[:corpus_words]}
    for word in sorted(set(extra)):
        counts.setdefault(word, 20.0)
    new = [word for word, _ in general if 1 < len(word) <= 4 and word not in counts]
    counts |= dict.fromkeys(new[:dictionary_words], 5.0)
    return _unigram(counts)


def _unigram(counts: dict[str, float]) -> Tokenizer:
    total = sum(counts.values())
    pieces = [(UNKNOWN, 0.0)]
    for word in sorted(counts, key=lambda word: (-counts[word], word)):
        # a single character is only a fall-back: a word known as such always wins
        penalty = 4.0 if len(word) == 1 else 0.0
        pieces.append((word, math.log(counts[word] / total) - penalty))
    tokenizer = Tokenizer(Unigram(pieces, unk_id=0, byte_fallback=False))
    gap = Regex(r"[^\p{Han}a-z]+")  # numbers say which amount, not which subject
    tokenizer.normalizer = Normalizers([NFKC(), Lowercase()])
    tokenizer.pre_tokenizer = Split(gap, "removed")
    return tokenizer


def encode(tokenizer: Tokenizer, texts: Sequence[str], batch: int = 4096) -> Ragged:
    """Token ids of all texts."""
    parts: list[NDArray[np.int32]] = []
    lengths = [0]
    for start in range(0, len(texts), batch):
        for encoding in tokenizer.encode_batch_fast(
            list(texts[start : start + batch]), add_special_tokens=False
        ):
            parts.append(np.asarray(encoding.ids, dtype=np.int32))
            lengths.append(len(encoding.ids))
    ids = np.concatenate(parts) if parts else np.empty(0, np.int32)
    return Ragged(ids, np.cumsum(lengths, dtype=np.int64))
