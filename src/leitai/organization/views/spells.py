"""A person's transfers, grades, leaves and departure."""

from datetime import timedelta
from functools import partial

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may
from leitai.organization.actions import (
    end_employment,
    give_grade,
    give_leave,
    move_person,
    take_back_departure,
    take_back_leave,
)
from leitai.organization.models import Leave, Person
from leitai.organization.policies import administers
from leitai.organization.views.person_page import DATED, act


@may(administers)
@require_POST
def transfer(request, pk):
    return _act(request, pk, "transfer_form", move_person)


@may(administers)
@require_POST
def grade(request, pk):
    return _act(request, pk, "grade_form", _grade)


@may(administers)
@require_POST
def leave(request, pk):
    return _act(request, pk, "leave_form", _leave)


@may(administers)
@require_POST
def departure(request, pk):
    return _act(request, pk, "departure_form", end_employment)


@may(administers)
@require_POST
def departure_removal(request, pk):
    take_back_departure(person=get_object_or_404(Person, pk=pk), by=request.user, at=clock.now())
    return redirect("organization:edit_person", pk=pk)


@may(administers)
@require_POST
def leave_removal(request, pk, leave_id):
    take_back_leave(leave=get_object_or_404(Leave, pk=leave_id, person=pk), by=request.user, at=clock.now())
    return redirect("organization:edit_person", pk=pk)


def _grade(*, grade, **said):
    grade.save()
    give_grade(grade=grade, **said)


def _leave(*, last, **said):
    give_leave(end=last + timedelta(days=1), **said)


def _act(request, pk, name, action):
    person = get_object_or_404(Person, pk=pk)
    return act(request, person, name, DATED[name](request.POST), partial(action, person=person))
