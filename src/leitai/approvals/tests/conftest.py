"""The unit 华东一部 stands in for any subject; what its handlers heard is kept in `heard`."""

import pytest

from leitai.approvals import subjects as approval_subjects
from leitai.approvals.actions import request_approval
from leitai.organization.models import Unit
from leitai.organization.queries import units_visible_to
from leitai.ui import subjects
from tests.people import NOW


@pytest.fixture
def heard():
    return []


@pytest.fixture
def asked_about(cast, heard, monkeypatch):
    monkeypatch.setattr(subjects, "_registered", dict(subjects._registered))
    monkeypatch.setattr(approval_subjects, "_registered", dict(approval_subjects._registered))
    subjects.register(
        Unit, noun="unit", title=str, url=lambda unit: "/", visible_to=lambda rights, on: units_visible_to(rights)
    )

    def hear(verdict):
        return lambda **said: heard.append((verdict, said["by"].username))

    approval_subjects.register(
        "organization.unit",
        name="unit",
        on_approved=hear("approved"),
        on_rejected=hear("rejected"),
        on_returned=hear("returned"),
        on_withdrawn=hear("withdrawn"),
    )
    return cast.east


@pytest.fixture
def ask(cast, asked_about):
    """ask(Step(…), …): 伟 asks about 华东一部; without steps the lead decides."""

    def asking(*steps, by=None, subject=None, **more):
        arguments = {"title": "Discount", "at": NOW, **more}
        return request_approval(
            subject=subject or asked_about, requested_by=by or cast.wei, steps=steps or None, **arguments
        )

    return asking
