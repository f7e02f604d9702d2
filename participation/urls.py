"""Addresses of the participation app."""

from django.urls import path

from participation.views.occasions import NewOccasion, Occasion
from participation.views.review import ReviewViews, ReviewViewsCode
from participation.views.words import ChildWords

urlpatterns = [
    path("children/<uuid:uuid>/words/", ChildWords.as_view(), name="child-words"),
    path("reviews/<uuid:uuid>/views/", ReviewViews.as_view(), name="review-views"),
    path("reviews/<uuid:uuid>/views/code/", ReviewViewsCode.as_view(), name="review-views-code"),
    path("reviews/<uuid:uuid>/views/another/", NewOccasion.as_view(), name="review-heard-new"),
    path("reviews/<uuid:uuid>/views/<uuid:heard>/", Occasion.as_view(), name="review-heard"),
]
