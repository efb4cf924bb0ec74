"""What only the signer should have is not shared."""

import pytest

from solidarity_widgets import InvalidURLError, share_buttons, share_url
from solidarity_widgets.sharing import share_content
from solidarity_widgets.sharing.private import without_private_parts
from solidarity_widgets.signing.keys import Keys
from solidarity_widgets.signing.tokens import Tokens

TOKENS = Tokens(Keys("3q-vN8Q0yF2mJr5uT7wZxC1eH4kL6pS9aB"))
PAGE = "https://example.org/lake"
MADE = {
    f"{purpose} {petition}": TOKENS.make(purpose, petition, "0123456789abcdef" * 2, 1_800_000_000)
    for purpose in ("confirm", "withdraw", "erase", "unsubscribe")
    for petition in ("lake", "свабода", "free-ales-2027")
}


@pytest.mark.parametrize("token", MADE.values(), ids=MADE)
class TestTokens:
    def test_in_the_query(self, token):
        for name in ("token", "t", "doi", "confirm"):
            assert share_content(f"{PAGE}?a=1&{name}={token}&b=2").url == f"{PAGE}?a=1&b=2"
        assert share_content(f"{PAGE}?{token}").url == PAGE

    def test_percent_encoded(self, token):
        assert share_content(f"{PAGE}?t={token.replace('.', '%2E')}#x").url == f"{PAGE}#x"

    def test_in_the_fragment(self, token):
        assert share_content(f"{PAGE}?a=1#{token}").url == f"{PAGE}?a=1"
        assert share_content(f"{PAGE}#token={token}").url == PAGE

    def test_in_the_path(self, token):
        """Nothing can be removed there, so it is an error, which does not show the token."""
        with pytest.raises(InvalidURLError, match="share the URL of the petition's page") as caught:
            share_buttons(f"https://example.org/confirm/{token}", "telegram")
        assert token not in str(caught.value)
        assert token not in repr(caught.value)
        assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{PAGE}?step=thanks", PAGE),
        (f"{PAGE}?step=confirm#sign", f"{PAGE}#sign"),
        (f"{PAGE}?lang=be&step=sign&x=1", f"{PAGE}?lang=be&x=1"),
        (f"{PAGE}?STEP=thanks", PAGE),
        (f"{PAGE}?token=abc", PAGE),
        (f"{PAGE}?step=2", f"{PAGE}?step=2"),
        (f"{PAGE}?steps=thanks&tokens=1", f"{PAGE}?steps=thanks&tokens=1"),
        (f"{PAGE}?", f"{PAGE}?"),
        (f"{PAGE}?a&&b=#", f"{PAGE}?a&&b=#"),
        (f"{PAGE}?v=1.2.3#a.b.c", f"{PAGE}?v=1.2.3#a.b.c"),
    ],
)
def test_steps_and_other_parameters(url, expected):
    assert without_private_parts(url) == expected


def test_campaign_parameters_come_afterwards():
    link = share_url(f"{PAGE}?step=thanks", "telegram", campaign={"utm_source": "thanks"})
    assert link.endswith("%2Flake%3Futm_source%3Dthanks")
