"""Every network keeps the contract, and each of the contract's checks has caught a broken provider."""
# ruff: noqa: RUF012 - a provider's attributes are plain data

import itertools
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from markupsafe import Markup

import solidarity_widgets
from solidarity_widgets import Provider, Status, default_registry, pgettext_noop
from solidarity_widgets.testing import ProviderContract

SOURCE = Path(solidarity_widgets.__file__).parents[1]
OPTIONS = {"facebook_messenger": {"app_id": "291494419107518"}, "lemmy": {"instance": "lemmy.example"}}
READ_AS_HTML = {"livejournal": ("message",)}
CHECKS = sorted(name for name in vars(ProviderContract) if name.startswith("test_"))


def contract(provider, **attributes):
    return type(f"Test{provider.__name__}", (ProviderContract,), {"provider": provider, **attributes})


for _provider in default_registry():
    _case = contract(
        _provider,
        options=OPTIONS.get(_provider.id, {}),
        reads_html=READ_AS_HTML.get(_provider.id, ()),
        __doc__=f"{_provider.name} keeps the contract.",
        __module__=__name__,
    )
    globals()[_case.__name__] = _case


def test_every_provider_has_its_class():
    """None is left out because two class names are alike."""
    tested = {case.provider for name, case in globals().items() if name.startswith("Test")}
    assert set(default_registry()) <= tested


class Sound(Provider):
    id = "sound"
    name = "Sound"
    endpoint = "https://sound.example/share"
    params = {"url": "u", "title": "t", "text": "x"}


class TestMastodonServer(ProviderContract):
    """An option that names the host does not break the contract."""

    provider = default_registry()["mastodon"]
    options = {"instance": "mastodon.example"}


class TestRequiredTitle(ProviderContract):
    """A provider may require a field of the content and an option of its own."""

    class provider(Provider):
        id = "strict"
        name = "Strict"
        endpoint = "https://strict.example/share"
        params = {"url": "u", "title": "t", "key": "k"}
        required = ("title", "key")

    options = {"key": "1"}


# --- broken providers, each after a defect seen in the wild -----------------------------------------------


class TurkishAlias(Sound):
    aliases = ("ı",)  # upper-case I is somebody else's letter


class Unencoded(Sound):
    @classmethod
    def build(cls, fields, options):
        return f"{cls.endpoint}?u={fields['url']}&t={fields['title']}&x={fields['text']}"


class LooksLikeText(Sound):
    @classmethod
    def build(cls, fields, options):
        return Markup(super().build(fields, options))


class DoublyEncoded(Sound):
    @classmethod
    def fields(cls, content, options):
        return {name: quote(value) for name, value in super().fields(content, options).items()}


class FormEncoded(Sound):
    @classmethod
    def build(cls, fields, options):
        return f"{cls.endpoint}?u={quote_plus(fields['url'])}&x={quote_plus(fields['text'])}"


class Windows1251(Sound):
    @classmethod
    def build(cls, fields, options):
        return f"{cls.endpoint}?u={quote(fields['url'].encode('cp1251', 'replace'), safe='')}"


class WithoutURL(Sound):
    params = {"title": "t", "text": "x"}


class RawAmpersand(Sound):
    @classmethod
    def build(cls, fields, options):
        return f"{cls.endpoint}?u={quote(fields['url'], safe='')}&x={quote(fields['text'], safe='&=')}"


class DoubledParameter(Sound):
    @classmethod
    def build(cls, fields, options):
        return f"{super().build(fields, options)}&u=1"


class Template(Sound):
    @classmethod
    def build(cls, fields, options):
        link = cls.endpoint + "?u={url}&x={text}"
        for name in ("text", "url"):  # the text may hold {url} itself
            link = link.replace(f"{{{name}}}", quote(fields[name], safe="{}"))
        return link


class EscapedTwice(Sound):
    @classmethod
    def fields(cls, content, options):
        fields = super().fields(content, options)
        return {**fields, "text": fields["text"].replace("&", "&amp;")}


class NeverSendsTitle(Sound):
    @classmethod
    def fields(cls, content, options):
        return {**super().fields(content, options), "title": ""}


class ForgetsText(Sound):
    params = {"url": "u", "title": "t"}

    @classmethod
    def fields(cls, content, options):
        return {"url": content.url, "title": content.title}


class HostFromContent(Sound):
    @classmethod
    def build(cls, fields, options):
        return f"https://{fields['title'][:1].lower() or 'www'}.example/?u={quote(fields['url'], safe='')}"


class EndpointForgotten(Sound):
    @classmethod
    def build(cls, fields, options):
        return super().build(fields, options).replace("https://sound.example", "https://elsewhere.example")


class EmptyFields(Sound):
    @classmethod
    def build(cls, fields, options):
        return f"{cls.endpoint}?u={quote(fields['url'], safe='')}&t={quote(fields['title'], safe='')}"


class SaysNone(Sound):
    @classmethod
    def fields(cls, content, options):
        return {**super().fields(content, options), "title": str(content.title or None)}


class CutsURL(Sound):
    params = {"message": "x"}

    @classmethod
    def fields(cls, content, options):
        return {"message": super().fields(content, options)["message"][:300]}


class OverItsLimit(Sound):
    params = {"url": "u", "text": "x"}
    limits = {"text": 50}

    @classmethod
    def fields(cls, content, options):
        return {**super().fields(content, options), "text": content.text}


class Counting(Sound):
    calls = itertools.count()

    @classmethod
    def build(cls, fields, options):
        return f"{super().build(fields, options)}&visit={next(cls.calls)}"


class SwallowsOptions(Sound):
    @classmethod
    def share_url(cls, content, **options):
        return super().share_url(content)


class RequiresInVain(Sound):
    params = {"url": "u", "key": "k"}
    required = ("key",)

    @classmethod
    def share_url(cls, content, **options):
        return super().share_url(content, **{"key": "1", **options})


class NowhereElse(Provider):
    id = "nowhere"
    name = "Nowhere"
    endpoint = None
    status = Status(reason="it publishes none")
    alternatives = ("somewhere",)


class Wordless(Sound):
    label = pgettext_noop("share", " ")


class ClosedHeir(Sound):
    status = Status("retired", since="2020")
    successor = "pocket"


BROKEN = [
    (TurkishAlias, {}, "test_it_registers_once", "Did you mean|Unknown provider"),
    (Unencoded, {}, "test_its_link_holds_only_safe_ascii", "unencoded"),
    (LooksLikeText, {}, "test_its_link_holds_only_safe_ascii", "exact str"),
    (DoublyEncoded, {}, "test_its_link_is_encoded_once", "encoded twice"),
    (FormEncoded, {}, "test_its_link_is_encoded_once", "a plus sign is not encoded"),
    (Windows1251, {}, "test_its_link_is_encoded_once", "not UTF-8"),
    (Unencoded, {}, "test_its_link_is_encoded_once", "no escape|not whole|plus"),
    (WithoutURL, {}, "test_its_link_is_encoded_once", "the shared URL is not complete"),
    (RawAmpersand, {}, "test_each_parameter_is_sent_once", "come from the text"),
    (DoubledParameter, {}, "test_each_parameter_is_sent_once", "sent twice"),
    (Template, {}, "test_it_sends_the_fields_it_names", "text is in params but is not sent completely"),
    (EscapedTwice, {}, "test_it_sends_the_fields_it_names", "text is in params but is not sent completely"),
    (NeverSendsTitle, {}, "test_it_sends_the_fields_it_names", "title is in params"),
    (Sound, {"reads_html": ("text",)}, "test_it_sends_the_fields_it_names", "text is in params"),
    (ForgetsText, {}, "test_words_reach_the_network", "a text on its own is lost"),
    (HostFromContent, {}, "test_it_stays_at_its_endpoint", "changed the host"),
    (EndpointForgotten, {}, "test_it_stays_at_its_endpoint", "leaves the endpoint"),
    (EmptyFields, {}, "test_it_leaves_empty_fields_out", "an empty field is sent"),
    (SaysNone, {}, "test_it_leaves_empty_fields_out", "an empty value is sent as a word"),
    (CutsURL, {}, "test_long_text_never_cuts_the_url", "shortens the URL"),
    (OverItsLimit, {}, "test_long_text_never_cuts_the_url", "longer than 50"),
    (Counting, {}, "test_the_same_content_gives_the_same_link", "a different link"),
    (SwallowsOptions, {}, "test_it_refuses_what_it_does_not_know", "ignored"),
    (RequiresInVain, {"options": {"key": "1"}}, "test_it_refuses_what_it_does_not_know", "without it"),
    (NowhereElse, {}, "test_without_a_link_it_says_what_works", "'somewhere' does not exist"),
    (Wordless, {}, "test_its_button_is_labelled", "no label"),
    (Counting, {}, "test_its_button_is_plain_html", "has a different link"),
    (ClosedHeir, {}, "test_a_closed_network_says_so", "the successor is retired too"),
]


@pytest.mark.parametrize(("provider", "attributes", "check", "complaint"), BROKEN)
def test_a_broken_provider_fails_the_check(provider, attributes, check, complaint):
    """The check that should complain does, with a reason."""
    with pytest.raises((AssertionError, solidarity_widgets.UnknownProviderError), match=complaint):
        getattr(contract(provider, **attributes)(), check)()


def test_every_check_has_caught_somebody():
    """No check of the contract is one that cannot fail."""
    assert sorted({check for _, _, check, _ in BROKEN}) == CHECKS


@pytest.mark.parametrize("check", CHECKS)
def test_the_sound_provider_passes(check):
    """What the broken ones are made from is not broken itself."""
    assert getattr(contract(Sound)(), check)() is None


# --- for other packages -----------------------------------------------------------------------------------


def run(*command, cwd):
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_it_is_importable_without_a_test_framework(tmp_path):
    """Importing the contract loads no pytest."""
    code = (
        "import solidarity_widgets.testing, sys; print({'pytest', '_pytest', 'unittest'} & set(sys.modules))"
    )
    result = run("-c", code, cwd=tmp_path)
    assert (result.stdout.strip(), result.stderr) == ("set()", "")


def test_another_package_uses_it_as_the_docstring_says(tmp_path):
    """A subclass is collected by pytest, passes when sound, fails when broken; the base is no test itself."""
    (tmp_path / "test_commons.py").write_text(
        textwrap.dedent(
            """
            from solidarity_widgets import Provider
            from solidarity_widgets.testing import ProviderContract

            class Commons(Provider):
                id = "commons"
                name = "Commons"
                endpoint = "https://commons.example/share"
                params = {"url": "u", "title": "t"}

            class Broken(Commons):
                @classmethod
                def build(cls, fields, options):
                    return super().build(fields, options) + "&t="

            class TestCommons(ProviderContract):
                provider = Commons

            class TestBroken(ProviderContract):
                provider = Broken
            """
        )
    )
    result = run("-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", cwd=tmp_path)
    failed = [line.split()[1] for line in result.stdout.splitlines() if line.startswith("FAILED")]
    expected = [
        "test_commons.py::TestBroken::test_each_parameter_is_sent_once",
        "test_commons.py::TestBroken::test_it_leaves_empty_fields_out",
    ]
    assert expected == failed, result.stdout
    assert f"2 failed, {2 * len(CHECKS) - 2} passed" in result.stdout
