"""Imports, exports and their files."""

import factory

from returns import models
from tests.factories.accounts import LocalAuthorityFactory


class JobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Job

    authority = factory.SubFactory(LocalAuthorityFactory)
    kind = "import_903"


class JobFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.JobFile

    job = factory.SubFactory(JobFactory)
    authority = factory.SelfAttribute("job.authority")
    name = "header.csv"
    content = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
