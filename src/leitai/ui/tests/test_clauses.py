"""Clauses of a sentence stand beside one another: a Chinese mark brings its own room."""

from django.template.loader import render_to_string


def test_a_clause_brings_no_white_space_of_its_own():
    """Its template therefore ends without a newline."""
    assert (
        render_to_string("cotton/clause.html", {"slot": "离进度还差 5 万。"})
        == '<span class="clause">离进度还差 5 万。</span>'
    )
