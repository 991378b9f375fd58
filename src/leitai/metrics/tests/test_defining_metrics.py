"""Sales operations define metrics; a change of meaning is a new version, and the older one stays readable."""

import pytest
from django.core.exceptions import ValidationError

from leitai.audit.models import Entry
from leitai.metrics import queries
from leitai.metrics.actions import archive_metric, define_metric, redefine_metric, restore_metric
from leitai.metrics.building import MEASURES, Shape, shape_of
from leitai.metrics.definitions import (
    Definition,
    DefinitionError,
    Filters,
    Part,
    Term,
    from_json,
    quotient,
    to_json,
    total,
)
from leitai.metrics.library import BUILT_IN, install
from leitai.metrics.models import Metric
from leitai.tally.periods import Period
from tests.people import NOW

NET = total(Term("net", ("order",)))


def define(cast, name="新客净额", definition=NET, unit="money"):
    return define_metric(name=name, definition=definition, unit=unit, by=cast.hemin.user, at=NOW)


def test_redefining_keeps_the_older_version_readable(cast):
    metric = define(cast)
    first = metric.current
    later = total(Term("net", ("order",), filters=Filters(customers="new")))
    redefine_metric(metric=metric, definition=later, reason="只看新客户", by=cast.hemin.user, at=NOW)
    metric.refresh_from_db()
    assert [version.number for version in metric.versions.all()] == [2, 1]
    assert metric.definition == later
    assert first.definition == NET
    assert queries.measure(first, Period.month(2026, 11), by="none") == {None: 0}
    assert [entry.verb for entry in Entry.objects.filter(subject_type="metrics.metric")] == ["defined", "redefined"]


@pytest.mark.parametrize(
    "reason, definition, code",
    [
        ("", total(Term()), "reason_missing"),
        ("看不出区别", NET, "same_definition"),
        ("换单位", total(Term("count")), "count_needs_count"),
    ],
)
def test_a_redefinition_that_says_nothing_is_refused(cast, reason, definition, code):
    metric = define(cast)
    with pytest.raises(ValidationError) as refused:
        redefine_metric(metric=metric, definition=definition, reason=reason, by=None, at=NOW)
    assert refused.value.code in (code, "money_needs_money")


def test_built_in_metrics_do_not_change(cast):
    sales = queries.by_code("sales")
    with pytest.raises(ValidationError, match=r"照着它另建|Make your own"):
        redefine_metric(metric=sales, definition=NET, reason="试试", by=None, at=NOW)


def test_a_name_is_taken_once_and_free_after_archiving(cast):
    metric = define(cast)
    with pytest.raises(ValidationError):
        define(cast)
    archive_metric(metric=metric, by=None, at=NOW)
    again = define(cast)
    assert again.code != metric.code
    assert metric not in queries.library()
    with pytest.raises(ValidationError):
        restore_metric(metric=metric, by=None, at=NOW)


def test_installing_twice_changes_nothing_and_a_new_release_adds_a_version(db):
    install()
    assert Metric.objects.filter(builtin=True).count() == len(BUILT_IN)
    sales = queries.by_code("sales")
    assert sales.current.number == 1
    sales.current.data = to_json(NET)
    sales.current.save()
    install()
    sales = queries.by_code("sales")
    assert (sales.current.number, sales.definition) == (2, BUILT_IN["sales"].definition)


def test_definitions_survive_json():
    for built_in in BUILT_IN.values():
        assert from_json(to_json(built_in.definition)) == built_in.definition


@pytest.mark.parametrize(
    "data", [None, [], {}, {"parts": []}, {"parts": [{"top": [{"field": "moods", "kinds": ["order"]}]}]}]
)
def test_json_that_means_nothing_is_refused(data):
    with pytest.raises(DefinitionError):
        from_json(data)


@pytest.mark.parametrize(
    "build, code",
    [
        (lambda: Part((Term("amount"), Term("count"))), "money_plus_count"),
        (lambda: Term("amount", ()), "no_kind"),
        (lambda: Term("kept_customers"), "no_base"),
        (lambda: Part(()), "no_term"),
        (lambda: Part((Term("market", ()),)), "market_is_divisor"),
        (lambda: total(Term(), cap=0), "cap_not_positive"),
        (lambda: quotient((Term(),), (Term(),)).check_unit("money"), "divisor_not_ratio"),
        (lambda: Filters(customers="rich"), "no_such_word"),
        (lambda: Definition((Part((Term(),) * 9),)), "too_many_terms"),
    ],
)
def test_what_cannot_be_measured_cannot_be_built(build, code):
    with pytest.raises(DefinitionError) as refused:
        build()
    assert refused.value.code == code


def test_every_shape_is_found_again_from_its_definition():
    for measure in MEASURES:
        for returns in ("deduct", "ignore"):
            for extra in (
                {},
                {"divisor": "orders"},
                {"sign": "minus", "joined": measure},
                {"divisor": "market"},
                {"credit": "owner"},
            ):
                shape = Shape(measure=measure, returns=returns, customers="new", per="workday", **extra)
                try:
                    definition = shape.definition()
                except DefinitionError:
                    continue
                assert shape_of(definition).definition() == definition


def test_some_built_in_metrics_can_be_taken_as_a_beginning():
    found = {code for code, built_in in BUILT_IN.items() if shape_of(built_in.definition)}
    assert {"sales", "net_sales", "win_rate", "market_share", "gross_margin", "satisfaction", "growth"} <= found
    assert "teamwork" not in found
