"""Emails to signers: composed, and sent (extra ``signing``)."""

from solidarity_widgets.mail.compose import LinkMaker, compose

__all__ = ["LinkMaker", "compose"]
