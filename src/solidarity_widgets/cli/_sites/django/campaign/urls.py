from django.shortcuts import render
from django.urls import include, path

from campaign.petitions import LAKE
from solidarity_widgets import get_locale
from solidarity_widgets.django.petitions import get_service


def home(request):
    title = LAKE.title.best(get_locale()).text
    return render(request, "home.html", {"lake": LAKE, "title": title, "signed": get_service().count(LAKE)})


urlpatterns = [path("", home), path("petitions/", include("solidarity_widgets.django.urls"))]
