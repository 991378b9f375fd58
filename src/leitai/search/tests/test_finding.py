"""People are found the way colleagues type their names, and only by those who may see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.organization.models import Person, Unit
from leitai.organization.rights import rights_of
from leitai.search import actions
from leitai.search.models import Entry
from leitai.search.queries import find
from leitai.search.tokens import query_tokens, tokens_of
from tests.people import DAY


def found(text, person):
    return [each.title for each in find(text, rights=rights_of(person.user, on=DAY), on=DAY)]


@pytest.mark.parametrize(
    "typed",
    [
        "欧阳",
        "静怡",
        "怡",
        "欧阳静怡",
        "ouyang",
        "OuYang jingyi",
        "ouyangjingyi",
        "jingyi",
        "oyjy",
        "jy",
        "HY1003",
        "hy1003",
        "1003",
    ],
)
def test_a_name_is_found_as_people_type_it(cast, typed):
    cast.wei.name, cast.wei.code = "欧阳静怡", "HY1003 1003"
    cast.wei.save()
    assert found(typed, cast.shen) == ["欧阳静怡"]


@pytest.mark.parametrize(
    "typed", ["欧静", "阳欧", "ouyi", "1004", "zz", "   ", "!!", "'; DROP TABLE", '"*', "(", "AND", "梅 伟"]
)
def test_what_does_not_fit_finds_nothing_and_breaks_nothing(cast, typed):
    cast.wei.name, cast.wei.code = "欧阳静怡", "HY1003"
    cast.wei.save()
    assert found(typed, cast.shen) == []


def test_a_stranger_is_not_found(cast):
    for person in Person.objects.all():
        person.save()
    assert found("陈", cast.shen) == ["陈"]
    assert found("陈", cast.mei) == []


def test_a_renamed_person_is_found_by_the_new_name_only(cast):
    cast.wei.name = "王小明"
    cast.wei.save()
    cast.wei.name = "李大伟"
    cast.wei.save()
    assert found("王小明", cast.shen) == []
    assert found("ldw", cast.shen) == ["李大伟"]


def test_what_was_written_in_bulk_is_caught_up_with(cast):
    Entry.objects.all().delete()
    assert actions.catch_up() == Person.objects.count() + Unit.objects.count()
    assert actions.catch_up() == 0
    assert found("沈", cast.shen) == ["沈立群"]


def test_searching_costs_the_same_for_few_and_many(cast, django_assert_num_queries):
    rights = rights_of(cast.shen.user, on=DAY)
    Person.objects.bulk_create(Person(name=f"张三{number}", code=f"Z{number}") for number in range(60))
    actions.catch_up()
    with django_assert_num_queries(2):
        assert len(find("zs", rights=rights, on=DAY)) == 20
    with django_assert_num_queries(2):
        find("沈", rights=rights, on=DAY)


@pytest.mark.pure
@given(st.text(alphabet="欧阳静怡王小明abc123 -·", min_size=1, max_size=12))
def test_whatever_is_called_so_is_found_by_each_part_of_its_name(name):
    known = tokens_of(name)
    assert all(any(token.startswith(asked) for token in known) for asked in query_tokens(name))
