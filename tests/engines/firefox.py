"""Firefox, driven over WebDriver BiDi by Puppeteer."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, ClassVar

from devtools import npm, programs

from .engine import missing
from .host import Outside

#: What Firefox asks the internet on its own account, whatever the page says, is off.
QUIET: dict[str, object] = {
    "app.normandy.enabled": False,
    "browser.region.network.url": "",
    "browser.search.serpEventTelemetryCategorization.enabled": False,
    "browser.topsites.contile.enabled": False,
    "dom.push.connection.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "messaging-system.rsexperimentloader.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.server": "",
}


class Firefox:
    """Firefox without a window; see ``Engine``."""

    needs: ClassVar[str] = "Firefox"

    def __init__(self, outside: Outside, *, scripting: bool = True) -> None:
        browser = programs.find_firefox()
        node = shutil.which("node")
        puppeteer = Path(os.environ.get("SOLIDARITY_WIDGETS_PUPPETEER") or npm.PUPPETEER.folder)
        for part, name in ((browser, "Firefox"), (node, "node"), (puppeteer.is_dir(), "puppeteer-core")):
            if not part:
                raise missing(name)
        proxy: dict[str, object] = {"network.proxy.type": 1}
        for scheme in ("http", "ssl"):
            proxy |= {f"network.proxy.{scheme}": "127.0.0.1", f"network.proxy.{scheme}_port": outside.port}
        preferences = {**QUIET, **proxy, "javascript.enabled": scripting}
        self._home = tempfile.TemporaryDirectory(prefix="sw-firefox-", ignore_cleanup_errors=True)
        environment = {
            **os.environ,
            "HOME": self._home.name,
            "TMPDIR": self._home.name,
            "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1",  # or the preference services.settings.server is ignored
        }
        self._bridge = subprocess.Popen(
            [
                str(node),
                Path(__file__).with_suffix(".mjs"),
                puppeteer,
                str(browser),
                json.dumps(preferences),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment,
        )
        try:
            self.version: str = self._do("version")
        except BaseException:
            self.close()
            raise

    def _do(self, *command: object) -> Any:
        assert self._bridge.stdin is not None
        assert self._bridge.stdout is not None
        self._bridge.stdin.write(json.dumps(command) + "\n")
        self._bridge.stdin.flush()
        line = self._bridge.stdout.readline()
        assert line, "Firefox or its driver has ended"
        answer = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def open(self, url: str) -> None:
        self._do("open", url)

    def path(self) -> str:
        return str(self._do("path"))

    def run(self, function: str, *arguments: object) -> Any:
        return self._do("run", function, *arguments)

    def click(self, selector: str) -> None:
        self._do("click", selector)

    def type(self, selector: str, text: str) -> None:
        self._do("type", selector, text)

    def paste(self, selector: str) -> None:
        self._do("paste", selector)

    def picture(self, url: str, width: int) -> bytes:
        return base64.b64decode(self._do("picture", url, width))

    def console(self) -> list[str]:
        return list(self._do("console"))

    def close(self) -> None:
        with self._home:
            try:
                self._bridge.communicate(timeout=20)  # the end of its input ends it
            except subprocess.TimeoutExpired:
                self._bridge.kill()
                self._bridge.communicate()
                raise
