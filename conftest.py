"""Fixtures for every test, beside the code and in tests/."""

import os
import shutil

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

pytest_plugins = ["leitai.imports.tests.fixtures"]

# No deadline: a busy machine is not a bug. In CI the same examples every time.
hypothesis.register_profile("usual", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
hypothesis.register_profile("ci", parent=hypothesis.get_profile("usual"), derandomize=True)
hypothesis.register_profile("long", parent=hypothesis.get_profile("usual"), max_examples=1000)
hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "usual"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """`TEST_DATABASE_SUFFIX` lets several runs share one PostgreSQL server."""
    from django.db import connections

    suffix = os.environ.get("TEST_DATABASE_SUFFIX")
    if suffix and connections["default"].vendor == "postgresql":
        test = connections["default"].settings_dict["TEST"]
        test["NAME"] = f"{test['NAME'] or 'test_' + str(connections['default'].settings_dict['NAME'])}_{suffix}"


@pytest.fixture
def cast(db):
    from tests.people import make_cast

    return make_cast()


@pytest.fixture(autouse=True)
def quick(settings, monkeypatch):
    """Pages render without a built bundle, passwords are hashed in no time, figures ask nobody for the currency."""
    monkeypatch.setattr("leitai.ui.figures.currency._source", lambda: "CNY")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def jobs_at_once():
    """Background jobs run where they are enqueued."""
    from leitai.jobs import huey

    huey.immediate = True


@pytest.fixture(scope="session")
def chromium():
    """One browser for all stories: `$CHROMIUM`, else the one of the system."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), "chromium", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium: bin/chromium installs one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--font-render-hinting=none"])
        yield browser
        browser.close()
