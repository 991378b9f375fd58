"""Every text of the product is there in every language, and nothing is said outside translation."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_no_text_is_missing():
    done = subprocess.run([sys.executable, ROOT / "bin" / "messages", "check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
