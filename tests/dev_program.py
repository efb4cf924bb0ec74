"""The program that contributors type, as a module: it knows where browsers and servers are."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

_PATH = Path(__file__).resolve().parents[1] / "dev.py"


@cache
def load_dev() -> Any:
    """Load ``dev.py``, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("solidarity_widgets_dev", _PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
