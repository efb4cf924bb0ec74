"""What somebody sends who fills in a petition's form."""

from __future__ import annotations

import re

from ..signing.campaign import Campaign

BASE_URL = "https://example.org"


def fill_in(campaign: Campaign, html: str, **values: str) -> dict[str, str]:
    """Return the fields that the page already has, and what somebody types in half a minute."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    consent = re.search(r'name="(consent-processing)"[^>]* value="([^"]+)"', html)
    assert consent is not None
    campaign.now += 30
    typed = {"name": "Ales", "email": "ales@example.org", "country": "", "postcode": "", "message": ""}
    return {**dict(hidden), consent[1]: consent[2], **typed, **values}
