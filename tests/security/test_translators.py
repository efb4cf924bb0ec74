"""No text of a translator breaks out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import jinja2
import pytest
from hypothesis import given
from markupsafe import escape

import solidarity_widgets as sw
from solidarity_widgets.countdowns import messages as words
from solidarity_widgets.i18n import MessageId, catalogs
from solidarity_widgets.jinja import install
from solidarity_widgets.petitions import messages as petition_words

from .hostile import FEW, FEWER, TEXTS
from .others import compiled_catalog, third_party
from .pages import PAGE, RENDERERS, AnySlots, Counters, Petitions, Renderer, Slots, plainly
from .reading import WORD, Node, Reader, with_text


def shown_in_jinja(*, autoescape: bool) -> Callable[[Slots], str]:
    page = jinja2.Environment(autoescape=autoescape).from_string(PAGE)
    return lambda slots: page.render(slots.values())


#: Those that show widgets made beforehand.
PAGE_RENDERERS = {
    "plain": plainly,
    "Jinja, autoescape on": shown_in_jinja(autoescape=True),
    "Jinja, autoescape off": shown_in_jinja(autoescape=False),
    "Django": RENDERERS["Django"],
}

#: Renders a page, which is made anew, with a catalog of these messages; the HTML of each renderer.
Said = Callable[[Mapping[Any, str], Callable[[], AnySlots], Mapping[str, Renderer]], dict[str, str]]


@pytest.fixture(scope="session")
def expected_text(tmp_path_factory: pytest.TempPathFactory) -> Said:
    folder = tmp_path_factory.mktemp("hostile")

    def expected_text(
        messages: Mapping[Any, str], make: Callable[[], AnySlots], renderers: Mapping[str, Renderer]
    ) -> dict[str, str]:
        with catalogs.use_folder(compiled_catalog(folder, "be", messages)):
            return {name: render(make()) for name, render in renderers.items()}

    return expected_text


_harmless: dict[str, dict[str, list[Node]]] = {}


def hold(pages: Callable[[str], dict[str, str]], text: str, key: str, *, visible: bool = False) -> None:
    """Compare pages with a hostile translation to those with a harmless one.

    Args:
        pages: Renders the pages with a word in the translation.
        text: The hostile text.
        key: Names what is translated; its harmless pages are made once.
        visible: Whether the word must be seen, and not only be in an attribute.
    """
    read = cache(lambda html: Reader(html).nodes)
    if key not in _harmless:
        _harmless[key] = {name: read(html) for name, html in pages(WORD).items()}
        for name, nodes in _harmless[key].items():
            places = [shown for kind, shown, _ in nodes if kind == "text"] if visible else map(str, nodes)
            assert any(WORD in place for place in places), name
    for name, html in pages(text).items():
        assert read(html) == with_text(_harmless[key][name], text), name


#: Every message that share buttons show.
MESSAGES = [
    *(
        sw.pgettext_noop("share", text)
        for text in ("Share on Telegram", "Share on {provider}", "Copy link", "QR code")
    ),
    *(sw.pgettext_noop("share", text) for text in ("Share using an app", "Print")),
    *(
        sw.pgettext_noop("share-status", text)
        for text in ("{provider} has closed", "Link copied", "Link could not be copied")
    ),
    *(sw.pgettext_noop("a11y", text) for text in ("Share this page", "QR code for this page")),
    sw.pgettext_noop("a11y", "(opens in a new tab)"),
]


class Translated(Slots):
    """A page in the language of the hostile catalog."""

    def __init__(self) -> None:
        super().__init__(locale="be")

    def values(self) -> dict[str, Any]:
        registry = third_party()
        for provider in sw.builtin_registry():
            registry.register(provider)
        bar = "telegram live closed copy_link qr web_share print"
        common: dict[str, Any] = {"locale": "be", "registry": registry, "retired": "inert", "new_tab": True}
        return {
            "bar": sw.share_buttons("https://example.org/", bar, **common),
            "button": sw.share_buttons("https://example.org/", bar, display="icon", **common),
            "action": sw.share_button("https://example.org/", "qr", **common),
            "link": "x",
        }


class TestTranslators:
    """What a catalog says."""

    @pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.text)
    @given(text=TEXTS.filter(str.strip).filter(lambda text: not re.search(r"\{[a-z_]+\}", text)))
    @FEW
    def test_a_hostile_translation(self, expected_text: Said, message: Any, text: str) -> None:
        hold(lambda word: expected_text({message: word}, Translated, PAGE_RENDERERS), text, str(message))


#: What a counter says, with what a translation of it holds; all of a catalog's unit words at once.
COUNTED: dict[str, tuple[list[Any], str]] = {
    **{message.text: ([message], "{word}") for message in (words.TODAY, words.NOW, words.PAUSE)},
    **{message.text: ([message], "{word}") for message in (words.DAY_OVER, words.TIME_OVER)},
    **{message.text: ([message], "{word}{duration}{word}") for message in (words.LEFT, words.AGO)},
    "left, without its placeholder": ([words.LEFT], "{word}"),
    "labels": ([*words.UNIT_LABELS.values()], "{word}"),
    **{style: ([*own.values()], "{word}{n}{word}") for style, own in words.UNIT_MESSAGES.items()},
    "words without a number": ([*words.UNIT_MESSAGES["long"].values()], "{word}"),
}
#: Words of a unit's own are cut at their number, and then lose their spaces, where they stand under it.
TRANSLATED_TEXTS = TEXTS.map(str.strip).filter(lambda text: text and not re.search(r"\{[a-z_]+\}", text))


class TestTranslatorsOfCounters:
    """What a catalog says in the countdown's contexts, wherever it is shown."""

    @pytest.mark.parametrize("counted", COUNTED)
    @given(text=TRANSLATED_TEXTS)
    @FEWER
    def test_a_hostile_translation(self, expected_text: Said, counted: str, text: str) -> None:
        messages, template = COUNTED[counted]

        def pages(word: str) -> dict[str, str]:
            catalog = dict.fromkeys(messages, template.replace("{word}", word))
            return expected_text(catalog, lambda: Counters(locale="be"), RENDERERS)

        hold(pages, text, f"counters: {counted}", visible=True)

    @given(text=TRANSLATED_TEXTS)
    @FEWER
    def test_a_duration_is_text(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        """It is the host's to escape, and the caller's where the host escapes nothing."""
        folder = tmp_path_factory.getbasetemp() / "hostile-durations"
        units = dict.fromkeys(words.UNIT_MESSAGES["long"].values(), f"{text}{{n}}{text}")
        with catalogs.use_folder(compiled_catalog(folder, "be", units)):
            duration = sw.format_duration("P5D", locale="be")
            shown = {
                autoescape: install(jinja2.Environment(autoescape=autoescape))
                .from_string("{{ 'P5D' | format_duration(locale='be') }}")
                .render()
                for autoescape in (True, False)
            }
        assert type(duration) is str
        assert duration == f"{text}5{text}"
        assert shown == {True: str(escape(duration)), False: duration}


#: What a petition says, by what a translation of it must hold.
SAID = [value for value in vars(petition_words).values() if isinstance(value, MessageId)]
SAID_OF_PETITIONS: dict[str, tuple[list[Any], str]] = {
    "words": ([message for message in SAID if "{" not in message.text], "{word}"),
    **{
        name: ([message for message in SAID if f"{{{name}}}" in message.text], f"{{word}}{{{name}}}{{word}}")
        for name in ("n", "date", "label", "problem")
    },
}
#: What makes a form say the most.
WRONG = {
    **{"name": "missing", "email": "format", "postcode": "format", "message": "too-long"},
    "consent-partner": "missing",
}


class TestTranslatorsOfPetitions:
    """What a catalog says in the petition's contexts, wherever it is shown."""

    def test_no_message_is_left_out(self) -> None:
        assert sum(len(messages) for messages, _ in SAID_OF_PETITIONS.values()) == len(SAID) > 30

    @pytest.mark.parametrize("kind", SAID_OF_PETITIONS)
    @given(text=TRANSLATED_TEXTS)
    @FEWER
    def test_a_hostile_translation(self, expected_text: Said, kind: str, text: str) -> None:
        messages, template = SAID_OF_PETITIONS[kind]

        def pages(word: str) -> dict[str, str]:
            catalog = dict.fromkeys(messages, template.replace("{word}", word))
            return expected_text(catalog, lambda: Petitions(locale="be", errors=WRONG), RENDERERS)

        hold(pages, text, f"petitions: {kind}", visible=True)
