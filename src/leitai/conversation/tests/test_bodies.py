"""From typed text to what is kept, and from what is kept to safe HTML."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.conversation import bodies
from leitai.organization.models import Person

NAMES = {1: "梅", 2: "伟"}


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("<b>&", "&lt;b&gt;&amp;"),
        ("一\n二", "一<br>二"),
        ("@{1}好", '<span class="named">@梅</span>好'),
        ("@{2}好", '<span class="named own">@伟</span>好'),
        ("@{9}好", '<span class="named">@…</span>好'),
        ("javascript:alert(1)", "javascript:alert(1)"),
        (
            "见https://a.cn/x?a=1&b=2,谢谢",
            '见<a class="link" href="https://a.cn/x?a=1&amp;b=2" rel="noopener nofollow" target="_blank">'
            "https://a.cn/x?a=1&amp;b=2</a>,谢谢",
        ),
        (
            "(https://a.cn/b_(c)).",
            '(<a class="link" href="https://a.cn/b_(c)" rel="noopener nofollow" target="_blank">'
            "https://a.cn/b_(c)</a>).",
        ),
    ],
)
def test_html(body, html):
    assert bodies.html(body, NAMES, viewer_person_id=2) == html


@given(st.text(alphabet="<>&\"'@{}1h:tps/a梅\n )(", max_size=60))
def test_nothing_typed_becomes_a_tag_of_its_own(text):
    html = bodies.html(text, NAMES)
    own = re.sub(
        r'<br>|</?span[^<>]*>|<a class="link" href="[^"<>]*" rel="noopener nofollow" target="_blank">|</a>', "", html
    )
    assert "<" not in own and ">" not in own


@pytest.mark.django_db
class TestKeeping:
    def keep(self, text, *chosen):
        return bodies.keep(text, people=Person.objects.all(), chosen=[person.pk for person in chosen])

    def test_a_name_typed_in_full_counts_at_the_end_of_a_word(self, cast):
        assert self.keep("@梅 好") == f"@{{{cast.mei.pk}}} 好"
        assert self.keep("@梅林 好") == "@梅林 好"

    def test_a_chosen_name_counts_anywhere(self, cast):
        assert self.keep("@梅你好", cast.mei) == f"@{{{cast.mei.pk}}}你好"

    def test_of_two_namesakes_the_chosen_one_is_meant_and_otherwise_nobody(self, cast):
        other = Person.objects.create(name="梅", code="HY-2")
        assert self.keep("@梅 好") == "@梅 好"
        assert self.keep("@梅 好", other) == f"@{{{other.pk}}} 好"

    def test_the_longer_name_wins(self, cast):
        longer = Person.objects.create(name="何敏之", code="HY-2")
        assert self.keep("@何敏之 @何敏", longer, cast.hemin) == f"@{{{longer.pk}}} @{{{cast.hemin.pk}}}"

    def test_a_typed_token_mentions_nobody(self, cast):
        assert bodies.mentioned_in(self.keep(f"@{{{cast.mei.pk}}}")) == []

    def test_what_is_typed_comes_back_for_editing(self, cast):
        kept = self.keep("@梅 和 @何敏 好")
        assert bodies.typed(kept, {cast.mei.pk: "梅", cast.hemin.pk: "何敏"}) == "@梅 和 @何敏 好"
