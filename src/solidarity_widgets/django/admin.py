"""The admin: petitions with their counts, and quarantined signatures to release or reject.

It shows what a review needs, not the address, the postcode or the network of a signer.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from solidarity_widgets.django import conf
from solidarity_widgets.django.models import Petition
from solidarity_widgets.i18n import get_locale

if TYPE_CHECKING:
    from solidarity_widgets.petitions import Petition as PetitionValue
    from solidarity_widgets.signing import Signature, SigningService

    _ModelAdmin = admin.ModelAdmin[Petition]
else:
    _ModelAdmin = admin.ModelAdmin  # has no type arguments when it runs

_FOLDER = "admin/solidarity_widgets/petition"
_PAGE_SIZE = 100


class PetitionAdmin(_ModelAdmin):
    """Lists petitions, and the quarantined signatures of one. It reads the store, not a table of Django."""

    def get_urls(self) -> list[Any]:
        """Return the pages that need no table: the list, and the quarantine of a petition."""
        return [each for each in super().get_urls() if str(each.name).endswith(("_changelist", "_change"))]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the user sees petitions in the admin, if the site has any."""
        return conf.get_settings().petitions is not None and super().has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return ``False``: petitions are written in Python."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return ``False``: petitions are written in Python."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the petitions with their counts."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        service = _service()
        petitions = conf.get_settings().load_petitions()
        rows = [] if callable(petitions) else [_row(service, each) for each in petitions]
        context = {"title": "Petitions", "rows": rows, "can_review": self.has_change_permission(request)}
        return self._page(request, "change_list", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the quarantined signatures of a petition, and release or reject those that are chosen."""
        if not self.has_change_permission(request):  # they have names and messages
            raise PermissionDenied
        service = _service()
        petition = service.find_petition(object_id)
        if petition is None:
            raise Http404
        ids, action = request.POST.getlist("id"), request.POST.get("action")
        chosen = list(filter(None, (_quarantined(service, object_id, id) for id in ids)))
        confirming = action == "reject" and bool(chosen) and "confirmed" not in request.POST
        if request.method == "POST" and not confirming:
            self._review(request, service, object_id, ids)
            return HttpResponseRedirect(request.get_full_path())
        found = list(
            islice(service.quarantined(petition, after=request.GET.get("after", "")), _PAGE_SIZE + 1)
        )
        context = {
            "title": _title(petition),
            "signatures": [_shown(each) for each in (chosen if confirming else found[:_PAGE_SIZE])],
            "next": found[_PAGE_SIZE - 1].id if len(found) > _PAGE_SIZE and not confirming else "",
            "confirming": confirming,
        }
        return self._page(request, "change_form", context)

    def _review(
        self, request: HttpRequest, service: SigningService, petition_id: str, ids: list[str]
    ) -> None:
        actions = {"release": (service.release, "Released"), "reject": (service.reject, "Rejected")}
        if not ids or request.POST.get("action") not in actions:
            messages.warning(request, "Choose signatures and what to do with them.")
            return
        function, word = actions[request.POST["action"]]
        done = sum(function(petition_id, id) for id in ids)
        message = f"{word} {done} of {len(ids)} signatures."
        if done:
            self.log_change(request, Petition(petition_id), message)
        messages.success(request, message)

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        values = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"{_FOLDER}/{name}.html", values)


def _service() -> SigningService:
    """Return the service. It needs the extra ``signing``, so it is imported when somebody opens a page."""
    if conf.get_settings().petitions is None:
        raise Http404
    from solidarity_widgets.django.petitions import get_service

    return get_service()


def _quarantined(service: SigningService, petition_id: str, id: str) -> Signature | None:
    found = service.store.find(petition_id, id)
    return found if found is not None and found.state == "quarantined" else None


def _title(petition: PetitionValue) -> str:
    return petition.title.best(get_locale()).text


def _row(service: SigningService, petition: PetitionValue) -> dict[str, object]:
    quarantined = service.store.count_by(petition.id, "state").get("quarantined", 0)
    return {
        "id": petition.id,
        "title": _title(petition),
        "signed": service.count(petition),
        "quarantined": quarantined,
    }


def _shown(signature: Signature) -> dict[str, object]:
    """Return what a review needs to know of a signature."""
    return {
        "id": signature.id,
        "name": signature.name,
        "country": signature.country,
        "message": signature.message,
        "score": signature.score,
        "confirmed": signature.confirmed_by_signer,
        "day": datetime.fromtimestamp(signature.submitted_at, UTC).date(),
    }


admin.site.register(Petition, PetitionAdmin)
