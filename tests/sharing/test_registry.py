"""The registry: its user owns it, it finds classes by id and alias, and takes in those of other packages."""

import json
import os
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import EntryPoint, distributions
from pathlib import Path

import pytest
from django.utils.functional import lazystr
from markupsafe import Markup

import solidarity_widgets
from solidarity_widgets import (
    DuplicateProviderError,
    InvalidFieldError,
    Provider,
    ProviderDefinitionError,
    ProviderLoadWarning,
    ProviderRegistry,
    Status,
    UnknownProviderError,
    builtin_registry,
    default_registry,
    share_button,
    share_buttons,
    share_url,
)
from solidarity_widgets.sharing import registry as registry_module
from solidarity_widgets.sharing.registry import ENTRY_POINT_GROUP, load_entry_points

URL = "https://example.org/"


class Commons(Provider):
    id = "commons"
    name = "Commons"
    endpoint = "https://commons.example/share"
    aliases = ("common", "the_commons", "спіс")


class Other(Provider):
    id = "other"
    name = "Other"
    endpoint = "https://other.example/share"


class Closed(Other):
    id = "closed"
    status = Status("retired", since="2020")


class Doubtful(Other):
    id = "doubtful"
    status = Status("unknown")


class Few(Other):
    id = "few"
    status = Status("restricted")


@pytest.fixture
def registry():
    return ProviderRegistry([Commons, Other])


class TestRegister:
    """Registering is a visible act, as a call or as a decorator, and returns the class unchanged."""

    def test_subclassing_registers_nothing(self):
        assert Commons not in default_registry()
        assert "commons" not in builtin_registry()

    def test_call(self):
        registry = ProviderRegistry()
        assert registry.register(Commons) is Commons
        assert registry["commons"] is Commons

    def test_decorator(self):
        registry = ProviderRegistry()

        @registry.register
        class Mine(Commons):
            id = "mine"

        assert registry["mine"] is Mine

    def test_decorator_with_arguments(self):
        registry = ProviderRegistry([Commons])

        @registry.register(replace=True)
        class Better(Commons):
            pass

        @registry.register()
        class Mine(Other):
            id = "mine"

        assert [Better, Mine] == list(registry)
        assert registry["common"] is Better

    @pytest.mark.parametrize(
        ("taken", "attributes"),
        [
            ("commons", {"id": "commons", "aliases": ()}),
            ("common", {"id": "common", "aliases": ()}),
            ("commons", {"id": "new", "aliases": ("commons",)}),
            ("спіс", {"id": "new", "aliases": ("new_alias", "спіс")}),
        ],
        ids=["id as id", "alias as id", "id as alias", "alias as alias"],
    )
    def test_duplicates_are_refused_and_change_nothing(self, registry, taken, attributes):
        rival = type("Rival", (Other,), attributes)
        with pytest.raises(DuplicateProviderError) as caught:
            registry.register(rival)
        assert isinstance(caught.value, ValueError)
        assert (caught.value.name, caught.value.old, caught.value.new) == (taken, Commons, rival)
        assert "pass replace=True to replace it" in str(caught.value)
        assert list(registry) == [Commons, Other]
        assert "new" not in registry
        assert "new_alias" not in registry

    def test_the_same_class_twice(self, registry):
        with pytest.raises(DuplicateProviderError):
            registry.register(Commons)

    @pytest.mark.parametrize("wrong", [None.__class__, "vk", 7, object(), Provider, Commons(), int])
    def test_only_complete_providers(self, registry, wrong):
        with pytest.raises(ProviderDefinitionError, match="cannot be registered") as caught:
            registry.register(wrong)
        assert isinstance(caught.value, TypeError)
        assert list(registry) == [Commons, Other]


class TestReplace:
    """A replacement takes the old class's place, its id and its aliases, and nobody else's."""

    def test_it_keeps_the_place(self, registry):
        class Better(Other):
            id = "commons"

        registry.register(Better, replace=True)
        assert list(registry) == [Better, Other]

    def test_the_old_aliases_go(self, registry):
        class Better(Other):
            id = "commons"
            aliases = ("common",)

        registry.register(Better, replace=True)
        assert registry["common"] is Better
        assert "спіс" not in registry

    def test_an_alias_passes_over(self, registry):
        class Thief(Other):
            id = "thief"
            aliases = ("common",)

        registry.register(Thief, replace=True)
        assert registry["common"] is Thief
        assert registry["commons"] is Commons
        assert registry["спіс"] is Commons

    def test_an_alias_that_was_an_id(self, registry):
        class Heir(Other):
            id = "heir"
            aliases = ("commons",)

        registry.register(Heir, replace=True)
        assert list(registry) == [Other, Heir]
        assert registry["commons"] is Heir
        assert "спіс" not in registry

    def test_replacing_nothing_adds(self, registry):
        assert list(registry) == [Commons, Other]
        registry.register(Few, replace=True)
        assert list(registry) == [Commons, Other, Few]


class TestLookup:
    """Ids and aliases are found in any case, with hyphens, and from any kind of text."""

    @pytest.mark.parametrize(
        "name",
        [
            "commons",
            "COMMONS",
            "Common",
            "the_commons",
            "the-commons",
            "The-Commons",
            "спіс",
            "СПІС",
            " commons ",
            pytest.param(Markup("commons"), id="Markup"),
            pytest.param(lazystr("commons"), id="lazy"),
        ],
    )
    def test_found(self, registry, name):
        assert registry[name] is Commons
        assert registry.get(name) is Commons
        assert not isinstance(name, str) or name in registry

    @pytest.mark.parametrize("name", ["", "commonss", "the commons", "com mons", None, 7, "the.commons"])
    def test_not_found(self, registry, name):
        with pytest.raises(UnknownProviderError) as caught:
            registry[name]
        assert isinstance(caught.value, LookupError)
        assert caught.value.known == ("commons", "other")
        assert registry.get(name) is None
        assert registry.get(name, Other) is Other
        assert name not in registry

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("OK", "odnoklassniki"),
            ("lj", "livejournal"),
            ("ЖЖ", "livejournal"),
            ("g+", "google_plus"),
            ("Google-Plus", "google_plus"),
            ("vk.com", "vk"),
            ("copy-link", "copy_link"),
            ("Twitter", "x"),
        ],
    )
    def test_the_librarys_own(self, name, expected):
        assert builtin_registry()[name].id == expected

    @pytest.mark.parametrize("name", [b"commons", "com\x00mons", "commons\u202e", "\ud800"])
    def test_what_is_no_text(self, registry, name):
        with pytest.raises(InvalidFieldError) as caught:
            registry[name]
        assert caught.value.field == "provider"

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ("odnoklasniki", "odnoklassniki"),
            ("facebok", "facebook"),
            ("Telegramm", "telegram"),
            ("live_jurnal", "livejournal"),
            ("вконтакте", None),
        ],
    )
    def test_the_message_names_the_nearest(self, asked, expected):
        with pytest.raises(UnknownProviderError) as caught:
            builtin_registry()[asked]
        assert repr(asked) in str(caught.value)
        assert "Registered: google_plus, livejournal, " in str(caught.value)
        if expected is None:
            assert caught.value.suggestions == ()
            assert "Did you mean" not in str(caught.value)
        else:
            assert caught.value.suggestions[0] == expected
            assert f"Did you mean {expected!r}" in str(caught.value)

    def test_an_empty_registry_says_so(self):
        with pytest.raises(UnknownProviderError, match=r"Unknown provider 'vk'\. Registered: none\."):
            ProviderRegistry()["vk"]

    def test_contains_a_class(self, registry):
        assert Commons in registry
        assert Few not in registry
        assert 7 not in registry


class TestCollection:
    """It iterates in the order of registering, counts, and shows itself."""

    def test_order_and_length(self, registry):
        registry.register(Few)
        assert list(registry) == [Commons, Other, Few]
        assert len(registry) == 3
        assert len(ProviderRegistry()) == 0

    def test_registering_while_iterating(self, registry):
        for provider in registry:
            registry.register(type("Twin", (Other,), {"id": f"{provider.id}_twin"}))
        assert [provider.id for provider in registry] == ["commons", "other", "commons_twin", "other_twin"]

    def test_repr(self, registry):
        assert repr(registry) == "<ProviderRegistry of 2: commons, other>"

    def test_active(self):
        registry = ProviderRegistry([Closed, Doubtful, Few, Other])
        assert registry.active() == (Doubtful, Few, Other)

    def test_a_copy_is_independent(self, registry):
        twin = registry.copy()
        assert list(twin) == list(registry)
        assert twin["common"] is Commons
        twin.register(Few)
        assert list(twin) == [Commons, Other, Few]
        assert list(registry) == [Commons, Other]
        registry.register(Few)
        assert list(registry) == [Commons, Other, Few]
        twin.register(type("Better", (Commons,), {}), replace=True)
        assert registry["common"] is Commons

    def test_the_default_is_one_object_and_the_builtin_is_new(self):
        assert default_registry() is default_registry()
        assert builtin_registry() is not builtin_registry()
        assert list(builtin_registry()) == [p for p in default_registry() if p in builtin_registry()]


class TestUse:
    """The public functions ask the registry they are given, and no other."""

    def test_a_registry_of_ones_own(self, registry):
        expected = "https://commons.example/share?url=https%3A%2F%2Fexample.org%2F"
        assert share_url(URL, "common", registry=registry) == expected
        assert share_button(URL, "common", registry=registry).url == expected
        assert [button.provider for button in share_buttons(URL, "other common", registry=registry)] == [
            Other,
            Commons,
        ]

    @pytest.mark.parametrize("function", [share_url, share_button, share_buttons])
    @pytest.mark.parametrize("providers", [[], [Commons]], ids=["empty", "without vk"])
    def test_the_default_is_not_asked(self, function, providers):
        with pytest.raises(UnknownProviderError):
            function(URL, "vk", registry=ProviderRegistry(providers))


# --- entry points -----------------------------------------------------------------------------------------

PLUGIN = """
from solidarity_widgets import Provider

class Commons(Provider):
    id = "commons"
    name = "Commons"
    endpoint = "https://commons.example/share"

class Rival(Provider):
    id = "rival"
    name = "Rival"
    endpoint = "https://rival.example/share"
    aliases = ("vk",)

class Second(Provider):
    id = "commons"
    name = "Second"
    endpoint = "https://second.example/share"

not_a_provider = 7
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a distribution, as an installer does: modules and a .dist-info folder on the path."""

    def install(entry_points, name="commons-plugin", module="commons_plugin", code=PLUGIN):
        (tmp_path / f"{module}.py").write_text(textwrap.dedent(code))
        info = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        lines = [f"{key} = {value}" for key, value in entry_points.items()]
        (info / "entry_points.txt").write_text("\n".join([f"[{ENTRY_POINT_GROUP}]", *lines]) + "\n")
        return tmp_path

    yield install
    for module in ("commons_plugin", "broken_plugin"):
        sys.modules.pop(module, None)


def points(folder):
    return [
        point
        for distribution in distributions(path=[str(folder)])
        for point in distribution.entry_points
        if point.group == ENTRY_POINT_GROUP
    ]


class TestEntryPoints:
    """Other packages' providers join by entry point; one that fails is skipped with a warning naming it."""

    def load(self, folder, monkeypatch):
        monkeypatch.syspath_prepend(folder)
        registry = builtin_registry()
        load_entry_points(registry, points(folder))
        return registry

    def test_a_sound_one_joins(self, install, monkeypatch):
        registry = self.load(install({"commons": "commons_plugin:Commons"}), monkeypatch)
        assert registry["commons"].endpoint == "https://commons.example/share"
        assert len(registry) == len(builtin_registry()) + 1

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            ("commons_plugin:Missing", "no attribute 'Missing'"),
            ("no_such_module:Commons", "No module named 'no_such_module'"),
            ("commons_plugin:not_a_provider", "cannot be registered"),
            ("commons_plugin:Rival", "'vk' is taken by"),
            ("commons_plugin", "cannot be registered"),
        ],
    )
    def test_a_broken_one_warns_and_is_skipped(self, install, monkeypatch, value, reason):
        folder = install({"aaa_broken": value, "commons": "commons_plugin:Commons"})
        with pytest.warns(ProviderLoadWarning) as caught:
            registry = self.load(folder, monkeypatch)
        (warning,) = caught
        assert f"'aaa_broken' ({value}) of commons-plugin was skipped" in str(warning.message)
        assert reason in str(warning.message)
        assert "commons" in registry
        assert "rival" not in registry
        assert registry["vk"].name == "VK"

    def test_a_module_that_raises(self, install, monkeypatch):
        folder = install(
            {"broken": "broken_plugin:X"}, "broken-plugin", "broken_plugin", "raise RuntimeError('ой')"
        )
        with pytest.warns(ProviderLoadWarning, match=r"of broken-plugin was skipped: ой"):
            registry = self.load(folder, monkeypatch)
        assert list(registry) == list(builtin_registry())

    @pytest.mark.parametrize("code", ["sys.exit()", "sys.exit(3)", "raise SystemExit('no licence')"])
    def test_a_module_that_ends_the_program(self, install, monkeypatch, code):
        folder = install(
            {"broken": "broken_plugin:X"}, "broken-plugin", "broken_plugin", f"import sys\n{code}"
        )
        with pytest.warns(ProviderLoadWarning, match=r"was skipped: it tried to end the program"):
            registry = self.load(folder, monkeypatch)
        assert list(registry) == list(builtin_registry())

    def test_a_duplicate_id_warns_and_the_first_by_name_stays(self, install, monkeypatch):
        folder = install({"b": "commons_plugin:Second", "a": "commons_plugin:Commons"})
        with pytest.warns(ProviderLoadWarning, match=r"'b' .* 'commons' is taken by"):
            registry = self.load(folder, monkeypatch)
        assert registry["commons"].name == "Commons"

    def test_an_entry_point_of_nobody(self):
        with pytest.warns(ProviderLoadWarning, match="of an unknown distribution was skipped"):
            load_entry_points(ProviderRegistry(), [EntryPoint("x", "no_such_module:X", ENTRY_POINT_GROUP)])

    def test_the_default_registry_finds_what_is_installed(self, install):
        """A new process, in which nothing but the folder on the path tells of the plugin."""
        folder = install({"commons": "commons_plugin:Commons", "gone": "commons_plugin:Gone"})
        code = """
            import json, warnings
            import solidarity_widgets as sw
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                link = sw.share_url("https://example.org/", "commons")
                again = len(sw.default_registry())
            assert sw.default_registry()["commons"] not in sw.builtin_registry()
            print(json.dumps([link, again, [str(w.category.__name__) for w in caught]]))
        """
        source = Path(solidarity_widgets.__file__).parents[1]
        result = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(source)])},
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.stderr == ""
        link, count, warned = json.loads(result.stdout)
        assert link == "https://commons.example/share?url=https%3A%2F%2Fexample.org%2F"
        assert count == len(builtin_registry()) + 1
        assert warned == ["ProviderLoadWarning"]


def test_threads_that_ask_at_once_get_the_same_default(monkeypatch):
    def slowly():
        time.sleep(0.05)
        return ProviderRegistry()

    monkeypatch.setattr(registry_module, "_default", None)
    monkeypatch.setattr(registry_module, "builtin_registry", slowly)
    with ThreadPoolExecutor(8) as threads:
        found = [future.result() for future in [threads.submit(default_registry) for _ in range(8)]]
    assert len({id(registry) for registry in found}) == 1
    assert isinstance(found[0], ProviderRegistry)


def test_a_plugin_that_registers_while_it_is_loaded_reaches_the_same_default(monkeypatch):
    class Commons(Provider):
        id = "commons"
        name = "Commons"
        endpoint = "https://commons.example/share"

    class Point:
        name = value = "commons"
        dist = None

        def load(self):
            default_registry().register(Commons)
            raise RuntimeError("it registered itself, and then broke")

    monkeypatch.setattr(registry_module, "_default", None)
    monkeypatch.setattr(registry_module, "entry_points", lambda group: [Point()])
    with pytest.warns(ProviderLoadWarning, match="registered itself") as caught:
        registry = default_registry()
    assert registry["commons"] is Commons
    assert caught[0].filename == __file__, "it points at the caller's line"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), GeneratorExit()])
def test_a_default_that_was_interrupted_is_made_again(monkeypatch, error):
    class Point:
        name = value = "commons"
        dist = None

        def __init__(self):
            self.errors = [error]

        def load(self):
            if self.errors:
                raise self.errors.pop()
            return Commons

    broken = Point()
    monkeypatch.setattr(registry_module, "_default", None)
    monkeypatch.setattr(registry_module, "entry_points", lambda group: [broken])
    with pytest.raises(type(error)):
        default_registry()
    assert "commons" in default_registry()


@pytest.mark.parametrize("registry", [{}, "commons", [Provider]])
def test_what_is_no_registry_is_refused(registry):
    with pytest.raises(InvalidFieldError, match="must be a ProviderRegistry"):
        share_url("https://example.org/", "x", registry=registry)
