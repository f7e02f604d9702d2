"""Imports, exports and their files."""

import factory

from returns import models
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.base import PortalFactory


class JobFactory(PortalFactory):
    class Meta:
        model = models.Job

    authority = factory.SubFactory(LocalAuthorityFactory)
    kind = "import_903"


class JobFileFactory(PortalFactory):
    class Meta:
        model = models.JobFile

    job = factory.SubFactory(JobFactory)
    authority = factory.SelfAttribute("job.authority")
    name = "header.csv"
    content = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
