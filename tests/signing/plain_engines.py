"""A pytest plugin for databases whose URL has ``prepare_threshold=none`` (see ``test_pgbouncer.py``).

The store understands the option. Engines that the tests make for themselves do not, so it is applied to them
here; a store's engine is left as the store made it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event


@event.listens_for(Engine, "do_connect")
def _apply(dialect: object, record: object, arguments: object, parameters: dict[str, Any]) -> None:
    if parameters.get("prepare_threshold") == "none":  # as text: the store passes None
        parameters["prepare_threshold"] = None
