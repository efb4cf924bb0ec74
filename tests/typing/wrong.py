"""Calls that type checkers must refuse: every statement that ends in ``# wrong`` is an error, no other is."""

from datetime import time

import solidarity_widgets as sw

URL = "https://example.org/"
lake = sw.Petition("lake", title="The lake")

sw.share_url(3.14, "vk")  # wrong
sw.share_url(URL, b"vk")  # wrong
sw.share_url(URL, "vk", title=object())  # wrong
sw.share_url(URL, "vk", titel="x")  # wrong
sw.share_url(URL, "vk", locale=5)  # wrong
sw.share_url(URL, "vk", campaign="utm_source=bar")  # wrong
sw.share_url(URL, "vk", hashtags=7)  # wrong
sw.share_button(URL, ["vk", "telegram"])  # wrong
sw.share_button(URL, "vk", display="mark")  # wrong
sw.share_button(URL, "vk", attrs=["class"])  # wrong
sw.share_buttons(URL, 4)  # wrong
sw.share_buttons(URL, "vk", retired="hide")  # wrong
sw.countdown(5, zone="Europe/Minsk")  # wrong
sw.countdown(sw.Goal.fixed(5))  # wrong
sw.countdown("2027-08-04", zone=3)  # wrong
sw.countdown("2027-08-04", zone="Europe/Minsk", style="tiny")  # wrong
sw.countdown("2027-08-04", zone="Europe/Minsk", units=3)  # wrong
sw.countdown("2027-08-04", zone="Europe/Minsk", now=time(12))  # wrong
sw.countdown("2027-08-04", zone="Europe/Minsk", unit="days")  # wrong
sw.elapsed(None, zone="Europe/Minsk")  # wrong
sw.format_duration(90)  # wrong
sw.Yearly(8, 4, zone=5)  # wrong
sw.Yearly("8", 4, zone="Europe/Minsk")  # wrong
sw.Monthly(16)  # wrong
sw.Monthly(16, time=20, zone="Europe/Minsk")  # wrong
sw.Duration(days="3")  # wrong
sw.Petition("x", title=object())  # wrong
sw.Petition("x", title="t", goal=object())  # wrong
sw.Petition("x", title="t", langauges="be")  # wrong
sw.Petition("x", title="t", closes=3.14)  # wrong
sw.Petition("x", title="t", fields=3)  # wrong
sw.Petition("x", title="t", consents=[1])  # wrong
sw.Deadline(5, "Europe/Minsk")  # wrong
sw.Consent("partner", 5)  # wrong
sw.Goal.fixed("many")  # wrong
sw.petition("lake")  # wrong
sw.petition(lake, signed="many")  # wrong
sw.petition(lake, share="<b>")  # wrong
sw.petition_form(lake, display="plain")  # wrong
sw.petition_form(lake, action="/sign", csrf=5)  # wrong
sw.petition_progress("many")  # wrong
sw.use_locale(5)  # wrong
sw.stylesheet(nonce=5)  # wrong
lake.title.upper()  # wrong
