"""Every address of the product: one line per context, in the order of the navigation."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from leitai.config.health import healthz

PREFIXES = {
    "today": "",
    "goals": "goals/",
    "contests": "contests/",
    "incentives": "incentives/",
    "planning": "planning/",
    "customers": "customers/",
    "organization": "team/",
    "metrics": "metrics/",
    "sales": "records/",
    "imports": "imports/",
    "approvals": "approvals/",
    "conversation": "threads/",
    "notifications": "inbox/",
    "search": "search/",
    "files": "files/",
    "accounts": "accounts/",
    "ui": "ui/",
}

urlpatterns = [
    path(prefix, include(f"leitai.{context}.urls"))
    for context, prefix in PREFIXES.items()
    if f"leitai.{context}" in settings.INSTALLED_APPS and find_spec(f"leitai.{context}.urls")
]
urlpatterns += [
    path("settings/", include("leitai.organization.settings_urls")),
    path("accounts/", include("allauth.urls")),
    path("healthz", healthz, name="healthz"),
]
handler404 = "leitai.ui.views.not_found"
handler500 = "leitai.ui.views.server_error"
