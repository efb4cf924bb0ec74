"""What others put into pages: another package's providers, and a translator's catalog."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

import solidarity_widgets as sw


def third_party(**attributes: Any) -> sw.ProviderRegistry:
    """A registry with somebody's provider, live and closed."""
    common = {"endpoint": "https://network.example/share", "name": "Network", **attributes}
    closed = {"id": "closed", "status": sw.Status("retired", "2019", "Closed."), **common}
    return sw.ProviderRegistry(
        [type("Live", (sw.Provider,), {"id": "live", **common}), type("Closed", (sw.Provider,), closed)]
    )


def compiled_catalog(folder: Path, code: str, messages: Mapping[Any, str]) -> Path:
    """A folder like ``locales/`` with one catalog."""
    catalog = Catalog(locale=code, charset="utf-8")
    for message, text in messages.items():
        if message.plural:
            forms = (text,) * catalog.num_plurals
            catalog.add((message.text, message.plural), forms, context=message.context)
        else:
            catalog.add(message.text, text, context=message.context)
    path = folder / code / "LC_MESSAGES" / "solidarity_widgets.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_mo(file, catalog)
    return folder
