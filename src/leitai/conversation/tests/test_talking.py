"""Talking on a subject: who hears it, what may be changed, and that nothing is said twice."""

from datetime import timedelta

import pytest

from leitai.conversation import telling
from leitai.conversation.actions import delete, edit, follow, mark_read, mute, say, toggle_reaction
from leitai.conversation.models import Follow, Message, Reaction
from leitai.conversation.refusals import Refused
from leitai.notifications.models import Outbox
from tests.people import NOW

pytestmark = pytest.mark.django_db


def told():
    return sorted(Outbox.objects.values_list("recipient__username", "kind"))


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


def test_a_message_is_told_to_followers_once_until_they_read_it(cast, east):
    first = say(subject=east, author=cast.mei.user, body="早会九点半", at=NOW).message
    follow(subject=east, user=cast.wei.user, at=NOW)
    second = say(subject=east, author=cast.mei.user, body="改到十点", at=NOW).message
    for message in (first, second, second):
        telling.tell_followers(message=message, at=NOW)
    assert told() == [("wei", "conversation.message")]
    mark_read(thread=first.thread, user=cast.wei.user, last_id=second.pk, at=NOW)
    third = say(subject=east, author=cast.mei.user, body="带上报价", at=NOW).message
    telling.tell_followers(message=third, at=NOW)
    assert told() == [("wei", "conversation.message")] * 2


def test_the_muted_hear_mentions_only(cast, east):
    mute(subject=east, user=cast.wei.user, at=NOW)
    plain = say(subject=east, author=cast.mei.user, body="大家好", at=NOW).message
    telling.tell_followers(message=plain, at=NOW)
    assert told() == []
    say(subject=east, author=cast.mei.user, body="@伟 你呢", at=NOW)
    assert told() == [("wei", "conversation.mention")]


def test_a_mention_follows_and_is_told_in_the_transaction(cast, east):
    said = say(subject=east, author=cast.wei.user, body="@梅你看", at=NOW, mentioned=[cast.mei.pk])
    assert said.message.body == f"@{{{cast.mei.pk}}}你看"
    assert said.not_told == []
    assert told() == [("mei", "conversation.mention")]
    assert Follow.objects.filter(user=cast.mei.user).exists()


def test_mentioning_somebody_who_may_not_see_it_says_so_and_tells_nobody(cast, east):
    said = say(subject=east, author=cast.wei.user, body="@陈 帮忙看看", at=NOW)
    assert said.not_told == [cast.chen]
    assert told() == []
    assert said.message.mentions.get().person == cast.chen


def test_a_stranger_neither_speaks_nor_reacts(cast, east):
    assert refused(say, subject=east, author=cast.chen.user, body="你好", at=NOW) == "unseen"
    message = say(subject=east, author=cast.wei.user, body="你好", at=NOW).message
    assert refused(toggle_reaction, message=message, by=cast.chen.user, sign="thumb-up", at=NOW) == "unseen"
    assert refused(follow, subject=east, user=cast.chen.user, at=NOW) == "unseen"


def test_the_same_form_sent_twice_is_one_message(cast, east):
    once = say(subject=east, author=cast.wei.user, body="收到", at=NOW, token="t1").message
    again = say(subject=east, author=cast.wei.user, body="收到", at=NOW, token="t1").message
    assert once == again
    assert Message.objects.count() == 1


def test_words_may_be_changed_for_fifteen_minutes_and_the_old_ones_are_kept(cast, east):
    message = say(subject=east, author=cast.wei.user, body="@梅 110万", at=NOW).message
    edit(message=message, by=cast.wei.user, body="@丽 62万", at=NOW + timedelta(minutes=15))
    message.refresh_from_db()
    assert message.body == f"@{{{cast.li.pk}}} 62万"
    assert [each.body for each in message.edits.all()] == [f"@{{{cast.mei.pk}}} 110万"]
    assert [each.person for each in message.mentions.all()] == [cast.li]
    assert told() == [("li", "conversation.mention"), ("mei", "conversation.mention")]
    late = NOW + timedelta(minutes=15, seconds=1)
    assert refused(edit, message=message, by=cast.wei.user, body="x", at=late) == "too_late"
    assert refused(edit, message=message, by=cast.mei.user, body="x", at=NOW) == "not_yours"


def test_a_deleted_message_leaves_its_place(cast, east):
    message = say(subject=east, author=cast.wei.user, body="手滑", at=NOW).message
    assert refused(delete, message=message, by=cast.mei.user, at=NOW) == "not_yours"
    delete(message=message, by=cast.wei.user, at=NOW)
    message = Message.objects.get(pk=message.pk)
    assert refused(delete, message=message, by=cast.wei.user, at=NOW) == "gone"
    assert refused(toggle_reaction, message=message, by=cast.mei.user, sign="thumb-up", at=NOW) == "gone"
    assert telling.tell_followers(message=message, at=NOW) == 0


def test_a_reaction_is_there_or_not(cast, east):
    message = say(subject=east, author=cast.wei.user, body="签了", at=NOW).message
    assert toggle_reaction(message=message, by=cast.mei.user, sign="confetti", at=NOW)
    assert not toggle_reaction(message=message, by=cast.mei.user, sign="confetti", at=NOW)
    assert not Reaction.objects.exists()
    with pytest.raises(ValueError):
        toggle_reaction(message=message, by=cast.mei.user, sign="poop", at=NOW)


def test_what_is_empty_or_too_long_is_refused_with_the_number(cast, east):
    assert refused(say, subject=east, author=cast.wei.user, body="  ", at=NOW) == "empty"
    with pytest.raises(Refused) as refusal:
        say(subject=east, author=cast.wei.user, body="长" * 4012, at=NOW)
    assert "12" in refusal.value.messages[0]
