"""Reading originals costs nothing until one is read."""

from __future__ import annotations

import subprocess
import sys

from bootstrap import ROOT

_HEAVY = "pypdfium2", "pdfplumber", "ofdkit", "rapidocr", "cv2", "nh3", "lxml", "PIL"


def test_no_library_of_a_format_is_imported_before_a_file_of_it_is_read() -> None:
    program = (
        "import sys; import corpus.intake.formats; "
        f"print(sorted(set({_HEAVY!r}) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
