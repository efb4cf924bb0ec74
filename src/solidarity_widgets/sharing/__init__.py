"""Share links and buttons: content -> provider -> registry -> buttons."""

from solidarity_widgets.sharing.button_labels import ButtonStyle
from solidarity_widgets.sharing.buttons import ShareButton, ShareButtons
from solidarity_widgets.sharing.content import ShareContent, share_content
from solidarity_widgets.sharing.fields import RetiredPolicy
from solidarity_widgets.sharing.functions import share_button, share_buttons, share_url
from solidarity_widgets.sharing.provider import Block, Provider, Status
from solidarity_widgets.sharing.registry import ProviderRegistry, builtin_registry, default_registry

__all__ = [
    "Block",
    "ButtonStyle",
    "Provider",
    "ProviderRegistry",
    "RetiredPolicy",
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
