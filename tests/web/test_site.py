"""The pages of a site, one request at a time."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

import pytest

from solidarity_widgets.exceptions import InvalidURLError, StoreError
from solidarity_widgets.i18n import Translator, get_locale
from solidarity_widgets.web import ROUTES, Page, PetitionSite, Request, messages
from solidarity_widgets.web.assets import read_asset
from solidarity_widgets.web.messages import DONE

from ..signing.campaign import SHORT, Campaign
from .visitor import BASE_URL, Visitor, text

PURPOSES = ("confirm", "withdraw", "erase", "unsubscribe")


class TestFlow:
    """From the form to the end of the data."""

    def test_sign_confirm_withdraw_erase(self, visitor: Visitor) -> None:
        campaign = visitor.campaign
        sent = visitor.post("/vigil", visitor.form())
        assert "Open the link" in text(visitor.follow(sent))
        assert campaign.count() == 0
        page = visitor.get(visitor.link("confirm"))
        assert "Алесь Бяляцкі" in text(page)
        assert "Мы разам з табой!" in text(page)
        thanks = visitor.follow(visitor.post(visitor.link("confirm")))
        assert "Thank you for signing" in text(thanks)
        assert "1 person has signed" in text(thanks)
        assert "<form" in thanks.body.decode()  # for others who open this address
        assert campaign.count() == 1
        assert visitor.get("/vigil/count.json").body == b'{"signed":1}'
        withdrawn = visitor.follow(visitor.post(visitor.link("withdraw")))
        assert DONE["withdraw"].text in text(withdrawn)
        assert campaign.count() == 0
        erased = visitor.follow(visitor.post(visitor.link("erase")))
        assert DONE["erase"].text in text(erased)
        assert campaign.all() == []

    def test_errors_keep_what_was_typed_and_store_nothing(self, visitor: Visitor) -> None:
        response = visitor.post("/vigil", visitor.form(email="ales@", name="<Алесь>"))
        assert response.status == 422
        assert "&lt;Алесь&gt;" in response.body.decode()
        assert 'value="ales@"' in response.body.decode()
        assert "<title>Error: " in response.body.decode()
        assert response.header("Cache-Control") == "no-store"
        assert visitor.campaign.all() == []

    def test_a_closed_petition_takes_no_form(self, visitor: Visitor) -> None:
        visitor.campaign.now += 10 * 86_400
        response = visitor.follow(visitor.post("/short", visitor.form()))
        assert "This petition closed" in text(response)
        assert visitor.campaign.all(SHORT) == []

    def test_without_an_email_the_signer_is_thanked(self, visitor: Visitor) -> None:
        sent = visitor.post("/place", {"country": "BY", **visitor.campaign.service.hidden_fields("place")})
        assert "Thank you for signing" in text(visitor.follow(sent))

    def test_the_email_is_sent_again(self, visitor: Visitor) -> None:
        visitor.post("/vigil", visitor.form(email="ales@example.org"))
        visitor.campaign.now += 600
        again = visitor.post("/vigil/resend", {"email": "ales@example.org"})
        assert visitor.follow(again).status == 200
        assert len(visitor.campaign.outbox) == 2
        unknown = visitor.post("/vigil/resend", {"email": "nobody@example.org"})
        assert (unknown, len(visitor.campaign.outbox)) == (again, 2)
        wrong = visitor.post("/vigil/resend", {"email": "ales@"})
        assert wrong.status == 422
        assert 'aria-invalid="true"' in wrong.body.decode()

    def test_who_did_not_write_it_signs_under_their_own_name(self, visitor: Visitor) -> None:
        visitor.post("/vigil", visitor.form(email="ales@example.org", name="Somebody else"))
        page = visitor.get(visitor.link("confirm")).body.decode()
        (url,) = re.findall(r'href="([^"]*/correct[^"]*)"', page)
        visitor.language = "be"  # the link is in the language of the form
        assert "<form" in visitor.get(url).body.decode()
        thanks = visitor.post(url, visitor.form(email="ales@example.org"))
        assert "/vigil/thanks" in thanks.header("Location")
        assert visitor.campaign.one().name == "Алесь Бяляцкі"
        assert visitor.campaign.count() == 1
        assert (
            visitor.get(url)
            .header("Location")
            .partition("?")[0]
            .endswith(visitor.campaign.outbox[-1].tokens["confirm"])
        )

    def test_so_they_do_in_a_browser_that_sends_only_an_origin(self, visitor: Visitor) -> None:
        """Its origin is hidden, because the page with the token in its address sends no referrer."""
        visitor.post("/vigil", visitor.form(email="ales@example.org", name="Somebody else"))
        url = visitor.link("confirm").replace("?", "/correct?")
        assert visitor.get(url).header("Referrer-Policy") == "no-referrer"
        sent = visitor.post(url, visitor.form(email="ales@example.org"), origin="null", sec_fetch_site="")
        assert (sent.status, visitor.campaign.count()) == (303, 1)


class TestLinks:
    """The links of emails."""

    @pytest.mark.parametrize("purpose", PURPOSES[:3])
    @pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
    def test_opening_a_link_changes_nothing(self, visitor: Visitor, purpose: str, method: str) -> None:
        visitor.post("/vigil", visitor.form(email="ales@example.org"))
        before = visitor.campaign.all()
        for _ in range(3):
            response = visitor.request(method, visitor.link(purpose))
            assert response.status == (204 if method == "OPTIONS" else 200)
        assert visitor.campaign.all() == before

    @pytest.mark.parametrize("purpose", PURPOSES)
    def test_a_broken_link(self, visitor: Visitor, purpose: str) -> None:
        response = visitor.get(f"/{purpose}/broken")
        assert response.status == 404
        assert "This link does not work" in text(response)
        assert visitor.follow(visitor.post(f"/{purpose}/broken")).status == 404

    def test_an_expired_link(self, visitor: Visitor) -> None:
        visitor.post("/vigil", visitor.form(email="ales@example.org"))
        visitor.campaign.now += 8 * 86_400
        response = visitor.get(visitor.link("confirm"))
        assert response.status == 410
        assert "/petitions/vigil" in response.body.decode()
        assert visitor.follow(visitor.post(visitor.link("confirm"))).status == 410

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (b"List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
            (
                b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
                b"One-Click\r\n--x--\r\n",
                "multipart/form-data; boundary=x",
            ),
        ],
    )
    def test_a_mail_program_unsubscribes_in_one_click(self, visitor: Visitor, body: bytes, kind: str) -> None:
        campaign = visitor.campaign
        campaign.signed(agree="processing updates")
        (subscriber,) = campaign.service.subscribers("vigil")
        url = f"{BASE_URL}/unsubscribe/{subscriber.token}"
        assert visitor.get(url).status == 200
        assert list(campaign.service.subscribers("vigil"))
        response = visitor.request("POST", url, body=body, content_type=kind)
        assert response.status == 200
        assert not response.header("Set-Cookie")
        assert list(campaign.service.subscribers("vigil")) == []
        assert campaign.consent_actions()[-1] == ("updates", "withdrawn", "one-click")

    def test_a_form_unsubscribes_too(self, visitor: Visitor) -> None:
        visitor.campaign.signed(agree="processing updates")
        (subscriber,) = visitor.campaign.service.subscribers("vigil")
        done = visitor.follow(visitor.post(f"/unsubscribe/{subscriber.token}"))
        assert DONE["unsubscribe"].text in text(done)
        assert visitor.campaign.consent_actions()[-1] == ("updates", "withdrawn", "link")


class TestNoEnumeration:
    """A form says nothing about who has signed."""

    def test_new_known_blocked_and_quarantined_signers_get_the_same_bytes(self, campaign: Campaign) -> None:
        visitor = Visitor(campaign)
        responses = []
        for fields in (
            {"email": "new@example.org"},
            {"email": "new@example.org"},
            {"email": "other@example.org", "topic": "filled in by a program"},
        ):
            responses.append(visitor.post("/vigil", visitor.form(**fields)))
        campaign.service.confirm(campaign.outbox[0].tokens["confirm"])
        campaign.now += 600
        responses.append(visitor.post("/vigil", visitor.form(email="new@example.org")))
        assert len({(each.status, each.headers, each.body) for each in responses}) == 1
        pages = {visitor.follow(each) for each in responses}
        assert len(pages) == 1


class TestHeaders:
    """What browsers, caches and search engines are told."""

    def test_pages_with_tokens_are_kept_nowhere(self, visitor: Visitor) -> None:
        visitor.post("/vigil", visitor.form(email="ales@example.org"))
        for purpose in PURPOSES[:3]:
            response = visitor.get(visitor.link(purpose))
            assert response.header("Cache-Control") == "no-store"
            assert response.header("Referrer-Policy") == "no-referrer"
            assert "noindex" in response.header("X-Robots-Tag")
            assert visitor.post(visitor.link(purpose)).header("Cache-Control") == "no-store"

    @pytest.mark.parametrize(
        "path", ["/vigil", "/vigil/check-email", "/vigil/thanks", "/nothing", "/confirm/x"]
    )
    def test_the_policy_is_strict(self, visitor: Visitor, path: str) -> None:
        response = visitor.get(path)
        policy = response.header("Content-Security-Policy")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "form-action 'self'" in policy
        assert not response.header("Set-Cookie")
        html = response.body.decode()
        assert "<style" not in html
        assert " style=" not in html
        assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", html))

    def test_a_nonce_reaches_policy_and_tags(self, visitor: Visitor) -> None:
        response = visitor.site.handle(Request("GET", "/vigil", nonce="r4nd0m"))
        assert "'nonce-r4nd0m'" in response.header("Content-Security-Policy")
        assert response.body.decode().count('nonce="r4nd0m"') == 3
        assert response.header("Cache-Control") == "no-store"

    def test_files_on_a_host_in_any_letters_are_allowed(self, campaign: Campaign) -> None:
        visitor = Visitor(campaign, {"assets_base": "https://пример.бел/static"})
        policy = visitor.get("/vigil").header("Content-Security-Policy")
        assert "script-src 'self' https://xn--e1afmkfd.xn--90ais;" in policy
        assert policy.isascii()

    def test_only_the_embed_page_is_framed(self, visitor: Visitor) -> None:
        response = visitor.get("/vigil/embed")
        policy = response.header("Content-Security-Policy")
        assert "frame-ancestors *" in policy
        assert "form-action 'none'" in policy
        assert "<form" not in response.body.decode()
        assert f'href="{BASE_URL}/vigil"' in response.body.decode()

    def test_the_count_can_be_cached_and_read_elsewhere(self, visitor: Visitor) -> None:
        response = visitor.get("/vigil/count.json")
        assert response.header("Access-Control-Allow-Origin") == "*"
        again = visitor.get("/vigil/count.json", if_none_match=response.header("ETag"))
        assert (again.status, again.body, again.header("Content-Length")) == (304, b"", "")

    @pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
    def test_head_is_get_without_the_body(self, visitor: Visitor, route: object) -> None:
        path = ROUTES[ROUTES.index(route)].build(  # type: ignore[arg-type]
            petition="vigil", token="x", file="solidarity_widgets.css"
        )
        full, head = visitor.get(path), visitor.request("HEAD", path)
        assert (head.status, head.headers, head.body) == (full.status, full.headers, b"")

    @pytest.mark.parametrize("path", ["/\0", "/vigil?a=\0"])
    def test_head_never_has_a_body(self, visitor: Visitor, path: str) -> None:
        full, head = visitor.get(path), visitor.request("HEAD", path)
        assert (head.status, head.headers, head.body) == (404, full.headers, b"")

    @pytest.mark.parametrize(
        "path", ["/vigil", "/vigil/embed", f"/oembed?url={BASE_URL}/vigil", "/short/deadline.ics"]
    )
    def test_shared_caches_know_what_the_language_depends_on(self, campaign: Campaign, path: str) -> None:
        response = Visitor(campaign).get(path)
        assert response.header("Cache-Control").startswith("public")
        assert response.header("Vary") == "Accept-Language"
        by_cookie = Visitor(campaign, {"locale": lambda request: request.header("cookie") or "en"})
        assert by_cookie.get(path).header("Cache-Control") == "private, max-age=10"

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "FOO"])
    @pytest.mark.parametrize("language", ["en", "be", "ar"])
    def test_another_method_is_refused_in_the_readers_language(
        self, visitor: Visitor, method: str, language: str
    ) -> None:
        visitor.language = language
        response = visitor.request(method, "/vigil")
        assert response.status == 405
        assert response.header("Allow") == "GET, HEAD, POST, OPTIONS"
        page = response.body.decode()
        assert f'<html lang="{language}"' in page
        # The page exists, so nobody has to check its address.
        translator = Translator(get_locale(language))
        assert translator.message(messages.TRY_AGAIN).text in page
        assert translator.message(messages.CHECK_ADDRESS).text not in page

    def test_options_lists_the_methods(self, visitor: Visitor) -> None:
        response = visitor.request("OPTIONS", "/vigil/count.json")
        assert (response.status, response.header("Allow")) == (204, "GET, HEAD, OPTIONS")


class TestLanguages:
    """The reader's language."""

    def test_the_address_wins_over_the_browser_and_is_kept(self, visitor: Visitor) -> None:
        response = visitor.get("/vigil?lang=be")
        assert '<html lang="be"' in response.body.decode()
        assert 'action="/petitions/vigil?lang=be"' in response.body.decode()
        sent = visitor.post("/vigil?lang=be", {})
        assert sent.status == 422
        assert '<html lang="be"' in sent.body.decode()

    def test_an_unknown_language_is_ignored(self, visitor: Visitor) -> None:
        visitor.language = "uk"
        assert '<html lang="uk"' in visitor.get("/vigil?lang=xx").body.decode()

    def test_right_to_left(self, visitor: Visitor) -> None:
        visitor.language = "ar"
        assert '<html lang="ar" dir="rtl"' in visitor.get("/vigil").body.decode()

    def test_the_host_can_choose(self, campaign: Campaign) -> None:
        visitor = Visitor(campaign, {"locale": lambda request: "uk"})
        assert '<html lang="uk"' in visitor.get("/vigil").body.decode()
        # Links in emails are opened without the host's cookie.
        assert '<html lang="be"' in visitor.get("/vigil?lang=be").body.decode()

    def test_links_of_emails_open_in_the_language_of_the_form(self, visitor: Visitor) -> None:
        visitor.language = "be"
        visitor.post("/vigil?lang=be", visitor.form(email="ales@example.org"))
        visitor.language = "de"
        assert '<html lang="be"' in visitor.get(visitor.link("confirm")).body.decode()


class TestLayout:
    """The host's own look."""

    def test_it_gets_the_page(self, campaign: Campaign) -> None:
        pages: list[Page] = []

        def layout(page: Page) -> str:
            pages.append(page)
            return f"<!doctype html><title>{page.title}</title>{page.head}<main>{page.body}</main>"

        visitor = Visitor(campaign, {"layout": layout})
        assert b"<main>" in visitor.get("/vigil").body
        visitor.get("/nothing")
        visitor.get("/confirm/x")
        assert [(page.kind, page.status) for page in pages] == [
            ("petition", 200), ("error", 404), ("confirm", 404),
        ]  # fmt: skip
        assert pages[0].locale.code == "en"
        assert len(pages[0].languages) > 10
        assert pages[2].languages == ()  # the address contains a token


class TestEmbedding:
    """The count on other sites."""

    def test_oembed(self, visitor: Visitor) -> None:
        (url,) = re.findall(
            r'type="application/json\+oembed" href="([^"]+)"', visitor.get("/vigil").body.decode()
        )
        response = visitor.get(url.replace("&amp;", "&"))
        found = json.loads(response.body)
        assert (found["version"], found["type"], found["title"]) == ("1.0", "rich", "Let them go")
        assert f'src="{BASE_URL}/vigil/embed"' in found["html"]

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("", 404),
            ("url=https://evil.example/petitions/vigil", 404),
            (f"url={BASE_URL}/nothing", 404),
            (f"url={BASE_URL}/confirm/x", 404),
            (f"url={BASE_URL}/vigil&format=xml", 404),
            (f"url={BASE_URL}/vigil&maxwidth=200&maxheight=x", 200),
        ],
    )
    def test_oembed_of_other_addresses(self, visitor: Visitor, query: str, status: int) -> None:
        response = visitor.get(f"/oembed?{query}")
        assert response.status == status
        if status == 200:
            assert b'"width":200' in response.body

    def test_assets_are_served_and_nothing_else(self, visitor: Visitor) -> None:
        html = visitor.get("/vigil").body.decode()
        urls = re.findall(r'(?:src|href)="(/petitions/static/[^"]+)"', html)
        assert len(urls) == 4
        for url in urls:
            response = visitor.get(url)
            assert response.status == 200
            assert "immutable" in response.header("Cache-Control")
        for name in ("nothing.css", "x.py", "icons", "icons/nothing.svg", "..%2f..%2fsite.py"):
            assert visitor.get(f"/static/solidarity_widgets/{name}").status == 404

    def test_the_deadline_as_a_calendar_file(self, visitor: Visitor) -> None:
        response = visitor.get("/short/deadline.ics")
        assert response.status == 200
        assert response.body.startswith(b"BEGIN:VCALENDAR")
        assert visitor.get("/vigil/deadline.ics").status == 404


class TestFaults:
    """What goes wrong is said, and nothing is stored."""

    @pytest.mark.parametrize(
        ("headers", "body", "status"),
        [
            ({"sec_fetch_site": "cross-site"}, b"a=b", 403),
            ({"content_type": "application/json"}, b"{}", 415),
            ({}, b"a=%00", 400),
            ({}, b"a=" + b"b" * 70_000, 413),
        ],
    )
    def test_a_refused_form(
        self, visitor: Visitor, headers: dict[str, str], body: bytes, status: int
    ) -> None:
        for path in ("/vigil", "/vigil/resend"):
            response = visitor.post(path, body, **headers)
            assert response.status == status
            assert "<h1" in response.body.decode()
        assert visitor.campaign.all() == []

    def test_a_host_with_its_own_protection(self, campaign: Campaign) -> None:
        visitor = Visitor(campaign, {"csrf": lambda request: {"token": "t0ken"}})
        html = visitor.get("/vigil").body.decode()
        assert '<input type="hidden" name="token" value="t0ken">' in html
        assert visitor.get("/vigil").header("Cache-Control") == "no-store"
        assert visitor.post("/vigil", visitor.form(), sec_fetch_site="cross-site").status == 303

    def test_a_store_that_fails(self, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*args: object, **kwargs: object) -> None:
            raise StoreError("the connection was lost")

        monkeypatch.setattr(visitor.campaign.store, "insert", fail)
        response = visitor.post("/vigil", visitor.form())
        assert (response.status, response.header("Retry-After")) == (503, "60")

    @pytest.mark.parametrize(
        ("base_url", "origin"),
        [
            ("https://Example.org:443/p", "https://example.org"),
            ("http://example.org:80", "http://example.org"),
            ("http://example.org:443", "http://example.org:443"),
            ("https://пример.бел:8443", "https://xn--e1afmkfd.xn--90ais:8443"),
            ("http://[::1]:80/p", "http://[::1]"),
            ("https://example.org/мы", "https://example.org"),
        ],
    )
    def test_forms_of_the_site_itself(self, campaign: Campaign, base_url: str, origin: str) -> None:
        """Browsers write an origin in ASCII, and without the default port."""
        visitor = Visitor(campaign)
        visitor.site = PetitionSite(campaign.service, base_url=base_url)
        sent = visitor.post(f"{visitor.site.base_path}/vigil", {}, origin=origin, sec_fetch_site="")
        assert sent.status == 422
        signed = visitor.post(f"{visitor.site.base_path}/vigil", visitor.form())
        assert signed.status == 303
        assert signed.header("Location").isascii()
        described = visitor.get(
            f"{visitor.site.base_path}/oembed?{urlencode({'url': f'{base_url}/vigil?a=1#b'})}"
        )
        assert described.status == 200

    def test_names_of_files_that_do_not_exist_use_up_no_memory(self, visitor: Visitor) -> None:
        letters = [chr(97 + number // 26) + chr(97 + number % 26) for number in range(600)]
        for name in letters:
            assert visitor.get(f"/static/solidarity_widgets/{name}.css").status == 404
        assert read_asset.cache_info().currsize < len(letters)  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        "url", ["example.org", "https://example.org/?a=1", "https://example.org/#a", "/x"]
    )
    def test_a_base_that_is_no_url(self, campaign: Campaign, url: str) -> None:
        with pytest.raises(InvalidURLError):
            PetitionSite(campaign.service, base_url=url)
