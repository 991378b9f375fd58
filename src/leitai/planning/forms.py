"""What people type about a task."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leitai import clock
from leitai.organization.models import Person
from leitai.planning.models import Task
from leitai.planning.policies import assignable


class TaskForm(forms.ModelForm):
    """A task; owners are those the viewer may set tasks for, themselves first."""

    class Meta:
        model = Task
        fields = ["title", "owner", "due", "note"]
        widgets = {
            "due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, request, **kwargs):
        if kwargs.get("instance") is None:
            kwargs["initial"] = {"owner": request.person, "due": clock.today(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        people = assignable(request.rights, on=clock.today())
        if self.instance.owner_id:
            # Whoever owns it stays possible, also for somebody who may not set them new tasks.
            people = people | Person.objects.filter(pk=self.instance.owner_id)
        self.fields["owner"].queryset = people.distinct().order_by("name")
        self.fields["owner"].empty_label = None
        self.fields["owner"].label = _("owner")
