"""Addresses of the children app."""

from django.urls import path

from children.views.care_plan import ComparePlans, CurrentPlan, DraftPlan, EditPart
from children.views.child import AddressPage, ChildPage
from children.views.confidential import Confidential, ConfidentialPerson
from children.views.edit import AddPersonAround, ChangePersonAround, EditChild
from children.views.glass import ClosedRecords, CloseGlass, GlassList, LookAtGlass, OpenClosedChild
from children.views.restriction import EndNaming, LiftRestriction, NamePerson, RestrictChild, RestrictionPage
from children.views.trail import WhoSaw, WhoSawDownload

urlpatterns = [
    path("children/<uuid:uuid>/who-saw/", WhoSaw.as_view(), name="child-trail"),
    path("children/<uuid:uuid>/who-saw/table/", WhoSawDownload.as_view(), name="child-trail-download"),
    path("closed-records/open/", OpenClosedChild.as_view(), name="glass-break"),
    path("closed-records/<uuid:uuid>/close/", CloseGlass.as_view(), name="glass-close"),
    path("closed-records/", ClosedRecords.as_view(), name="closed-records"),
    path("closed-records/opened/", GlassList.as_view(), name="glass-list"),
    path("closed-records/<uuid:uuid>/", LookAtGlass.as_view(), name="glass-look"),
    path("children/<uuid:uuid>/restrict/", RestrictChild.as_view(), name="child-restrict"),
    path("children/<uuid:uuid>/restriction/", RestrictionPage.as_view(), name="child-restriction"),
    path("children/<uuid:uuid>/restriction/name/", NamePerson.as_view(), name="child-restriction-name"),
    path("children/<uuid:uuid>/restriction/lift/", LiftRestriction.as_view(), name="child-restriction-lift"),
    path(
        "children/<uuid:uuid>/restriction/<uuid:named>/end/",
        EndNaming.as_view(),
        name="child-restriction-unname",
    ),
    path("children/<uuid:uuid>/", ChildPage.as_view(), name="child"),
    path("children/<uuid:uuid>/address/", AddressPage.as_view(), name="child-address"),
    path("children/<uuid:uuid>/details/", EditChild.as_view(), name="child-edit"),
    path("children/<uuid:uuid>/people/add/", AddPersonAround.as_view(), name="person-around-add"),
    path("children/<uuid:uuid>/people/<uuid:around>/", ChangePersonAround.as_view(), name="person-around"),
    path("children/<uuid:uuid>/confidential/", Confidential.as_view(), name="confidential"),
    path(
        "children/<uuid:uuid>/confidential/<uuid:around>/",
        ConfidentialPerson.as_view(),
        name="confidential-person",
    ),
    path("children/<uuid:uuid>/care-plan/", CurrentPlan.as_view(), name="care-plan"),
    path("children/<uuid:uuid>/care-plan/<int:number>/", CurrentPlan.as_view(), name="care-plan-version"),
    path(
        "children/<uuid:uuid>/care-plan/<int:number>/changes/",
        ComparePlans.as_view(),
        name="care-plan-compare",
    ),
    path("children/<uuid:uuid>/care-plan/draft/", DraftPlan.as_view(), name="care-plan-draft"),
    path(
        "children/<uuid:uuid>/care-plan/draft/<slug:section>/", EditPart.as_view(), name="care-plan-section"
    ),
]
