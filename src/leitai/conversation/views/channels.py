"""The channels of my units."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.conversation.actions import open_channels
from leitai.conversation.queries import channels_visible_to, units_with_channel_for, with_unread


@require_GET
@may(signed_in)
def index(request):
    return render(request, "conversation/channels.html", {"channels": _channels(request)})


@require_GET
@may(signed_in)
def show(request, pk):
    channel = get_object_or_404(channels_visible_to(request.rights, on=clock.today()).select_related("unit"), pk=pk)
    return render(request, "conversation/channel.html", {"channel": channel, "channels": _channels(request)})


def _channels(request):
    """In the order of the tree, each made when first looked for."""
    on = clock.today()
    units = list(units_with_channel_for(request.rights, on=on).with_tree_fields())
    open_channels(unit_ids=[unit.pk for unit in units])
    found = with_unread(channels_visible_to(request.rights, on=on), request.user).select_related("unit")
    by_unit = {channel.unit_id: channel for channel in found}
    shallowest = min((unit.tree_depth for unit in units), default=0)
    return [(unit.tree_depth - shallowest, by_unit[unit.pk]) for unit in units if unit.pk in by_unit]
