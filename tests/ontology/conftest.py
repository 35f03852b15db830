"""Lets the tests here import the helpers beside them (pytest imports tests without sys.path)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
