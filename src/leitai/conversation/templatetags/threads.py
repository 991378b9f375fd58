"""{% load threads %}: the address of a subject's thread."""

from django import template
from django.urls import reverse

from leitai.conversation.models import Reaction
from leitai.ui import subjects

register = template.Library()


@register.simple_tag
def thread_address(subject):
    return reverse("conversation:thread", args=[subjects.label_of(subject), subject.pk])


@register.simple_tag
def reaction_signs():
    """(sign, name) pairs on offer."""
    return Reaction.Sign.choices
