"""The front page of the demo, at the address that no business has: the worlds, and who may come in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from doorstep.accounts.doors import public
from doorstep.demo.cast import HOUSES, PASSWORD
from doorstep.tenancy.models import Business, Pack

ABOUT = {
    Pack.BROKERAGE: _("Leads are invited, register and become clients."),
    Pack.EXCHANGE: _("A house and a buyer’s team, each with leads of its own."),
    Pack.HOMES: _("Buyers, sellers and renters of homes."),
    Pack.ACADEMY: _("People who ask for courses and coaching."),
}


@public
def lobby(request: HttpRequest) -> HttpResponse:
    open_now = {business.host: business for business in Business.objects.all()}
    worlds = [(open_now[house.host], house, ABOUT[house.pack]) for house in HOUSES if house.host in open_now]
    return render(request, "site/lobby.html", {"worlds": worlds, "password": PASSWORD})


urlpatterns = [path("", lobby, name="lobby")]
