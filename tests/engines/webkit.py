"""WebKitGTK's MiniBrowser on a display that nobody sees, driven by Selenium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any, ClassVar
from urllib.parse import urlsplit

from devtools import programs

from .engine import missing
from .host import Outside

#: Seconds.
_TIMEOUT = 30
_MAX_ATTEMPTS = 3


class WebKit:
    """MiniBrowser; see ``Engine``."""

    needs: ClassVar[str] = "WebKitGTK"

    def __init__(self, outside: Outside, *, scripting: bool = True) -> None:
        os.environ["SE_OFFLINE"] = "true"  # Selenium fetches nothing
        from selenium.webdriver import WebKitGTK, WebKitGTKOptions
        from selenium.webdriver.common.proxy import Proxy
        from selenium.webdriver.webkitgtk.service import Service

        browser = programs.find_webkit()
        if browser is None:
            raise missing("MiniBrowser, WebKitWebDriver or Xvfb")
        driver, xvfb = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
        with ExitStack() as stack:
            home = stack.enter_context(
                tempfile.TemporaryDirectory(prefix="sw-webkit-", ignore_cleanup_errors=True)
            )
            environment = {
                "PATH": os.environ["PATH"],
                "LANG": "C.UTF-8",
                "DISPLAY": self._start_display(str(xvfb), stack),
                "HOME": home,
                "XDG_RUNTIME_DIR": home,
                "GDK_BACKEND": "x11",
                "GSETTINGS_BACKEND": "memory",  # no D-Bus
                "NO_AT_BRIDGE": "1",
                "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # it does not start as root
            }
            options = WebKitGTKOptions()
            options.binary_location = browser
            options.add_argument("--automation")
            if not scripting:
                options.add_argument("--enable-javascript=false")
            address = f"127.0.0.1:{outside.port}"
            options.proxy = Proxy(
                {"proxyType": "manual", "httpProxy": address, "sslProxy": address, "noProxy": ["127.0.0.1"]}
            )

            def start() -> Any:
                log = subprocess.DEVNULL
                service = Service(executable_path=str(driver), log_output=log, env=environment)
                return WebKitGTK(options=options, service=service)

            with warnings.catch_warnings():
                # Selenium 4.51 calls what it has deprecated itself.
                warnings.simplefilter("ignore", DeprecationWarning)
                self._driver: Any = _retried(start)
            stack.callback(self._driver.quit)
            self._driver.set_script_timeout(20)
            self.version = f"WebKitGTK {self._driver.capabilities['browserVersion']}"
            self._stack = stack.pop_all()

    def _start_display(self, xvfb: str, stack: ExitStack) -> str:
        reading, writing = os.pipe()
        command = [xvfb, "-displayfd", str(writing), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
        server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        stack.callback(server.wait)
        stack.callback(server.terminate)
        os.close(writing)
        with open(reading, encoding="ascii") as file:
            return f":{file.readline().strip()}"

    def open(self, url: str) -> None:
        self._driver.get(url)

    def path(self) -> str:
        return str(urlsplit(self._driver.current_url).path)

    def run(self, function: str, *arguments: object) -> Any:
        # If a page goes while its script runs, the driver never hears of the script again.
        return _retried(lambda: self._driver.execute_script(f"return ({function})(...arguments)", *arguments))

    def _find(self, selector: str) -> Any:
        return self._driver.find_element("css selector", selector)

    def click(self, selector: str) -> None:
        found = self._find(selector)
        # Its driver does not scroll to everything that a reader would scroll to.
        self._driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", found)
        found.click()

    def type(self, selector: str, text: str) -> None:
        self._find(selector).send_keys(text)

    def paste(self, selector: str) -> None:
        from selenium.webdriver import Keys

        self._find(selector).send_keys(Keys.CONTROL, "v")

    def picture(self, url: str, width: int) -> bytes:
        # A picture ends where the window ends; higher windows are black. Its window is never narrower than
        # 447 pixels.
        self._driver.set_window_size(width, 4_000)
        self.open(url)
        time.sleep(1)  # until then, a window of another size is black too
        return bytes(self._find("html").screenshot_as_png)

    def console(self) -> list[str]:
        return []  # its driver has no logs; the listener of the pages hears enough

    def close(self) -> None:
        self._stack.close()


def _retried(ask: Callable[[], Any]) -> Any:
    """Ask WebKit's driver, which sometimes waits for what never comes, such as a browser that starts."""
    from urllib3.exceptions import HTTPError

    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_TIMEOUT)  # of every request to the driver
    try:
        for _ in range(_MAX_ATTEMPTS - 1):
            with suppress(HTTPError, OSError):
                return ask()
        return ask()
    finally:
        socket.setdefaulttimeout(before)
