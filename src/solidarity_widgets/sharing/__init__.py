"""Sharing: content -> provider -> registry -> buttons."""

from solidarity_widgets.sharing.buttons import Look, ShareButton, ShareButtons
from solidarity_widgets.sharing.content import ShareContent, share_content
from solidarity_widgets.sharing.provider import Block, Provider, Status
from solidarity_widgets.sharing.registry import ProviderRegistry, builtin_registry, default_registry
from solidarity_widgets.sharing.share import Retired, share_button, share_buttons, share_url

__all__ = [
    "Block",
    "Look",
    "Provider",
    "ProviderRegistry",
    "Retired",
    "ShareButton",
    "ShareButtons",
    "ShareContent",
    "Status",
    "builtin_registry",
    "default_registry",
    "share_button",
    "share_buttons",
    "share_content",
    "share_url",
]
