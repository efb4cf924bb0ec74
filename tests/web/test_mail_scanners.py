"""Programs that open every link of an email, as mail scanners do, change nothing."""

from __future__ import annotations

import http.client
import re
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import create_engine

from solidarity_widgets.mail import SmtpSender, compose, deliver_waiting
from solidarity_widgets.signing import OutgoingEmail, SqlSignatureStore
from solidarity_widgets.web import PetitionSite

from ..mail.smtp_server import mail_server
from ..signing.campaign import DAY, VIGIL, Campaign, rows
from .servers import SERVERS


def links_of(message: EmailMessage) -> set[str]:
    """Return every URL in the headers and in the parts of a message, without knowing what they are for."""
    texts = [str(value) for value in message.values()]
    texts += [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return {unescape(url) for text in texts for url in re.findall(r"https?://[^\s<>\"']+", text)}


def open_link(port: int, method: str, url: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        parts = urlsplit(url)
        connection.request(method, f"{parts.path}?{parts.query}", headers={"User-Agent": "Scanner"})
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8", "replace")
    finally:
        connection.close()


@pytest.mark.parametrize("server", SERVERS)
def test_opening_every_link_changes_nothing(server: str, tmp_path: Path) -> None:
    """The links of an email before and one after confirming, and the links of the pages that they open."""
    engine = create_engine(f"sqlite:///{tmp_path / 'signatures.db'}")
    store = SqlSignatureStore(engine)
    store.create_tables()
    campaign = Campaign(store, send=None)
    site = PetitionSite(campaign.service, base_url="http://127.0.0.1")

    def write(outgoing: OutgoingEmail) -> Any:
        return compose(outgoing, sender="info@example.org", link=site.link, html=True)

    with mail_server() as mail, SERVERS[server](site) as port:
        sender = SmtpSender("127.0.0.1", mail.port, security="none", local_hostname="localhost")
        with sender:
            opened = set()
            for confirmed in (False, True):
                campaign.now += DAY
                campaign.sign(agree="processing updates public")
                assert deliver_waiting(campaign.service, write, sender).sent == 1
                links = links_of(mail.read())
                purposes = {urlsplit(url).path.split("/")[1] for url in links}
                assert purposes == {"withdraw", "erase"} | ({"confirm"} if not confirmed else set())
                before = rows(engine, store)
                for url in sorted(links):
                    for method in ("HEAD", "GET", "HEAD", "GET"):
                        status, page = open_link(port, method, url)
                        assert status == 200
                    opened.add(url)
                    for found in re.findall(r'href="(/[^"]*)"', page):
                        deeper = urljoin(url, unescape(found))
                        assert open_link(port, "HEAD", deeper)[0] == open_link(port, "GET", deeper)[0] < 400
                        opened.add(deeper)
                assert rows(engine, store) == before
                if not confirmed:
                    [confirm] = [url for url in links if "/confirm/" in url]
                    assert campaign.count(VIGIL) == 0
                    assert open_link(port, "POST", confirm)[0] == 303
                    assert campaign.count(VIGIL) == 1
    assert any("/correct" in url for url in opened)
    engine.dispose()
