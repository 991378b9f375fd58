"""`leitai demo load`: the invented company. `arrive`: deals keep coming in until stopped. `greet`: where, and as whom."""

import time
import urllib.request
from datetime import timedelta
from random import Random

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from leitai import clock
from leitai.demo.arrivals import Arrivals
from leitai.demo.loading.company import load_company
from leitai.demo.loading.staff import ADMINISTRATOR
from leitai.demo.simulator import SMALL, words
from leitai.demo.simulator.company import login_of
from leitai.organization.models import Company

SHOWN = {
    "方致远": "总监 director",
    "陈思远": "主管 lead, 华东一部",
    "周若溪": "销售 rep, 华东一部",
    "何敏": "销售运营 operations",
    "唐静": "财务 finance",
}
PATIENCE = 120
"""Seconds that the greeting waits for the server."""


class Command(BaseCommand):
    help = "Load the demo company into an empty database, let its deals arrive, or say who can sign in."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["load", "arrive", "greet"])
        parser.add_argument("--seed", type=int, default=488)
        parser.add_argument("--months", type=int, default=18)
        parser.add_argument("--small", action="store_true", help="three teams instead of twelve")
        parser.add_argument("--every", type=int, default=15, help="seconds between deals that arrive, more or less")
        parser.add_argument("--url", default="", help="where the product is served: greet there, once it answers")

    def handle(self, *, what, **options):
        try:
            getattr(self, what)(**options)
        except KeyboardInterrupt:
            raise CommandError("Stopped.") from None

    def load(self, *, seed, months, small, **options):
        if Company.objects.exists():
            raise CommandError("There is a company here already; the demo wants an empty database.")
        start, regions = time.monotonic(), SMALL if small else words.REGIONS
        for step in load_company(seed=seed, months=months, now=clock.now(), regions=regions):
            self.stdout.write(f"{time.monotonic() - start:6.1f} s  {step}")
            self.stdout.flush()

    def arrive(self, *, every, url, **options):
        if url:
            self.greet(url=url)
        arrivals = Arrivals.of_demo()
        arrivals.catch_up(at=clock.now() - timedelta(seconds=1))
        pauses = Random(every)
        while True:
            time.sleep(every * pauses.uniform(0.5, 1.5))
            try:
                arrivals.one(at=clock.now())
            except OperationalError:
                continue  # somebody else is writing for long: the next one will do

    def greet(self, *, url, **options):
        """Once the server answers."""
        if not _answers(f"{url}/accounts/login/"):
            raise CommandError(f"{url} does not answer.")
        lines = [f"Leitai 擂台: {url}", "", f"  {ADMINISTRATOR:<14}{words.PASSWORD}  管理员 administrator"]
        lines += [f"  {login_of(name):<14}{words.PASSWORD}  {name}, {role}" for name, role in SHOWN.items()]
        self.stdout.write("\n" + "\n".join([*lines, "", "Ctrl-C stops it."]) + "\n")


def _answers(url: str) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return True
        except OSError:
            time.sleep(0.3)
    return False
