"""The thread of any subject: its fragment, one more message, and what has been read."""

import uuid

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.conversation import actions
from leitai.conversation.forms import MessageForm
from leitai.conversation.models import Follow, Message, Reading
from leitai.conversation.queries import thread_of
from leitai.conversation.reading import read_all
from leitai.files.queries import own_unattached
from leitai.ui import subjects

AT_ONCE = 30


def subject_or_404(request, label, pk):
    subject = subjects.find(label, pk, rights=request.rights, on=clock.today())
    if subject is None:
        raise Http404
    return subject


def frame(request, subject, **more) -> dict:
    """What the thread and its composer need to know of each other."""
    address = {"label": subjects.label_of(subject), "pk": subject.pk}
    return {"subject": subject, "address": address, "token": str(uuid.uuid4()), **more}


@require_http_methods(["GET", "POST"])
@may(signed_in)
def show(request, label, pk):
    """The fragment that pages load where they name a thread; outside a page, the subject's own. POST says something."""
    subject = subject_or_404(request, label, pk)
    if request.method == "POST":
        return _say(request, subject)
    if not request.htmx:
        return redirect(f"{subjects.url(subject)}#thread")
    return render(request, "conversation/thread.html", whole(request, subject))


def whole(request, subject) -> dict:
    thread = thread_of(subject)
    if thread is None:
        return frame(request, subject, messages_read=[], follow=None, read_up_to=0, earlier=0)
    reading = Reading.objects.filter(thread=thread, user=request.user).first()
    read_up_to = reading.last_id if reading else 0
    said = thread.messages.order_by("-id")
    newest = list(said.values_list("pk", flat=True)[:AT_ONCE])
    read = read_all(
        thread.messages.filter(pk__in=newest).order_by("id"), viewer=request.user, at=clock.now(), read_up_to=read_up_to
    )
    earlier = thread.messages.filter(pk__lt=newest[-1]).count() if newest else 0
    follow = Follow.objects.filter(thread=thread, user=request.user).first()
    return frame(request, subject, messages_read=read, follow=follow, read_up_to=read_up_to, earlier=earlier)


def _say(request, subject):
    form = MessageForm(request.POST)
    form.is_valid()
    asked = form.cleaned_data
    attached = own_unattached(asked.get("file", []), user=request.user)
    quote = Message.objects.filter(pk=asked.get("quote"), thread=thread_of(subject)).first()
    try:
        said = actions.say(
            subject=subject,
            author=request.user,
            body=asked.get("body", ""),
            mentioned=asked.get("mentioned", ()),
            attached=attached,
            quote=quote,
            token=asked.get("token"),
            at=clock.now(),
        )
    except ValidationError as refusal:
        return _refused(request, subject, asked, attached, quote, refusal)
    read = read_all(Message.objects.filter(pk=said.message.pk), viewer=request.user, at=clock.now())
    page = frame(request, subject, messages_read=read, not_told=said.not_told)
    return render(request, "conversation/said.html", page)


def _refused(request, subject, asked, attached, quote, refusal):
    """The composer again, with everything that was in it and the reason beside it."""
    page = frame(request, subject, typed=asked, attached=attached, quote=quote, errors=refusal.messages)
    response = render(request, "conversation/composer.html", page, status=422)
    response["HX-Retarget"] = f"#composer-{subject.pk}"
    response["HX-Reswap"] = "outerHTML"
    return response


@require_GET
@may(signed_in)
def some(request, label, pk):
    """Messages by id (?id=…), or those before one (?before=…)."""
    subject = subject_or_404(request, label, pk)
    thread = thread_of(subject)
    if thread is None:
        raise Http404
    if before := request.GET.get("before", ""):
        before = int(before) if before.isdigit() else 0
        newest = list(thread.messages.filter(pk__lt=before).order_by("-id").values_list("pk", flat=True)[:AT_ONCE])
        earlier = thread.messages.filter(pk__lt=newest[-1]).count() if newest else 0
    else:
        newest, earlier = [pk for pk in request.GET.getlist("id")[:200] if pk.isdigit()], 0
    read = read_all(thread.messages.filter(pk__in=newest).order_by("id"), viewer=request.user, at=clock.now())
    return render(request, "conversation/messages.html", frame(request, subject, messages_read=read, earlier=earlier))


@require_POST
@may(signed_in)
def reading(request, label, pk):
    thread = thread_of(subject_or_404(request, label, pk))
    last_id = request.POST.get("last_id", "")
    if thread is not None and last_id.isdigit():
        actions.mark_read(thread=thread, user=request.user, last_id=int(last_id), at=clock.now())
    return HttpResponse(status=204)


@require_POST
@may(signed_in)
def following(request, label, pk):
    """follow, mute or leave, as the form says; answers the button as it is now."""
    subject = subject_or_404(request, label, pk)
    wanted = request.POST.get("wanted")
    if wanted == "follow":
        actions.follow(subject=subject, user=request.user, at=clock.now(), unmute=True)
    elif wanted == "mute":
        actions.mute(subject=subject, user=request.user, at=clock.now())
    elif wanted == "leave":
        actions.unfollow(subject=subject, user=request.user)
    follow = Follow.objects.filter(thread=thread_of(subject), user=request.user).first()
    return render(request, "conversation/following.html", frame(request, subject, follow=follow))
