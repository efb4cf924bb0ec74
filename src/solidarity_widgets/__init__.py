"""Share links and buttons for campaign pages, in the reader's language, asking nothing of other servers.

>>> import solidarity_widgets as sw
>>> sw.share_url("https://example.org/lake", "telegram", title="Save the lake")
'https://t.me/share/url?url=https%3A%2F%2Fexample.org%2Flake&text=Save%20the%20lake'
"""

from solidarity_widgets.api import script, share_button, share_buttons, share_url, stylesheet
from solidarity_widgets.exceptions import (
    CatalogError,
    CatalogWarning,
    DuplicateProviderError,
    InvalidAttributeError,
    InvalidFieldError,
    InvalidURLError,
    MissingExtraError,
    MissingFieldError,
    NoShareURLError,
    ProviderDefinitionError,
    ProviderLoadWarning,
    RetiredProviderWarning,
    SolidarityWidgetsError,
    SolidarityWidgetsWarning,
    UnknownOptionError,
    UnknownProviderError,
)
from solidarity_widgets.i18n import N_, get_locale, match_locale, use_locale
from solidarity_widgets.sharing import (
    Block,
    Provider,
    ProviderRegistry,
    ShareButton,
    ShareButtons,
    ShareContent,
    Status,
    builtin_registry,
    default_registry,
)

__all__ = [
    "N_",
    "Block",
    "CatalogError",
    "CatalogWarning",
    "DuplicateProviderError",
    "InvalidAttributeError",
    "InvalidFieldError",
    "InvalidURLError",
    "MissingExtraError",
    "MissingFieldError",
    "NoShareURLError",
    "Provider",
    "ProviderDefinitionError",
    "ProviderLoadWarning",
    "ProviderRegistry",
    "RetiredProviderWarning",
    "ShareButton",
    "ShareButtons",
    "ShareContent",
    "SolidarityWidgetsError",
    "SolidarityWidgetsWarning",
    "Status",
    "UnknownOptionError",
    "UnknownProviderError",
    "builtin_registry",
    "default_registry",
    "get_locale",
    "match_locale",
    "script",
    "share_button",
    "share_buttons",
    "share_url",
    "stylesheet",
    "use_locale",
]
