"""One installation serves one company: its name, currency and habits."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Company(models.Model):
    """The single row of the installation. Time zone is `TIME_ZONE` of the settings."""

    name = models.CharField(_("company name"), max_length=120)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    deals_need_confirmation = models.BooleanField(_("A lead confirms reported deals"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_company")]

    def __str__(self):
        return self.name
