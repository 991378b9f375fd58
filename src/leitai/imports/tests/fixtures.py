"""A company to import into, and one verb that does what the command does."""

from dataclasses import dataclass

import pytest

from leitai import clock
from leitai.imports import kinds, storage
from leitai.imports.actions import check, import_rows, receive, settle
from leitai.imports.models import Batch
from leitai.imports.plans import Plan
from tests.people import DAY, NOW


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.LEITAI_VAR = tmp_path / "var"
    settings.LEITAI_NOW = NOW.isoformat()


@dataclass
class Importer:
    user: object

    def check(self, kind: str, path, *, change=None, **plan) -> Batch:
        """Receive and judge the file. `change(plan)` answers what a person would have to."""
        batch = receive(
            kind=kinds.get(kind),
            stored=storage.keep_path(path),
            file_name=path.name,
            plan=Plan(**plan),
            today=DAY,
            by=self.user,
            at=NOW,
        )
        if change:
            plan = Plan.from_json(batch.plan)
            change(plan)
            settle(batch=batch, plan=plan)
        return check(batch=batch, today=DAY, clock=clock.now)

    def post(self, batch: Batch) -> Batch:
        return import_rows(batch=batch, today=DAY, by=self.user, clock=clock.now)

    def __call__(self, kind: str, path, **how) -> Batch:
        return self.post(self.check(kind, path, **how))


@pytest.fixture
def importer(cast, own_folder):
    return Importer(cast.an)
