"""Addresses of the children app."""

from django.urls import path

from children.views.care_plan import ComparePlans, CurrentPlan, DraftPlan, EditPart
from children.views.child import AddressPage, ChildPage
from children.views.edit import AddPersonAround, ChangePersonAround, EditChild

urlpatterns = [
    path("children/<uuid:uuid>/", ChildPage.as_view(), name="child"),
    path("children/<uuid:uuid>/address/", AddressPage.as_view(), name="child-address"),
    path("children/<uuid:uuid>/details/", EditChild.as_view(), name="child-edit"),
    path("children/<uuid:uuid>/people/add/", AddPersonAround.as_view(), name="person-around-add"),
    path("children/<uuid:uuid>/people/<uuid:around>/", ChangePersonAround.as_view(), name="person-around"),
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
