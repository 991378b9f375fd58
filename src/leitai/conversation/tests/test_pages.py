"""The pages of conversation: who may open what, what comes back, and that a long thread costs no more queries."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leitai.conversation.actions import delete, open_channels, say, toggle_reaction
from leitai.conversation.models import Channel, Message
from leitai.files.actions import keep
from leitai.files.models import Stored
from leitai.organization.models import Unit
from leitai.ui import subjects
from tests.people import NOW

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def here_and_now(settings, tmp_path):
    settings.LEITAI_NOW = "2026-11-18T09:12:00+08:00"
    settings.LANGUAGE_CODE = "en"
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def as_(client):
    def sign_in(person):
        client.force_login(person.user)
        return client

    return sign_in


def thread(channel, name="thread") -> str:
    return reverse(f"conversation:{name}", args=["conversation.channel", channel.pk])


def post(client, channel, body="", **data):
    return client.post(thread(channel), {"body": body, "token": str(uuid.uuid4()), **data}, **HTMX)


class TestWhoSees:
    def test_a_channel_is_its_units_the_units_below_and_their_leads(self, cast, east, whole, as_):
        seen = {person: set(self.channels(as_(person))) for person in (cast.wei, cast.mei, cast.chen, cast.shen)}
        assert seen[cast.wei] == seen[cast.mei] == {"华东一部", "恒远智能装备"}
        assert seen[cast.chen] == {"华南二部", "恒远智能装备"}
        assert seen[cast.shen] == {"华东一部", "华南二部", "恒远智能装备"}

    def channels(self, client):
        return [
            channel.unit.name for _depth, channel in client.get(reverse("conversation:channels")).context["channels"]
        ]

    def test_strangers_find_nothing(self, cast, east, as_):
        message = say(subject=east, author=cast.wei.user, body="内部", at=NOW).message
        client = as_(cast.chen)
        assert client.get(reverse("conversation:channel", args=[east.pk])).status_code == 404
        for name in ("thread", "messages"):
            assert client.get(thread(east, name), **HTMX).status_code == 404
        for name in ("thread", "reading", "following"):
            assert client.post(thread(east, name), {"body": "x", "wanted": "follow"}, **HTMX).status_code == 404
        for name in ("message", "edit"):
            assert client.get(reverse(f"conversation:{name}", args=[message.pk]), **HTMX).status_code == 404
        for name in ("edit", "deletion", "reactions"):
            address = reverse(f"conversation:{name}", args=[message.pk])
            assert client.post(address, {"body": "x", "sign": "heart"}, **HTMX).status_code == 404

    def test_a_subject_nobody_registered_is_not_there(self, cast, as_):
        address = reverse("conversation:thread", args=["accounts.user", cast.mei.user.pk])
        assert as_(cast.mei).get(address, **HTMX).status_code == 404

    def test_messages_of_another_thread_are_not_given_out(self, cast, east, whole, as_):
        other = say(subject=east, author=cast.wei.user, body="内部", at=NOW).message
        say(subject=whole, author=cast.wei.user, body="大家好", at=NOW)
        text = as_(cast.chen).get(thread(whole, "messages"), {"id": other.pk}, **HTMX).content.decode()
        assert "内部" not in text


class TestSaying:
    def test_the_answer_is_the_message_and_a_fresh_composer(self, cast, east, as_):
        text = post(as_(cast.wei), east, "见 <b>https://a.cn</b>").content.decode()
        assert "&lt;b&gt;" in text and "<b>https" not in text
        assert 'hx-swap-oob="true"' in text

    def test_who_may_not_see_it_is_named(self, cast, east, as_):
        text = post(as_(cast.wei), east, "@陈 看看").content.decode()
        assert "陈 may not see this and was not told." in text

    def test_too_long_keeps_every_word_and_file(self, cast, east, as_):
        file = keep(upload=SimpleUploadedFile("a.pdf", b"%PDF-1"), by=cast.wei.user, at=NOW)
        answer = post(as_(cast.wei), east, "长" * 4001, file=[file.pk], mentioned=[cast.mei.pk])
        text = answer.content.decode()
        assert answer.status_code == 422
        assert answer["HX-Retarget"] == f"#composer-{east.pk}"
        assert "长" * 4001 in text and "a.pdf" in text and f'name="mentioned" value="{cast.mei.pk}"' in text

    def test_files_of_others_cannot_be_attached(self, cast, east, as_):
        theirs = keep(upload=SimpleUploadedFile("a.pdf", b"%PDF-1"), by=cast.mei.user, at=NOW)
        assert post(as_(cast.wei), east, "看", file=[theirs.pk]).status_code == 200
        assert not Stored.objects.get().is_attached

    def test_the_files_of_a_deleted_message_are_gone_for_everybody(self, cast, east, as_):
        file = keep(upload=SimpleUploadedFile("a.pdf", b"%PDF-1"), by=cast.wei.user, at=NOW)
        message = say(subject=east, author=cast.wei.user, body="", attached=[file], at=NOW).message
        address = reverse("files:show", args=[file.pk, file.name])
        assert as_(cast.mei).get(address).status_code == 200
        assert as_(cast.chen).get(address).status_code == 404
        delete(message=message, by=cast.wei.user, at=NOW)
        assert as_(cast.mei).get(address).status_code == 404

    def test_a_message_is_quoted_only_within_its_thread(self, cast, east, whole, as_):
        elsewhere = say(subject=whole, author=cast.mei.user, body="秘密", at=NOW).message
        say(subject=east, author=cast.mei.user, body="先来", at=NOW)
        assert "秘密" not in post(as_(cast.wei), east, "引用", quote=elsewhere.pk).content.decode()


class TestChanging:
    def test_the_form_holds_the_words_as_typed(self, cast, east, as_):
        message = say(subject=east, author=cast.wei.user, body="@梅 好", at=NOW).message
        text = as_(cast.wei).get(reverse("conversation:edit", args=[message.pk]), **HTMX).content.decode()
        assert ">@梅 好</textarea>" in text
        assert as_(cast.mei).get(reverse("conversation:edit", args=[message.pk]), **HTMX).status_code == 404

    def test_emptied_words_are_refused_beside_the_field(self, cast, east, as_):
        message = say(subject=east, author=cast.wei.user, body="好", at=NOW).message
        answer = as_(cast.wei).post(reverse("conversation:edit", args=[message.pk]), {"body": ""}, **HTMX)
        assert answer.status_code == 422
        assert answer["HX-Retarget"] == f"[data-editor='{message.pk}']"


def test_reading_up_to_a_message_ends_its_newness(cast, east, as_):
    say(subject=east, author=cast.mei.user, body="一", at=NOW)
    last = say(subject=east, author=cast.mei.user, body="二", at=NOW).message
    client = as_(cast.wei)
    assert client.get(thread(east), **HTMX).content.decode().count("data-first-unread") == 1
    client.post(thread(east, "reading"), {"last_id": last.pk}, **HTMX)
    assert "data-first-unread" not in client.get(thread(east), **HTMX).content.decode()


def test_following_muting_and_leaving(cast, east, as_):
    client = as_(cast.wei)
    words = {"follow": "Mute", "mute": "Unmute", "leave": "Follow"}
    for wanted, offered in words.items():
        assert offered in client.post(thread(east, "following"), {"wanted": wanted}, **HTMX).content.decode()


@pytest.mark.parametrize(
    ("typed", "first"), [("m", "梅"), ("hemin", "何敏"), ("hm", "何敏"), ("何", "何敏"), ("HY-q", "强")]
)
def test_people_are_found_by_name_pinyin_and_number(cast, as_, typed, first):
    people = as_(cast.wei).get(reverse("conversation:people"), {"q": typed}).context["people"]
    assert people[0].name == first


def test_older_messages_come_in_steps(cast, east, as_):
    for number in range(70):
        say(subject=east, author=cast.mei.user, body=f"第{number}条", at=NOW)
    client = as_(cast.wei)
    text = client.get(thread(east), **HTMX).content.decode()
    assert "第40条" in text and "第39条" not in text and "40 earlier messages" in text
    oldest = Message.objects.order_by("id")[40].pk
    text = client.get(thread(east, "messages"), {"before": oldest}, **HTMX).content.decode()
    assert "第10条" in text and "第9条" not in text and "10 earlier messages" in text


class TestCost:
    def test_a_thread_costs_the_same_at_any_length(self, cast, east, as_, django_assert_max_num_queries):
        def talk(count):
            for number in range(count):
                message = say(subject=east, author=cast.mei.user, body=f"@丽 {number} @伟", at=NOW).message
                toggle_reaction(message=message, by=cast.wei.user, sign="heart", at=NOW)

        client = as_(cast.wei)
        talk(3)
        client.get(thread(east), **HTMX)
        with django_assert_max_num_queries(30) as few:
            client.get(thread(east), **HTMX)
        talk(20)
        with django_assert_max_num_queries(len(few)):
            client.get(thread(east), **HTMX)

    def test_the_list_of_channels_costs_the_same_for_any_company(self, cast, east, as_, django_assert_max_num_queries):
        client = as_(cast.shen)
        client.get(reverse("conversation:channels"))
        with django_assert_max_num_queries(30) as few:
            client.get(reverse("conversation:channels"))
        units = [Unit.objects.create(name=f"组{number}", parent=cast.east) for number in range(8)]
        open_channels(unit_ids=[unit.pk for unit in units])
        for channel in Channel.objects.all():
            say(subject=channel, author=cast.shen.user, body="好", at=NOW)
        with django_assert_max_num_queries(len(few)):
            client.get(reverse("conversation:channels"))


def test_only_those_who_may_see_the_page_are_offered_and_others_are_said_not_to(cast, east, as_):
    def asked(typed):
        about = {"q": typed, "about": subjects.label_of(east), "pk": east.pk}
        return as_(cast.wei).get(reverse("conversation:people"), about)

    assert {person.name for person in asked("").context["people"]} >= {"梅", "丽"}
    assert cast.chen not in asked("").context["people"] and not asked("").context["blind"]
    answer = asked("chen")
    assert not answer.context["people"] and answer.context["blind"] == [cast.chen]
    assert 'role="option"' not in answer.content.decode() and "陈" in answer.content.decode()


def test_the_people_of_what_one_may_not_see_are_not_told(cast, east, as_):
    about = {"q": "", "about": subjects.label_of(east), "pk": east.pk}
    assert as_(cast.chen).get(reverse("conversation:people"), about).status_code == 404
