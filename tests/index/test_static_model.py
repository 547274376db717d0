"""The bundled model without torch gives what sentence-transformers gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from environment.settings import BUNDLED_MODEL
from index.embed import TransformerModel, load_encoder, load_sentence_transformer
from index.static_model import StaticModel

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    "我们厂上一年度技改投了350万，能补多少？",
    "",
    "ERP 与 MES",
    "𠮷野家 ①②③ Ａ１",
    "\x00\t\n",
    "按照实际投资额的20%进行资助，最高500万元。" * 200,
]


def test_vectors_equal_those_of_sentence_transformers_within_a_millionth() -> None:
    theirs = load_sentence_transformer(str(BUNDLED_MODEL)).encode(TEXTS)
    assert np.abs(StaticModel(BUNDLED_MODEL).encode(TEXTS) - theirs).max() < 1e-6


def test_any_sentence_transformers_folder_serves_by_one_setting() -> None:
    model = TransformerModel(str(BUNDLED_MODEL))
    assert np.abs(model.encode(TEXTS) - StaticModel(BUNDLED_MODEL).encode(TEXTS)).max() < 1e-6


def test_a_text_without_known_tokens_is_the_zero_vector() -> None:
    assert not StaticModel(BUNDLED_MODEL).encode(["", "123"]).any()


def test_the_bundled_model_is_served_without_sentence_transformers() -> None:
    assert isinstance(load_encoder(str(BUNDLED_MODEL)), StaticModel)


def test_the_bundled_model_stays_within_16_megabytes() -> None:
    assert sum(path.stat().st_size for path in BUNDLED_MODEL.rglob("*")) < 16_000_000


_SERVE = """
import sys
from pathlib import Path
from corpus.collection import Collection
from index.build import open_current
from environment.settings import BUNDLED_MODEL
from index.settings import IndexSettings
assert not {"chromadb", "torch", "jieba", "sentence_transformers"} & set(sys.modules)
settings = IndexSettings(Path(sys.argv[1]), str(BUNDLED_MODEL))
searcher = open_current(Collection.load().library, settings)
assert searcher.search("技改能补多少")
print(sorted({"torch", "sentence_transformers", "transformers", "jieba"} & set(sys.modules)))
"""


def test_neither_torch_nor_transformers_is_imported_while_serving(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SERVE, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
