"""A model for the admin and its permissions. The tables of petitions belong to the signing store.

``migrate`` also tells only apps with this module that it has worked on a database.
"""

from __future__ import annotations

from typing import Any

from django.db import models


class Petition(models.Model):
    """A petition of the setting ``PETITIONS``, for the admin. It has no table and no query works on it.

    Users who can view it see how many have signed. Users who can change it also see the quarantined
    signatures, and release or reject them.
    """

    id: Any = models.CharField(primary_key=True, max_length=100)

    class Meta:
        """Without a table, but with permissions."""

        app_label: str = "solidarity_widgets"
        managed: bool = False
        default_permissions: tuple[str, ...] = ("view", "change")

    def __str__(self) -> str:
        return str(self.pk)
