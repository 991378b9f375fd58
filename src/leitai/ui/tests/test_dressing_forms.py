"""Any form wears the same clothes, says its errors beside the field and keeps what was typed."""

import pytest
from django import forms
from django.template import Context, Engine

from leitai.organization.models import Unit


class Sample(forms.Form):
    name = forms.CharField(label="名字", help_text="写全名")
    agreed = forms.BooleanField(label="同意")
    size = forms.ChoiceField(label="大小", choices=[("s", "小"), ("l", "大")], widget=forms.RadioSelect)
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea)
    secret = forms.CharField(widget=forms.HiddenInput)

    def clean_name(self):
        raise forms.ValidationError("没有这位")


def shown(form, name: str, attributes: str = "") -> str:
    # Cotton's tags are compiled by its loader; this goes through it as pages do.
    template = Engine.get_default().get_template("cotton/field.html")
    context = Context(
        {
            "field": form[name],
            "hint": "",
            "unit": "",
            "prefix": "",
            "placeholder": "",
            "label": "",
            "options": "",
            "class": "",
            "slot": "",
        }
    )
    return template.render(context)


def test_an_error_stands_beside_its_field_and_the_text_stays():
    html = shown(Sample({"name": "刘梓昂"}), "name")
    assert 'value="刘梓昂"' in html and "没有这位" in html
    assert 'aria-invalid="true"' in html and 'id="id_name_error"' in html and 'role="alert"' in html
    assert "id_name_error" in html.split("aria-describedby=")[1]


def test_each_kind_of_field_has_its_label():
    form = Sample()
    assert 'for="id_name"' in shown(form, "name") and 'class="input"' in shown(form, "name")
    assert "check-line" in shown(form, "agreed") and 'class="check"' in shown(form, "agreed")
    assert shown(form, "size").count('class="check"') == 2 and "<legend>" in shown(form, "size")
    assert "<textarea" in shown(form, "note") and "选填" in shown(form, "note")
    assert 'type="hidden"' in shown(form, "secret") and "label" not in shown(form, "secret")


@pytest.mark.django_db
def test_the_empty_choice_is_a_word(cast):
    class Choosing(forms.Form):
        unit = forms.ModelChoiceField(Unit.objects.all())
        other = forms.ModelChoiceField(Unit.objects.all(), required=False)
        own = forms.ModelChoiceField(Unit.objects.all(), empty_label="全公司")
        kind = forms.ChoiceField(choices=[("", "---------"), ("a", "甲")], required=False)

    form = Choosing()
    for name, word in (("unit", "请选择"), ("other", "不选"), ("own", "全公司"), ("kind", "不选")):
        said = shown(form, name)
        assert f'<option value="" selected>{word}</option>' in said and "---" not in said


class Limited(forms.Form):
    places = forms.IntegerField(min_value=1, max_value=9)
    name = forms.CharField(max_length=4)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("places", "0", "要不小于 1"),
        ("places", "10", "最多 9"),
        ("name", "一二三四五", "最多 4 个字"),
    ],
)
def test_a_limit_is_said_in_plain_words(field, typed, said):
    form = Limited({"places": "1", "name": "一", field: typed})
    assert list(form.errors) == [field]
    assert form.errors[field][0].rstrip("。") == said
