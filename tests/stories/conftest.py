"""A browser for the stories: a person signs in and looks, and the page is watched while she does.

    def test_she_reads_the_board(browse, cast):
        page = browse(cast.mei, width=390, theme="dark")
        page.open("/contests/")
        page.looks_whole()

Whatever goes wrong behind the page's back fails the story: a console error, a content-policy violation, a failed
request, an answer of 4xx or 5xx that was not announced by `page.expects(404)`. Stories wait on state, never sleep.
"""

import os
import socket
import threading
import time

import pytest
from django.conf import settings as django_settings

from tests.stories.watching import SIZES, Watched

# Playwright's own loop makes Django think it is called from async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NOW = "2026-11-18T09:12:00+08:00"


def pytest_collection_modifyitems(items):
    for item in items:
        if "stories" in item.path.parts:
            item.add_marker(pytest.mark.story)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite in a file: the server's threads and the hub each open it for themselves."""
    from django.db import connections

    default = connections["default"].settings_dict
    if default["ENGINE"].endswith("sqlite3"):
        default["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "stories.sqlite3")


@pytest.fixture(scope="session")
def served(django_db_setup):
    """The whole product on a free port, live part and all, on the test database."""
    import uvicorn

    from leitai.config.asgi import application

    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(application, log_level="error", access_log=False, timeout_graceful_shutdown=1)
    )
    running = threading.Thread(target=server.run, args=([listener],), daemon=True)
    running.start()
    while not server.started:
        assert running.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    running.join(10)


@pytest.fixture
def product(transactional_db, served, settings):
    """The address of the product, with the bundle that set-up made, on the morning of 18 November 2026."""
    if not (django_settings.STATIC_ROOT / "staticfiles.json").exists():
        pytest.fail("no static files: run bin/setup first")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    settings.LEITAI_NOW = NOW
    return served


@pytest.fixture
def browse(chromium, product):
    """browse(person, width=1440, theme="light", language="zh-hans") → a watched page, signed in; None: signed out."""
    watched: list[Watched] = []

    def go(who=None, *, width: int = 1440, theme: str = "light", language: str = "zh-hans") -> Watched:
        context = chromium.new_context(
            base_url=product,
            viewport={"width": width, "height": SIZES.get(width, 900)},
            color_scheme=theme,
            locale="zh-CN" if language.startswith("zh") else "en-GB",
            timezone_id="Asia/Shanghai",
            has_touch=width < 768,
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": django_settings.LANGUAGE_COOKIE_NAME, "value": language, "url": product}])
        if who is not None:
            context.add_cookies(
                [{"name": django_settings.SESSION_COOKIE_NAME, "value": session_of(who), "url": product}]
            )
        page = Watched(context.new_page())
        watched.append(page)
        return page

    yield go
    faults = [fault for page in watched for fault in page.faults]
    for page in watched:
        page.context.close()
    assert not faults, "\n".join(faults)


def session_of(who) -> str:
    """The key of a session in which this person, or user, is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(getattr(who, "user", who), backend=django_settings.AUTHENTICATION_BACKENDS[-1])
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value
