"""The child's views and how they took part."""

import factory

from participation import models
from tests.factories.reviews import OfReviewFactory


class ChildViewFactory(OfReviewFactory):
    class Meta:
        model = models.ChildView

    child = factory.SelfAttribute("review.child")
    exact_words = "I want to stay at Mo and Pat's."


class ParticipationFactory(OfReviewFactory):
    class Meta:
        model = models.Participation
