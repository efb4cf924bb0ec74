"""Options have the form that their network documents."""

import pytest

from solidarity_widgets import InvalidFieldError, MissingFieldError, share_button, share_url

URL = "https://example.org/lake"


@pytest.mark.parametrize(
    "number",
    [
        "375291234567",
        "+375291234567",
        "+375 29 123-45-67",
        "+375 (29) 123.45.67",
        "+375\u00a029\u202f123\u201145\u201367",
        "+٣٧٥٢٩١٢٣٤٥٦٧",
    ],
)
def test_whatsapp_gets_digits(number):
    assert share_url(URL, "whatsapp", phone=number).endswith("&phone=375291234567")


@pytest.mark.parametrize(
    "number",
    ["00375291234567", "0291234567", "+0291234567", "12345", "1" * 16, "+375 29 CALL", "++375291234567"],
)
def test_whatsapp_refuses_what_it_does_not_find(number):
    with pytest.raises(InvalidFieldError, match="international format, without leading zeros") as caught:
        share_url(URL, "whatsapp", phone=number)
    assert caught.value.field == "phone"


def test_text_messages():
    """``?&body=`` is understood by Android and iOS."""
    assert share_url(URL, "sms") == "sms:?&body=https%3A%2F%2Fexample.org%2Flake"
    assert share_url(URL, "sms", to="+375 (29) 123-45-67").startswith("sms:+375291234567?&body=")


def test_messenger_has_an_address_to_return_to():
    link = share_url(URL, "facebook_messenger", app_id="1")
    assert link.endswith("&redirect_uri=https%3A%2F%2Fexample.org%2Flake")
    link = share_url(URL, "facebook_messenger", app_id="1", redirect_url="https://example.org/back")
    assert link.endswith("&redirect_uri=https%3A%2F%2Fexample.org%2Fback")


def test_pinterest_needs_a_picture():
    with pytest.raises(MissingFieldError, match="pinterest needs image"):
        share_url(URL, "pinterest", title="Воля")


def test_weibo_mentions_by_number():
    assert "ralateUid" not in share_url(URL, "weibo", via="viasna96")
    assert share_url(URL, "weibo", uid="1234567890").endswith("&ralateUid=1234567890")


@pytest.mark.parametrize(
    "pasted",
    [
        "social.example",
        "https://social.example",
        "https://social.example/",
        "HTTPS://social.example/",
        " social.example ",
    ],
)
@pytest.mark.parametrize(
    ("provider", "path"),
    [
        ("mastodon", "share?text="),
        ("fediverse", "share?text="),
        ("lemmy", "create_post?url="),
        ("misskey", "share?url="),
        ("wallabag", "bookmarklet?url="),
    ],
)
def test_a_server_as_it_is_pasted(provider, path, pasted):
    assert share_url(URL, provider, instance=pasted).startswith(f"https://social.example/{path}https%3A")


@pytest.mark.parametrize("instance", ["lemmy.world", "https://lemmy.ml/", "sh.itjust.works", "misskey.io"])
@pytest.mark.parametrize("provider", ["mastodon", "fediverse"])
def test_other_software_has_another_page(provider, instance):
    software = "misskey" if "misskey" in instance else "lemmy"
    with pytest.raises(InvalidFieldError, match=f"use the provider '{software}'"):
        share_url(URL, provider, instance=instance)
    assert share_url(URL, software, instance=instance)


def test_lemmy_needs_a_server():
    with pytest.raises(MissingFieldError, match="lemmy needs instance"):
        share_url(URL, "lemmy", title="Воля")


@pytest.mark.parametrize("provider", ["email", "sms", "viber", "threema"])
def test_apps_open_in_no_tab(provider):
    button = share_button(URL, provider, new_tab=True)
    assert "target" not in str(button)
    assert str(button) == str(share_button(URL, provider))


@pytest.mark.parametrize("provider", ["telegram", "gmail", "outlook_mail", "mastodon"])
def test_web_pages_open_in_a_tab(provider):
    html = str(share_button(URL, provider, new_tab=True))
    assert 'target="_blank"' in html
    assert "(opens in a new tab)" in html
