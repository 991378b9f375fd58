"""A change of published rules is a change: what says the same is none, whatever it was typed as."""

from datetime import UTC

import pytest
from django.utils.timezone import localtime

from leitai.contests import rules
from leitai.contests.actions import amend_contest
from leitai.contests.errors import ContestError
from leitai.contests.forms import AmendmentForm
from leitai.contests.tests.arena import CUT_OFF, DURING, fresh, running
from leitai.metrics.models import Metric, MetricVersion


def typed(contest) -> dict:
    """The form as the browser sends it back untouched, with a reason."""
    form = AmendmentForm(instance=contest)
    data = {name: form[name].value() for name in form.fields}
    data |= {"cut_off": f"{localtime(contest.cut_off):%Y-%m-%dT%H:%M}", "last_day": "2026-11-20", "reason": "无"}
    return {name: "" if value is None else value for name, value in data.items()}


def test_a_form_sent_back_untouched_changes_nothing(cast):
    contest = running(cast)
    form = AmendmentForm(typed(contest), instance=contest)
    assert form.is_valid()
    with pytest.raises(ContestError) as refused:
        amend_contest(contest=contest, reason="无", by=cast.hemin.user, at=DURING, **form.columns())
    assert refused.value.code == "same_rules"


def test_a_new_meaning_of_the_metric_is_no_change_of_the_rules(cast):
    contest = running(cast)
    metric = Metric.objects.select_related("current").get(pk=contest.metric_id)
    other = Metric.objects.select_related("current").get(code="orders").current
    version = MetricVersion.objects.get(pk=metric.current_id)
    version.pk, version.number, version.data = None, version.number + 1, other.data
    version.save()
    Metric.objects.filter(pk=metric.pk).update(current=version)
    with pytest.raises(ContestError) as refused:
        amend_contest(contest=fresh(contest), reason="无", by=cast.hemin.user, at=DURING)
    assert refused.value.code == "same_rules"


def test_the_seal_of_the_rules_does_not_depend_on_the_zone_of_an_instant(cast):
    contest = running(cast)
    here, there = rules.drafted(contest).to_json(), rules.drafted(contest)
    contest.cut_off = CUT_OFF.astimezone(UTC)
    assert rules.digest(rules.drafted(contest).to_json()) == rules.digest(here)
    contest.cut_off = CUT_OFF
    assert rules.digest(rules.drafted(contest).to_json()) == rules.digest(here)
    assert rules.Rules.from_json(here) == there
