"""Puts the translators' catalogs into the wheel.

The catalogs live in ``locales/`` at the top of the project. For a wheel, each ``.po`` file is checked and
compiled into ``build/locales/``, and both files are mapped to ``solidarity_widgets/locales/``; no file is
written beside the sources. An editable install gets none of them: there the package reads ``locales/``
itself, so that a translator's change shows at once.

Nothing but hatchling is needed to build, and the bytes depend on the catalogs alone. Whether a catalog still
agrees with the newest Unicode CLDR is a question for ``solidarity-widgets catalog check``.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DOMAIN = "solidarity_widgets"
#: The release with which the tables of numbers and territories were compared; see ``i18n/cldr``.
CLDR_VERSION = "48"


class CatalogHook(BuildHookInterface):  # type: ignore[type-arg]
    """Checks and compiles the catalogs while a wheel is built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Map every catalog into the package.

        Args:
            version: ``editable`` for an editable install, ``standard`` otherwise.
            build_data: What hatchling is about to build; the mapping is added to it.

        Raises:
            RuntimeError: If a catalog has an error; the message lists all of them.
        """
        if self.target_name != "wheel":
            return
        if version == "editable":
            build_data["force_include_editable"] = {}
            return
        root = Path(self.root)
        pofile, checker = load_modules(root / "src" / "solidarity_widgets" / "i18n")
        sources = sorted((root / "locales").glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
        if not sources:
            raise RuntimeError(f"{root / 'locales'} has no catalogs; no wheel is built without translations.")
        errors: list[str] = []
        for source in sources:
            code = source.parent.parent.name
            po = pofile.PoFile(source.read_bytes(), code)
            problems = checker.check_catalog(po)
            found = [str(problem) for problem in problems if problem.severity == "error"]
            errors += found
            if found:
                continue
            target = root / "build" / source.relative_to(root).with_suffix(".mo")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(pofile.compile_catalog(po))
            for file in (source, target):
                build_data["force_include"][str(file)] = f"{DOMAIN}/locales/{code}/LC_MESSAGES/{file.name}"
        if errors:
            raise RuntimeError("The catalogs have errors, so no wheel is built:\n  " + "\n  ".join(errors))
        sbom = root / "build" / "solidarity_widgets.cdx.json"
        sbom.write_text(json.dumps(make_sbom(root, self.metadata.version), indent=2) + "\n", encoding="utf-8")
        build_data["sbom_files"].append(str(sbom.relative_to(root)))


def make_sbom(root: Path, version: str) -> dict[str, Any]:
    """Make a software bill of materials (CycloneDX 1.6) of what is in the wheel besides Python code.

    Dependencies are not in the wheel: its metadata names them.

    Args:
        root: The top folder of the project.
        version: The library's version.

    Returns:
        The document. It has no time and no random number, so that the same sources give the same wheel.

    Source: CycloneDX 1.6, "JSON Reference"; PEP 770, "Improving measurability of Python packages".
    """
    package = root / "src" / DOMAIN
    own = {"license": {"id": "MIT"}}
    static = sorted(each for each in (package / "static").rglob("*") if each.is_file())
    files = [
        {
            "type": "file",
            "name": f"{DOMAIN}/{each.relative_to(package).as_posix()}",
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(each.read_bytes()).hexdigest()}],
            "licenses": [own],
        }
        for each in static
    ]
    cldr = {
        "type": "data",
        "name": "Unicode CLDR",
        "version": CLDR_VERSION,
        "description": "Facts in the tables of solidarity_widgets/i18n/cldr. Words come from Babel.",
        "licenses": [{"license": {"id": "Unicode-3.0"}}],
        "externalReferences": [{"type": "website", "url": "https://cldr.unicode.org/"}],
    }
    library = {
        "type": "library",
        "bom-ref": DOMAIN,
        "name": "solidarity-widgets",
        "version": version,
        "purl": f"pkg:pypi/solidarity-widgets@{version}",
        "licenses": [own],
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": library},
        "components": [cldr, *files],
    }


def load_modules(folder: Path) -> tuple[ModuleType, ModuleType]:
    """Load the catalog parser and the checker by their paths, because the package cannot be imported yet.

    Both import only the standard library. They are loaded as parts of a package that exists in memory only.

    Args:
        folder: The package's ``i18n`` folder.

    Returns:
        The modules ``pofile`` and ``tools.checker``.
    """
    package = ModuleType("_solidarity_widgets_build")
    package.__path__ = [str(folder)]
    sys.modules[package.__name__] = package
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        pofile = importlib.import_module(f"{package.__name__}.pofile")
        return pofile, importlib.import_module(f"{package.__name__}.tools.checker")
    finally:
        sys.dont_write_bytecode = before
        for name in [name for name in sys.modules if name.partition(".")[0] == package.__name__]:
            del sys.modules[name]
