"""A provider class is complete or refused when it is defined, so that no page fails for it later."""

import inspect

import pytest

from solidarity_widgets import (
    Block,
    MissingFieldError,
    Provider,
    ProviderDefinitionError,
    ProviderRegistry,
    ShareContent,
    SolidarityWidgetsError,
    Status,
    UnknownOptionError,
    builtin_registry,
    pgettext_noop,
    share_button,
    share_buttons,
    share_url,
)
from solidarity_widgets.sharing.fields import BUTTON_OPTIONS, SHARE_FIELDS, ProviderOptions
from solidarity_widgets.sharing.provider_checks import CONTENT_FIELDS, RESERVED_NAMES

URL = "https://example.org/"
SOUND = {
    "id": "commons",
    "name": "Commons",
    "endpoint": "https://commons.example/share",
    "params": {"url": "u", "title": "t"},
}
ICON = '<svg xmlns="http://www.w3.org/2000/svg"><circle cx="12" cy="12" r="9"/></svg>'


def define(without=(), **attributes):
    kept = {name: value for name, value in {**SOUND, **attributes}.items() if name not in without}
    return type("Commons", (Provider,), kept)


def instance_method(self, *args):
    return {}


#: What is wrong, the attributes, and what the error says about it.
WRONG = [
    ("no id", {"without": ["id"]}, "must set id"),
    ("no name", {"without": ["name"]}, "must set name"),
    ("no endpoint", {"without": ["endpoint"]}, "must set endpoint"),
    (
        "nothing at all",
        {"without": SOUND},
        "must set id, name, endpoint (or pass abstract=True to define a base class)",
    ),
    # names
    ("id in capitals", {"id": "Commons"}, "has the id 'Commons'; an id has only lower-case letters, digits"),
    ("id with a hyphen", {"id": "the-commons"}, "has the id 'the-commons'"),
    ("id with a space", {"id": "the commons"}, "has the id"),
    ("id that begins with a digit", {"id": "9gag"}, "has the id"),
    ("id in Cyrillic", {"id": "спіс"}, "has the id"),
    ("empty id", {"id": ""}, "has the id ''"),
    ("id with a line end", {"id": "commons\n"}, "has the id"),
    ("id that is no text", {"id": 7}, "has the id 7"),
    ("empty name", {"name": ""}, "must set name to a string that is not empty"),
    ("blank name", {"name": "  "}, "must set name to a string that is not empty"),
    ("name that is no text", {"name": None}, "must set name to a string that is not empty"),
    ("aliases as one text", {"aliases": "common"}, "must set aliases to a tuple of strings"),
    ("aliases as a list", {"aliases": ["common"]}, "must set aliases to a tuple"),
    ("alias that is no text", {"aliases": (7,)}, "must set aliases to a tuple of strings"),
    ("empty alias", {"aliases": ("",)}, "must set aliases to a tuple of strings"),
    (
        "alias in capitals",
        {"aliases": ("Common",)},
        "must write its aliases in lower case and without spaces",
    ),
    ("alias with a space", {"aliases": ("com mon",)}, "must write its aliases in lower case and without"),
    ("alias with a tab", {"aliases": ("common\t",)}, "must write its aliases in lower case and without"),
    # endpoint
    ("relative endpoint", {"endpoint": "/share"}, "has the endpoint '/share', which is not an absolute URL"),
    ("endpoint without scheme", {"endpoint": "commons.example/share"}, "not an absolute URL"),
    ("endpoint of a scheme alone", {"endpoint": "https://"}, "not an absolute URL"),
    ("endpoint without slashes", {"endpoint": "https:commons.example"}, "not an absolute URL"),
    (
        "endpoint that runs code",
        {"endpoint": "javascript:share()"},
        "which is not an absolute URL that can be linked",
    ),
    (
        "endpoint that runs code, in capitals",
        {"endpoint": "JavaScript:share()"},
        "not an absolute URL",
    ),
    ("endpoint of data", {"endpoint": "data:text/html,x"}, "not an absolute URL that can be linked"),
    (
        "endpoint in a file",
        {"endpoint": "file:///index.html"},
        "which is not an absolute URL that can be linked",
    ),
    ("endpoint with a space", {"endpoint": "https://commons.example/a b"}, "not an absolute URL"),
    (
        "endpoint with a password",
        {"endpoint": "https://a:b@commons.example/"},
        "not an absolute URL",
    ),
    (
        "endpoint with a bad port",
        {"endpoint": "https://commons.example:99999/"},
        "not an absolute URL",
    ),
    ("endpoint in Cyrillic", {"endpoint": "https://спіс.example/"}, "not an absolute URL"),
    ("empty endpoint", {"endpoint": ""}, "has the endpoint ''"),
    ("endpoint that is no text", {"endpoint": 7}, "has the endpoint 7"),
    (
        "no endpoint and no way out",
        {"endpoint": None, "status": Status(reason="it has none")},
        "has no endpoint, so 'alternatives' must list the providers to use instead",
    ),
    (
        "no endpoint and no reason",
        {"endpoint": None, "alternatives": ("copy_link",)},
        "has no endpoint, so its status must have a reason",
    ),
    (
        "alternatives as one text",
        {"alternatives": "copy_link"},
        "must set alternatives to a tuple of strings",
    ),
    (
        "unknown action",
        {"endpoint": None, "action": "fly"},
        "has the action 'fly'; the valid actions are copy, share, print, qr",
    ),
    # fields
    ("params as a list", {"params": ["url"]}, "must set params to a mapping of field to parameter name"),
    ("no params", {"params": None}, "must set params to a mapping"),
    ("empty parameter name", {"params": {"url": ""}}, "must set params to a mapping"),
    ("parameter name that is no text", {"params": {"url": 1}}, "must set params to a mapping"),
    ("empty field", {"params": {"": "u"}}, "must set params to a mapping"),
    (
        "parameter name with a sign",
        {"params": {"url": "u&v"}},
        "has the parameter name 'u&v', which contains characters that need encoding",
    ),
    ("parameter name with a space", {"params": {"url": "u v"}}, "has the parameter name 'u v'"),
    ("parameter name in Cyrillic", {"params": {"url": "адрас"}}, "has the parameter name 'адрас'"),
    ("parameter name sent twice", {"params": {"url": "u", "title": "u"}}, "sends the parameter 'u' twice"),
    ("parameter name fixed and sent", {"fixed": {"u": "1"}}, "sends the parameter 'u' twice"),
    (
        "fixed value that is no text",
        {"fixed": {"v": 2}},
        "must set fixed to a mapping of parameter name to value",
    ),
    ("fixed as pairs", {"fixed": (("v", "2"),)}, "must set fixed to a mapping"),
    ("options as one text", {"options": "instance"}, "must set options to a tuple of strings"),
    (
        "option that is an argument",
        {"options": ("locale",)},
        "has the option 'locale', which is an argument of",
    ),
    ("parameter that is an argument", {"params": {"url": "u", "retired": "r"}}, "has the option 'retired'"),
    ("option that is a field", {"options": ("title",)}, "has the option 'title', which is an argument of"),
    ("required as one text", {"required": "title"}, "must set required to a tuple of strings"),
    (
        "required that it does not have",
        {"required": ("app_id", "key")},
        "requires app_id, key, which is in neither",
    ),
    ("limits as pairs", {"limits": (("title", 80),)}, "must set limits to a mapping of field to maximum"),
    ("limit that is no number", {"limits": {"title": "80"}}, "must set limits to a mapping"),
    ("limit that is a truth value", {"limits": {"title": True}}, "must set limits to a mapping"),
    ("limit on the URL", {"limits": {"url": 100}}, "limits url, which is not a text field in params"),
    (
        "limit on a field it has not",
        {"limits": {"text": 100}},
        "limits text, which is not a text field in params",
    ),
    # looks and life
    ("colour without sign", {"colour": "0A1B2C"}, "has the colour '0A1B2C'; write it as '#0A1B2C'"),
    ("colour in small letters", {"colour": "#0a1b2c"}, "has the colour '#0a1b2c'"),
    ("colour by name", {"colour": "red"}, "has the colour 'red'"),
    ("colour that runs on", {"colour": "#0A1B2C;x"}, "has the colour"),
    ("colour that is no text", {"colour": 0}, "has the colour 0"),
    (
        "label that is not marked",
        {"label": "Share on Commons"},
        "must mark its label with pgettext_noop(context, text)",
    ),
    (
        "label with another placeholder",
        {"label": pgettext_noop("share", "To {network}")},
        "has {network} in its label; the only placeholder there is {provider}",
    ),
    ("native names as pairs", {"native_names": ("be", "Спіс")}, "must set native_names to a mapping"),
    ("native name that is no text", {"native_names": {"be": None}}, "must set native_names to a mapping"),
    ("separator that is no text", {"separator": None}, "must set separator to a string"),
    ("docs that are no text", {"docs": None}, "must set docs to a string"),
    ("brand icon that is no text", {"brand_icon": None}, "must set brand_icon to a string"),
    ("icon that is no text", {"icon": b"<svg/>"}, "must set icon to a string"),
    (
        "icon that is no SVG",
        {"icon": "<svg><path></svg>"},
        "has an icon that cannot be drawn: not well-formed SVG",
    ),
    ("icon with a document type", {"icon": "<!DOCTYPE svg><svg/>"}, "has an icon that cannot be drawn"),
    ("icon without shapes", {"icon": "<svg><g/></svg>"}, "has an icon without a path, circle or rect"),
    ("status as text", {"status": "retired"}, "must set status to a Status"),
    (
        "unknown status",
        {"status": Status("closed")},
        "has the status 'closed'; the valid ones are active, restricted, retired, unknown",
    ),
    ("blocked in as text", {"blocked_in": "RU"}, "must set blocked_in to a tuple of Blocks"),
    ("blocked in texts", {"blocked_in": ("RU",)}, "must set blocked_in to a tuple of Blocks"),
    (
        "successor that is no id",
        {"successor": "The Heir"},
        "has the successor 'The Heir'; it must be the id of a provider",
    ),
    ("successor that is a class", {"successor": Provider}, "it must be the id of a provider"),
    # methods
    *(
        (f"{name} without @classmethod", {name: instance_method}, f"must define {name}() with @classmethod")
        for name in (
            "share_url",
            "fields",
            "build",
            "message",
            "clean_options",
            "option_names",
            "local_name",
        )
    ),
    ("a text in a method's place", {"message": "Hello"}, "must define message() with @classmethod"),
]


@pytest.mark.parametrize(
    ("attributes", "complaint"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_a_wrong_class_is_refused(attributes, complaint):
    """The error names the class, what is wrong, and what would be right; it is a TypeError of the library."""
    with pytest.raises(ProviderDefinitionError) as caught:
        define(**attributes)
    assert isinstance(caught.value, SolidarityWidgetsError)
    assert isinstance(caught.value, TypeError)
    assert caught.value.cls == "Commons"
    assert complaint in caught.value.reason
    assert str(caught.value) == f"Commons {caught.value.reason}."


#: What is right, though one might doubt it.
RIGHT = [
    ("as little as possible", {"without": ["params"]}),
    ("no parameters", {"params": {}}),
    ("a scheme of a program", {"endpoint": "viber://forward"}),
    ("a scheme without slashes", {"endpoint": "sms:"}),
    ("an endpoint with a query", {"endpoint": "https://commons.example/share?v=2"}),
    ("an action", {"endpoint": None, "action": "copy", "status": Status(reason="it copies")}),
    ("no endpoint", {"endpoint": None, "alternatives": ("qr",), "status": Status(reason="it has none")}),
    ("aliases in any script", {"aliases": ("спіс", "commons.example", "c+")}),
    (
        "parameter name with signs",
        {"params": {"url": "st.shareUrl", "title": "p[title]", "text": "show-via"}},
    ),
    ("a required option", {"options": ("key",), "required": ("key", "title")}),
    ("a limit", {"limits": {"title": 80}}),
    ("an icon", {"icon": ICON}),
    ("a closed network", {"status": Status("retired", "2020", "Closed."), "successor": "vk"}),
    ("a blocked network", {"blocked_in": (Block("RU", "2022-03"), Block("CN"))}),
    ("a label of its own", {"label": pgettext_noop("share", "Put it on {provider}")}),
    ("a label without the name", {"label": pgettext_noop("share", "Put it on the list")}),
]


@pytest.mark.parametrize("attributes", [row[1] for row in RIGHT], ids=[row[0] for row in RIGHT])
def test_a_right_class_is_defined(attributes):
    """It keeps what was written and can be registered."""
    provider = define(**attributes)
    written = {name: value for name, value in attributes.items() if name != "without"}
    assert written == {name: getattr(provider, name) for name in written}
    assert ProviderRegistry([provider])["commons"] is provider


class TestAbstract:
    """A base class is only checked through the classes made from it."""

    class Base(Provider, abstract=True):
        name = "Base"
        aliases = "not a tuple"

    def test_a_base_may_be_incomplete(self):
        assert self.Base.name == "Base"

    def test_what_is_made_from_it_may_not(self):
        with pytest.raises(ProviderDefinitionError, match="must set id, endpoint"):
            type("Half", (self.Base,), {})
        with pytest.raises(ProviderDefinitionError, match="must set aliases to a tuple of strings"):
            type("Wrong", (self.Base,), {"id": "half", "endpoint": "https://half.example/"})

    def test_it_cannot_be_registered(self):
        with pytest.raises(ProviderDefinitionError, match="is not a complete subclass of Provider"):
            ProviderRegistry([self.Base])

    def test_a_subclass_inherits(self):
        twin = type("Twin", (define(aliases=("common",), colour="#0A1B2C"),), {"id": "twin"})
        assert (twin.name, twin.colour, twin.aliases) == ("Commons", "#0A1B2C", ("common",))


class TestArguments:
    """The names that no option may have are those of the public functions, and the fields of the content."""

    def test_they_are_all_known(self):
        names = {
            name
            for function in (share_url, share_button, share_buttons)
            for name, parameter in inspect.signature(function).parameters.items()
            if parameter.kind is not inspect.Parameter.VAR_KEYWORD
        }
        names |= SHARE_FIELDS | BUTTON_OPTIONS
        assert names == RESERVED_NAMES | (names & CONTENT_FIELDS)
        assert not RESERVED_NAMES & CONTENT_FIELDS

    def test_type_checkers_know_the_options_of_every_provider(self):
        known = frozenset().union(*(provider.option_names() for provider in builtin_registry()))
        assert frozenset(ProviderOptions.__annotations__) == known


class TestHooks:
    """Attributes and methods do what the docstring says."""

    CONTENT = ShareContent(URL, title="A & B", text="C", hashtags=("d", "e"))

    def test_params_fixed_and_their_order(self):
        provider = define(fixed={"v": "2", "w": "ж"}, params={"text": "x", "url": "u", "key": "k"})
        expected = "https://commons.example/share?v=2&w=%D0%B6&x=C&u=https%3A%2F%2Fexample.org%2F&k=1"
        assert provider.share_url(self.CONTENT, key=1) == expected

    def test_an_endpoint_with_a_query_is_continued(self):
        provider = define(endpoint="https://commons.example/share?v=2", params={"title": "t"})
        assert provider.share_url(self.CONTENT) == "https://commons.example/share?v=2&t=A%20%26%20B"

    def test_no_parameters_no_question_mark(self):
        assert define(params={}).share_url(self.CONTENT) == "https://commons.example/share"

    def test_separator_and_hashtags_in_the_message(self):
        provider = define(params={"message": "m"}, separator=" — ", tags_in_message=True)
        expected = "C — #d #e https://example.org/"
        assert provider.fields(self.CONTENT, {})["message"] == expected

    def test_required(self):
        provider = define(params={"url": "u", "title": "t", "key": "k"}, required=("title", "key"))
        with pytest.raises(MissingFieldError, match=r"commons needs title, which is empty; pass title=…"):
            provider.share_url(ShareContent(URL), key=1)
        with pytest.raises(MissingFieldError, match="commons needs key"):
            provider.share_url(self.CONTENT, key="")
        assert provider.share_url(self.CONTENT, key=1).endswith("&t=A%20%26%20B&k=1")

    def test_option_names(self):
        provider = define(params={"url": "u", "text": "x", "key": "k"}, options=("instance",))
        assert provider.option_names() == {"key", "instance"}
        with pytest.raises(UnknownOptionError):
            provider.share_url(self.CONTENT, text="x")

    @pytest.mark.parametrize(
        ("given", "sent"),
        [
            ("a b", "a%20b"),
            (1, "1"),
            (0, "0"),
            (True, "true"),
            (False, "false"),
            (["a", 2], "a%2C2"),
            (("a",), "a"),
        ],
    )
    def test_option_values(self, given, sent):
        assert define(params={"key": "k"}).share_url(self.CONTENT, key=given).endswith(f"?k={sent}")

    @pytest.mark.parametrize("absent", [None, "", [], ()])
    def test_absent_options(self, absent):
        link = define(params={"key": "k"}).share_url(self.CONTENT, key=absent)
        assert link == "https://commons.example/share"

    def test_an_option_may_have_any_name_of_python(self):
        provider = define(params={"content": "c", "cls": "d", "self": "e", "name": "n", "id": "i"})
        names = {"content": "1", "cls": "2", "self": "3", "name": "4", "id": "5"}
        assert provider.share_url(self.CONTENT, **names).endswith("?c=1&d=2&e=3&n=4&i=5")

    @pytest.mark.parametrize(
        ("language", "expected"),
        [
            ("ru", "Спис"),
            ("ru-BY", "Спис"),
            ("zh-CN", "列表"),
            ("zh", "Commons"),
            ("be", "Commons"),
            ("", "Commons"),
        ],
    )
    def test_local_name(self, language, expected):
        provider = define(native_names={"ru": "Спис", "zh-CN": "列表"})
        assert provider.local_name(language) == expected

    def test_an_icon_of_its_own_is_drawn(self):
        registry = ProviderRegistry([define(icon=ICON)])
        button = share_button(URL, "commons", registry=registry)
        assert '<circle cx="12" cy="12" r="9"/>' in str(button)
