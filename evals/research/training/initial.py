"""Where training starts: words that occur together get near vectors (PPMI, then SVD)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from evals.research.training.tokens import Ragged

WINDOW = 6
CHUNK = 2_000_000  # token positions counted at once: bounds memory


def cooccurrences(texts: Ragged, vocabulary: int) -> sparse.csr_matrix:
    """Symmetric counts of token pairs at most WINDOW apart inside one text."""
    owner = np.repeat(np.arange(len(texts), dtype=np.int32), np.diff(texts.starts))
    total = sparse.csr_matrix((vocabulary, vocabulary), dtype=np.float32)
    for start in range(0, len(texts.ids), CHUNK):
        ids, own = texts.ids[start : start + CHUNK], owner[start : start + CHUNK]
        rows, columns, weights = [], [], []
        for distance in range(1, WINDOW + 1):
            same = own[:-distance] == own[distance:]
            rows.append(ids[:-distance][same])
            columns.append(ids[distance:][same])
            weights.append(np.full(int(same.sum()), 1.0 / distance, np.float32))
        part = sparse.coo_matrix(
            (np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns))),
            shape=(vocabulary, vocabulary),
        )
        total = total + part.tocsr()
    return (total + total.T).tocsr()


def ppmi(
    counts: sparse.csr_matrix, smoothing: float = 0.75, shift: float = 0.0
) -> sparse.csr_matrix:
    """Positive pointwise mutual information with smoothed contexts."""
    matrix = counts.tocoo()
    row_sum = np.asarray(counts.sum(axis=1)).ravel()
    context = row_sum**smoothing
    context /= context.sum()
    with np.errstate(divide="ignore"):
        value = np.log(matrix.data / row_sum[matrix.row] / context[matrix.col]) - shift
    keep = value > 0
    return sparse.csr_matrix(
        (value[keep].astype(np.float32), (matrix.row[keep], matrix.col[keep])), shape=counts.shape
    )


def initial_vectors(texts: Ragged, vocabulary: int, dims: int, seed: int) -> NDArray[np.float32]:
    """Unit vectors times inverse document frequency, shape (vocabulary, dims).

    A token that the texts lack starts as a small random vector.
    """
    matrix = ppmi(cooccurrences(texts, vocabulary))
    left, values, _ = randomized_svd(matrix, n_components=dims, n_iter=3, random_state=seed)
    vectors = (left * np.sqrt(values)).astype(np.float32)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    noise = np.random.default_rng(seed).normal(0, 1 / np.sqrt(dims), vectors.shape)
    vectors = np.where(norms > 1e-6, vectors / np.maximum(norms, 1e-6), noise)
    return np.asarray(vectors * idf(texts, vocabulary)[:, None], dtype=np.float32)


def idf(texts: Ragged, vocabulary: int) -> NDArray[np.float32]:
    """Inverse document frequency of each token; tokens never seen count as rare."""
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), np.diff(texts.starts))
    pairs = np.unique(owner * vocabulary + texts.ids)
    frequency = np.bincount(pairs % vocabulary, minlength=vocabulary)
    return np.log(1 + len(texts) / (frequency + 5.0)).astype(np.float32)
