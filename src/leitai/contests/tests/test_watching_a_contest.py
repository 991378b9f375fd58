"""A real server, two browsers: a deal moves the board, a restart is survived, a lost right closes the stream."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
NOW = "2026-11-18T09:12:00+08:00"
SEED = """
from datetime import timedelta
from tests.people import make_cast
from leitai.contests.tests.arena import *
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
cast = make_cast()
contest = running(cast, people=[cast.wei, cast.li, cast.chen])
deal(cast.wei, "300", "A1"); deal(cast.li, "200", "B1")
for who in ("wei", "li", "qiang"):
    user = getattr(cast, who).user
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    print("session", who, store.session_key)
print("contest", contest.pk)
"""
DEAL = """
from leitai.contests.tests.arena import *
from leitai.organization.models import Person
deal(Person.objects.get(name={name!r}), {amount!r}, {number!r})
"""


class Product:
    """`leitai serve` in a process of its own, on an SQLite file or the PostgreSQL of the tests."""

    def __init__(self, var: Path):
        self.environment = {
            **os.environ, "LEITAI_VAR": str(var), "LEITAI_NOW": NOW, "PORT": "0", "HOST": "127.0.0.1", "DATABASE_URL": "",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}", "DJANGO_SETTINGS_MODULE": "leitai.config.settings",
            "PYTHONWARNINGS": "ignore",
        }  # fmt: skip
        self.var = var
        self.process, self.base = None, ""

    def run(self, *command: str, text: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "leitai", *command], env=self.environment, cwd=self.var, input=text, text=True,
            capture_output=True, timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def python(self, text: str) -> str:
        return self.run("shell", "--no-imports", "-v0", "-c", text)

    def start(self) -> None:
        command = [sys.executable, "-m", "leitai", "serve", "--no-jobs"]
        if self.base:
            command += ["--port", self.base.rpartition(":")[2]]
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=self.var, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        for line in self.process.stdout:
            if found := re.search(r"http://\S+", line):
                self.base = found[0]
                break
        self.wait_until(lambda: json.loads(self.get("/healthz")[1])["live"] == "ready")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def get(self, path: str, session: str = "") -> tuple[int, str]:
        request = urllib.request.Request(self.base + path, headers={"Cookie": f"sessionid={session}"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def stream(self, path: str, session: str, *, since: str = ""):
        headers = {"Cookie": f"sessionid={session}"} | ({"Last-Event-ID": since} if since else {})
        return Stream(urllib.request.urlopen(urllib.request.Request(self.base + path, headers=headers), timeout=60))

    @staticmethod
    def wait_until(question, seconds: float = 90) -> None:
        until = time.monotonic() + seconds
        while True:
            try:
                if question():
                    return
            except (OSError, ValueError):
                pass
            assert time.monotonic() < until, "it never came"
            time.sleep(0.1)


class Stream:
    """The events of one connection, one after the other."""

    def __init__(self, answer):
        self.answer = answer

    def event(self) -> dict | None:
        """The next event that is not a beat; None at the end of the stream."""
        said: dict = {}
        for raw in self.answer:
            line = raw.decode().rstrip("\n")
            if line:
                name, _, value = line.partition(": ")
                said[name] = value
            elif said.get("event") in ("board", "rows"):
                return {**json.loads(said["data"]), "id": said["id"], "event": said["event"]}
            else:
                said = {}
        return None


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    made = Product(tmp_path_factory.mktemp("var"))
    made.run("migrate", "-v0")
    seeded = made.python(SEED)
    made.sessions = dict(re.findall(r"session (\w+) (\w+)", seeded))
    made.contest = int(re.search(r"contest (\d+)", seeded)[1])
    made.start()
    yield made
    if made.process.poll() is None:
        made.stop()


def names(event: dict) -> dict:
    return {row["name"]: row["place"] for row in event["rows"].values() if row.get("kind") == "side"}


def test_who_may_not_watch_is_not_let_in(product):
    path = f"/live/?on=contests/{product.contest}"
    assert product.get(path)[0] == 401
    assert product.get("/live/?on=contests/999", product.sessions["wei"])[0] == 404
    assert product.get("/live/?on=nothing", product.sessions["wei"])[0] == 404
    assert product.get("/live/elsewhere", product.sessions["wei"])[0] == 404


def test_a_deal_of_another_process_moves_the_board_and_only_what_changed_is_sent(product):
    stream = product.stream(f"/live/?on=contests/{product.contest}", product.sessions["wei"])
    first = stream.event()
    assert first["event"] == "board" and names(first) == {"伟": "1", "丽": "2", "陈": "3"}
    product.python(DEAL.format(name="丽", amount="500", number="B2"))
    moved = stream.event()
    assert moved["event"] == "rows" and names(moved)["丽"] == "1"
    product.python(DEAL.format(name="陈", amount="1", number="C1"))
    last = stream.event()
    assert names(last) == {"陈": "3"}
    back = product.stream(f"/live/?on=contests/{product.contest}", product.sessions["wei"], since=moved["id"])
    missed = back.event()
    assert (missed["event"], missed["id"]) == ("rows", last["id"])


def test_ending_the_session_ends_the_stream(product):
    stream = product.stream(f"/live/?on=contests/{product.contest}", product.sessions["li"])
    assert stream.event()["event"] == "board"
    with sqlite3.connect(product.var / "leitai.sqlite3") as database:
        database.execute("DELETE FROM django_session WHERE session_key = ?", [product.sessions["li"]])
        database.execute("INSERT OR REPLACE INTO live_topic SELECT 'access', MAX(revision) + 1 FROM live_topic")
    assert stream.event() is None
    assert product.get(f"/live/?on=contests/{product.contest}", product.sessions["li"])[0] == 401


@pytest.mark.story
def test_two_pages_catch_up_by_themselves_after_a_restart(product, chromium):
    from playwright.sync_api import expect

    context = chromium.new_context(locale="zh-CN")
    context.add_cookies([{"name": "sessionid", "value": product.sessions["wei"], "url": product.base}])
    pages = [context.new_page() for _ in range(2)]
    for page in pages:
        page.goto(f"{product.base}/contests/{product.contest}/")
        expect(page.locator(".ranking [data-key]").first).to_be_visible()
    product.python(DEAL.format(name="丽", amount="5000", number="B3"))
    for page in pages:
        expect(page.locator(".ranking [data-key]").first).to_contain_text("丽", timeout=15_000)
    assert product.stop() == 0
    expect(pages[0].locator("[data-live-stale]")).to_be_visible(timeout=30_000)
    product.python(DEAL.format(name="陈", amount="90000", number="C2"))
    product.start()
    for page in pages:
        expect(page.locator(".ranking [data-key]").first).to_contain_text("陈", timeout=60_000)
        expect(page.locator("[data-live-stale]")).to_be_hidden()
        assert page.evaluate("performance.getEntriesByType('navigation').length") == 1
    context.close()


@pytest.mark.story
def test_the_chart_of_places_follows_the_board(product, chromium):
    from playwright.sync_api import expect

    before = "from datetime import date\n" + DEAL.replace("{number!r})", "{number!r}, day=date(2026, 11, 17))")
    product.python(before.format(name="陈", amount="200000", number="C0"))
    context = chromium.new_context(locale="zh-CN")
    context.add_cookies([{"name": "sessionid", "value": product.sessions["wei"], "url": product.base}])
    page = context.new_page()
    page.goto(f"{product.base}/contests/{product.contest}/")
    places = page.locator(".contest-chart tbody tr", has_text="丽").locator("td:last-child")
    expect(places).not_to_have_text("1")
    product.python(DEAL.format(name="丽", amount="900000", number="B9"))
    expect(places).to_have_text("1", timeout=30_000)
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1
    context.close()


def test_the_server_stops_cleanly_with_a_stream_open(product):
    stream = product.stream(f"/live/?on=contests/{product.contest}", product.sessions["wei"])
    assert stream.event()["event"] == "board"
    began = time.monotonic()
    assert product.stop() == 0
    assert time.monotonic() - began < 30
    assert stream.event() is None
