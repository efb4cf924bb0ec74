"""The demo's pages, one for each language. They use only public functions, as any page would."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from importlib_resources import files
from markupsafe import Markup

from solidarity_widgets.api import script, share_buttons, stylesheet
from solidarity_widgets.assets import FILES, FOLDER, read
from solidarity_widgets.assets import root as static_root
from solidarity_widgets.demo.countdowns import (
    CALENDAR,
    SINCE_ARREST,
    calendar_file,
    demo_countdowns,
    reminder,
)
from solidarity_widgets.demo.gallery import build_gallery
from solidarity_widgets.demo.gallery_examples import Texts
from solidarity_widgets.exceptions import MissingExtraError
from solidarity_widgets.html import element, join
from solidarity_widgets.i18n import (
    Locale,
    LocaleLike,
    Translator,
    available_locales,
    get_locale,
    native_name,
    npgettext_noop,
    pgettext_noop,
)
from solidarity_widgets.widget import message_element

#: The content security policy of the pages, which allows only files from the same origin.
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'"

_PROVIDERS_NOW = (
    "telegram whatsapp viber vk odnoklassniki facebook x bluesky mastodon threads "
    "email copy_link web_share print"
)
_PROVIDERS_2013 = "google_plus livejournal myworld odnoklassniki yandex"

# Translators: Title of the sample campaign page: the official name of a day that is held every year.
_TITLE = pgettext_noop("demo", "4 August: International Day of Solidarity with the Civil Society of Belarus")
# Translators: The sample page's text.
_TEXT = pgettext_noop(
    "demo",
    "On 4 August 2011 the human rights defender Ales Bialiatski was arrested in Minsk. Every year on this "
    "day, people in many countries stand up for people imprisoned for their opinions.",
)
# Translators: Below that: what has happened since.
_SINCE = pgettext_noop(
    "demo",
    "Ales Bialiatski was released in 2014, arrested again in 2021, awarded the Nobel Peace Prize in 2022 and "
    "freed on 13 December 2025. On that day, more than a thousand political prisoners were still in prison "
    "in Belarus.",
)
# Translators: Heading above the share buttons of the sample page: an invitation to tell others.
_PASS_ON = pgettext_noop("demo", "Spread the word")
# Translators: Heading above the buttons of networks that were in use in 2013, some of which have closed.
_OLD = pgettext_noop("demo", "Networks people used in 2013")
# Translators: Privacy note of the sample page.
_PRIVACY = pgettext_noop(
    "demo",
    "This page does not contact any other server. A social network only learns about you if you follow its "
    "link.",
)
# Translators: Safety note of the sample page, above the link to the calendar file and the share buttons.
_SAFETY = pgettext_noop(
    "demo",
    "In some countries, sharing a page like this or saving its calendar file on your phone can put you in "
    "danger. Think about your safety first.",
)
# Translators: Name of the list of languages a reader can choose from.
_LANGUAGES = pgettext_noop("demo", "Languages")
# Translators: {n} is the number of languages.
_COUNT = npgettext_noop(
    "demo", "This page is available in {n} language.", "This page is available in {n} languages."
)


@dataclass(frozen=True, slots=True)
class Campaign:
    """What the demo's buttons share.

    Attributes:
        url: Absolute http(s) URL.
        title: The title of that page; by default the title of the demo's page, in the reader's language.
    """

    url: str = "https://en.wikipedia.org/wiki/Ales_Bialiatski"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """The files of the demo.

    Attributes:
        files: Path below the root, with ``/`` between folders -> content.
        pages: Locale code -> path of its page.
    """

    files: Mapping[str, bytes]
    pages: Mapping[str, str]


def languages() -> tuple[Locale, ...]:
    """Return the locales of the demo, sorted by code.

    Returns:
        The locale of each catalog, and English.
    """
    return tuple(get_locale(code) for code in sorted({*available_locales(), "en"}))


def count_languages(codes: Iterable[str]) -> int:
    """Count the languages of a set of locales. Two orthographies of Belarusian are one language.

    Args:
        codes: Locale codes.

    Returns:
        The number of different languages.

    Example:
        >>> count_languages(["be", "be@tarask", "en"])
        2
    """
    return len({re.split("[_@]", code)[0] for code in codes})


def build_site(campaign: Campaign, *, root: LocaleLike = "en", integrity: bool = True) -> Site:
    """Make the demo's pages and the files that they need.

    Args:
        campaign: What the buttons share.
        root: The language of the page at the root.
        integrity: Whether the asset tags have integrity values, which browsers reject for local files.

    Returns:
        The site.

    Raises:
        InvalidURLError: If the campaign's URL is not an absolute http(s) URL.
    """
    locales = languages()
    pages = page_paths()
    content = {}
    for locale in locales:
        title = campaign.title or Translator(locale).message(_TITLE).text
        if (calendar := calendar_file(locale, title, campaign.url)) is not None:
            content[f"{locale.tag}/{CALENDAR}"] = calendar
        content[pages[locale.code]] = render_page(locale, campaign, integrity=integrity)
    content["index.html"] = render_page(get_locale(root), campaign, up=".", integrity=integrity)
    for name in FILES:
        content[f"static/{FOLDER}/{name}"] = read(name)
    content["icon.svg"] = (static_root() / FOLDER / "icons" / "share.svg").read_bytes()
    content["demo.css"] = (files("solidarity_widgets.demo") / "demo.css").read_bytes()
    content |= build_gallery(_texts, integrity=integrity)
    return Site(content, pages)


def _texts(locale: Locale) -> Texts:
    title, text, since, label = (
        Translator(locale).message(message).text for message in (_TITLE, _TEXT, _SINCE, SINCE_ARREST)
    )
    return Texts(title, (text, since), label)


def page_paths() -> Mapping[str, str]:
    """Return the path of the page in each language, by the language's code."""
    return {locale.code: f"{locale.tag}/index.html" for locale in languages()}


def render_page(
    locale: Locale,
    campaign: Campaign,
    *,
    up: str = "..",
    integrity: bool = True,
    petition: Markup | None = None,
) -> bytes:
    """Make the campaign page in one language.

    Args:
        locale: The language.
        campaign: What the buttons share.
        up: The path from the page to the root.
        integrity: Whether the asset tags have integrity values.
        petition: The petition that is served with the page, if there is one.

    Returns:
        The HTML document.
    """
    pages = page_paths()
    translator = Translator(locale)
    title = translator.message(_TITLE)
    policy = f"{POLICY}; connect-src 'self'" if petition else POLICY  # for the live count
    head = element(
        "head",
        None,
        element("meta", {"charset": "utf-8"}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("meta", {"name": "referrer", "content": "no-referrer"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        element("title", None, title.text),
        stylesheet(base=f"{up}/static", integrity=integrity),
        element("link", {"rel": "stylesheet", "href": f"{up}/demo.css"}),
        element("link", {"rel": "icon", "type": "image/svg+xml", "href": f"{up}/icon.svg"}),
        script(base=f"{up}/static", integrity=integrity),
    )
    shared = campaign.title or title.text
    calendar = find_spec("icalendar") is not None  # the demo works without extras
    main = element(
        "main",
        None,
        message_element("h1", title, locale),
        message_element("p", translator.message(_TEXT), locale, "lead"),
        message_element("p", translator.message(_SINCE), locale),
        *demo_countdowns(locale),
        petition or "",
        message_element("p", translator.message(_SAFETY), locale, "note"),
        reminder(locale, f"{up}/{locale.tag}/{CALENDAR}") if calendar else "",
        message_element("h2", translator.message(_PASS_ON), locale),
        _bar(campaign.url, shared, locale),
        message_element("h2", translator.message(_OLD), locale),
        share_buttons(
            campaign.url, _PROVIDERS_2013, title=shared, locale=locale, retired="inert",
            attrs={"aria-label": translator.message(_OLD).text},
        ),
        message_element("p", translator.message(_PRIVACY), locale, "note"),
    )  # fmt: skip
    body = element("body", None, main, _footer(locale, pages, up))
    document = element("html", {"lang": locale.tag, "dir": locale.direction}, head, body)
    return f"<!doctype html>\n{document}\n".encode()


def _bar(url: str, title: str, locale: Locale) -> Markup:
    try:
        return share_buttons(url, f"{_PROVIDERS_NOW} qr", title=title, locale=locale).render()
    except MissingExtraError:  # the demo works without extras
        return share_buttons(url, _PROVIDERS_NOW, title=title, locale=locale).render()


def _footer(locale: Locale, pages: Mapping[str, str], up: str) -> Markup:
    translator = Translator(locale)
    items = []
    for code, path in pages.items():
        language = get_locale(code)
        attributes = {
            "href": f"{up}/{path}",
            "lang": language.tag,
            "dir": language.direction,
            "hreflang": language.tag,
            "aria-current": "page" if code == locale.code else None,
        }
        items.append(element("li", None, element("a", attributes, native_name(language))))
    heading = element("h2", {"id": "languages"}, translator.message(_LANGUAGES).text)
    count = message_element("p", translator.message(_COUNT, count_languages(pages)), locale, "note")
    nav = element("nav", {"aria-labelledby": "languages"}, heading, element("ul", None, *items))
    return element("footer", None, join(nav, count))
