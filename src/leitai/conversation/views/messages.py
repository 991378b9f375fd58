"""One message: where it stands, its words changed, taken back, reacted to."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.conversation import actions, bodies, policies
from leitai.conversation.forms import MessageForm
from leitai.conversation.models import Message, Reaction
from leitai.conversation.reading import read_all
from leitai.conversation.views.threads import frame, subject_or_404
from leitai.organization.models import Person
from leitai.ui import subjects


def find(request, pk) -> tuple[Message, object]:
    """The message and its subject; a 404 for whoever may not see it."""
    message = get_object_or_404(Message.objects.select_related("thread", "deletion"), pk=pk)
    return message, subject_or_404(request, message.thread.subject_type, message.thread.subject_id)


def _again(request, subject, pk, **more):
    read = read_all(Message.objects.filter(pk=pk), viewer=request.user, at=clock.now())
    return render(request, "conversation/messages.html", frame(request, subject, messages_read=read, **more))


@require_GET
@may(signed_in)
def show(request, pk):
    """Its place on the subject's page; as a fragment, the message itself."""
    message, subject = find(request, pk)
    if request.htmx:
        return _again(request, subject, pk)
    return HttpResponseRedirect(f"{subjects.url(subject)}#message-{message.pk}")


@require_http_methods(["GET", "POST"])
@may(signed_in)
def edit(request, pk):
    message, subject = find(request, pk)
    if not policies.may_change(request.user, message, at=clock.now()) and request.method == "GET":
        raise Http404
    if request.method == "GET":
        names = dict(Person.objects.filter(pk__in=bodies.mentioned_in(message.body)).values_list("pk", "name"))
        return _editor(request, message, subject, bodies.typed(message.body, names), bodies.mentioned_in(message.body))
    form = MessageForm(request.POST)
    form.is_valid()
    body, mentioned = form.cleaned_data.get("body", ""), form.cleaned_data.get("mentioned", [])
    try:
        said = actions.edit(message=message, by=request.user, body=body, mentioned=mentioned, at=clock.now())
    except ValidationError as refusal:
        return _editor(request, message, subject, body, mentioned, errors=refusal.messages)
    return _again(request, subject, pk, not_told=said.not_told)


def _editor(request, message, subject, body, mentioned, errors=()):
    page = frame(request, subject, message=message, body=body, mentioned=mentioned, errors=errors)
    response = render(request, "conversation/editor.html", page, status=422 if errors else 200)
    if errors:
        response["HX-Retarget"] = f"[data-editor='{message.pk}']"
    return response


@require_POST
@may(signed_in)
def deletion(request, pk):
    message, subject = find(request, pk)
    try:
        actions.delete(message=message, by=request.user, at=clock.now())
    except ValidationError as refusal:
        return _again(request, subject, pk, refusal=refusal.messages)
    return _again(request, subject, pk)


@require_POST
@may(signed_in)
def reactions(request, pk):
    message, subject = find(request, pk)
    sign = request.POST.get("sign")
    if sign not in Reaction.Sign.values:
        raise Http404
    try:
        actions.toggle_reaction(message=message, by=request.user, sign=sign, at=clock.now())
    except ValidationError as refusal:
        return _again(request, subject, pk, refusal=refusal.messages)
    return _again(request, subject, pk)
