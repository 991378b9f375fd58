"""What a phone sends, perhaps late and more than once, and what it is told."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from leitai.files.queries import attached_to
from leitai.organization.actions import end_employment
from leitai.sales.models import Deal, Product, Record, SplitProposal
from leitai.sales.queries import record_of
from leitai.ui import slots
from tests.people import DAY, NOW

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
JSON = {"Accept": "application/json"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080200000090775" "3de0000000c49444154789c63f8cfc00000030101"
    "0018dd8db00000000049454e44ae426082"
)  # fmt: skip


@pytest.fixture(autouse=True)
def on_the_day(settings):
    settings.LEITAI_NOW = NOW.isoformat()


@pytest.fixture
def sign_in(cast):
    def go(who, **options):
        client = Client(**options)
        client.force_login(who.user, backend=BACKEND)
        return client

    return go


@pytest.fixture
def earning():
    """The drafts that other rooms are asked about."""
    heard = []
    slots.register("sales.deal.earns", "test", provider=lambda request, *, draft, **_: heard.append(draft))
    yield heard
    slots._registered["sales.deal.earns"].pop("test")


def written(**said):
    return {
        "key": str(uuid4()), "amount": "12.6万", "customer": "", "customer_name": "南京钟麓", "product": "", "channel": "",
        "day": DAY.isoformat(), "contract_no": "", "note": "", "written_at": "2026-11-18T00:30:00Z", "contract_meant": "",
        **said,
    }  # fmt: skip


def send(client, said, address="/records/report/", **more):
    return client.post(address, said, headers=JSON, **more)


def test_what_was_sent_is_answered_with_where_it_is_and_how_to_take_it_back(cast, sign_in):
    answer = send(sign_in(cast.wei), written())
    deal = Deal.objects.get()
    assert answer.status_code == 201
    assert answer.json()["url"] == reverse("sales:deal", args=[deal.pk])
    assert "¥126,000.00" in answer.json()["said"]
    assert record_of(deal).amount == 126000


def test_sent_again_it_gets_the_same_answer(cast, sign_in):
    client, said = sign_in(cast.wei), written()
    assert send(client, said).json() == send(client, said).json()
    assert Deal.objects.count() == 1


def test_a_sending_that_was_changed_after_it_came_in_is_a_conflict_and_says_where(cast, sign_in):
    client, said = sign_in(cast.wei), written()
    send(client, said)
    answer = send(client, {**said, "amount": "99"})
    assert (answer.status_code, answer.json()["conflict"]) == (409, "AlreadyReported")
    assert answer.json()["url"] == reverse("sales:deal", args=[Deal.objects.get().pk])
    assert Record.objects.get().amount == 126000


def test_a_contract_of_another_team_is_named_without_telling_more(cast, sign_in):
    send(sign_in(cast.chen), written(contract_no="HY-1", customer_name="秘密客户"))
    answer = send(sign_in(cast.wei), written(contract_no="hy-1"))
    assert answer.status_code == 409
    assert answer.json()["may_be_meant"]
    assert "秘密客户" not in answer.content.decode()
    assert "陈" not in answer.json()["said"]
    answer = send(sign_in(cast.mei), written(contract_no="hy-1", contract_meant="1", amount="7"))
    assert answer.status_code == 201


def test_a_contract_one_may_see_is_shown(cast, sign_in):
    send(sign_in(cast.wei), written(contract_no="HY-1"))
    answer = send(sign_in(cast.mei), written(contract_no="HY-1"))
    assert "伟" in answer.json()["said"]
    assert answer.json()["url"] == reverse("sales:record", args=[Record.objects.get().pk])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "十万"}, "amount"),
        ({"amount": "1.234,5"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "1" + "0" * 15}, "amount"),
        ({"customer_name": "  "}, "customer_name"),
        ({"customer_name": "长" * 201}, "customer_name"),
        ({"day": "2026-11-31"}, "day"),
        ({"day": "2026-11-19"}, "day"),
        ({"note": "长" * 501}, "note"),
        ({"contract_no": "1" * 121}, "contract_no"),
        ({"product": "99"}, "product"),
        ({"key": "no key"}, "key"),
        ({"share_person": ["1"], "share_percent": ["x"]}, "__all__"),
        ({"share_person": ["99999"], "share_percent": ["100"]}, "__all__"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_in_chinese(cast, sign_in, said, field):
    answer = send(sign_in(cast.wei), written(**said))
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert not any("a" <= letter <= "z" for letter in answer.json()["errors"][field][0].replace("x", ""))
    assert not Deal.objects.exists()


def test_the_plain_form_keeps_what_was_typed(cast, sign_in):
    answer = sign_in(cast.wei).post("/records/report/", written(amount="十万", note="账期九十天"))
    assert answer.status_code == 422
    assert "十万" in answer.content.decode()
    assert "账期九十天" in answer.content.decode()


def test_shares_of_exactly_a_hundred_are_proposed(cast, sign_in):
    shares = {
        "share_person": [cast.wei.pk, cast.li.pk, cast.chen.pk],
        "share_percent": ["33.3334", "33.3333", "33.3333"],
    }
    assert send(sign_in(cast.wei), written(**shares)).status_code == 201
    assert sum(share for _person, share in SplitProposal.objects.get().shares) == 1_000_000


def test_shares_of_less_are_refused_with_what_they_come_to(cast, sign_in):
    shares = {"share_person": [cast.wei.pk, cast.li.pk], "share_percent": ["50", "49.5"]}
    answer = send(sign_in(cast.wei), written(**shares))
    assert answer.status_code == 422
    assert "99.5" in answer.content.decode()


def test_a_share_of_somebody_who_left_is_refused_by_name(cast, sign_in):
    end_employment(person=cast.chen, left_on=DAY - timedelta(3), by=None, at=NOW)
    shares = {"share_person": [cast.wei.pk, cast.chen.pk], "share_percent": ["50", "50"]}
    answer = send(sign_in(cast.wei), written(**shares))
    assert answer.status_code == 422
    assert "陈" in answer.json()["errors"]["__all__"][0]


def test_a_rep_reports_only_their_own_and_a_lead_for_those_of_the_unit(cast, sign_in):
    assert send(sign_in(cast.wei), written(person=cast.li.pk)).status_code == 422
    assert send(sign_in(cast.mei), written(person=cast.li.pk)).status_code == 201
    assert Record.objects.get().person == cast.li
    assert send(sign_in(cast.mei), written(person=cast.chen.pk)).status_code == 422


def test_photos_come_along(cast, sign_in):
    photo = SimpleUploadedFile("合同.png", PIXEL, "image/png")
    assert send(sign_in(cast.wei), written(photos=[photo])).status_code == 201
    (file,) = attached_to(Deal.objects.get())
    assert file.name.startswith("合同")


def test_a_photo_that_is_none_is_refused_and_nothing_came_in(cast, sign_in):
    photo = SimpleUploadedFile("合同.png", b"MZ\x90\x00not a picture", "image/png")
    answer = send(sign_in(cast.wei), written(photos=[photo]))
    assert answer.status_code == 422
    assert not Deal.objects.exists()


def test_a_kept_page_asks_who_is_there_and_gets_a_fresh_token(cast, sign_in):
    client = sign_in(cast.wei, enforce_csrf_checks=True)
    assert send(client, written()).status_code == 403
    who = client.get("/records/report/token/").json()
    assert (who["user"], who["may_report"]) == (cast.wei.user.pk, True)
    answer = client.post("/records/report/", written(), headers={**JSON, "X-CSRFToken": who["token"]})
    assert answer.status_code == 201


def test_signed_out_one_is_nobody(cast):
    assert Client().get("/records/report/token/").json()["user"] is None
    assert send(Client(), written()).status_code == 302


def test_whoever_lost_the_right_is_told_so(cast, sign_in):
    client = sign_in(cast.wei)
    cast.wei.user.role_assignments.update(end=DAY)
    assert client.get("/records/report/token/").json()["may_report"] is False
    assert send(client, written()).status_code == 404


def test_right_after_sending_it_is_taken_back(cast, sign_in):
    client = sign_in(cast.wei)
    undo = send(client, written()).json()["undo"]
    for _time in range(2):
        assert client.post(undo, headers=JSON).status_code == 200
    assert not Record.objects.filter(live=True).exists()


def test_nobody_else_takes_it_back(cast, sign_in):
    undo = send(sign_in(cast.wei), written()).json()["undo"]
    assert sign_in(cast.li).post(undo, headers=JSON).status_code == 404
    assert sign_in(cast.chen).post(undo, headers=JSON).status_code == 404
    assert sign_in(cast.mei).post(undo, headers=JSON).status_code == 200


class TestCorrecting:
    @pytest.fixture
    def deal(self, cast, sign_in):
        send(sign_in(cast.wei), written())
        return Deal.objects.get()

    def correction(self, deal, **said):
        return written(base=record_of(deal).pk, reason="写错了", amount="12万", **said)

    def test_the_form_shows_what_counts_now(self, cast, sign_in, deal):
        page = sign_in(cast.wei).get(reverse("sales:correction", args=[deal.pk])).content.decode()
        assert 'value="126000"' in page
        assert "南京钟麓" in page

    def test_it_is_a_revision(self, cast, sign_in, deal):
        address = reverse("sales:correction", args=[deal.pk])
        client, said = sign_in(cast.wei), self.correction(deal)
        assert [send(client, said, address).status_code for _time in range(2)] == [201, 201]
        assert record_of(deal).amount == 120000
        assert Record.objects.count() == 2

    def test_it_is_said_to_be_one_and_not_undone_with_the_whole_deal(self, cast, sign_in, deal):
        answer = send(sign_in(cast.wei), self.correction(deal), reverse("sales:correction", args=[deal.pk])).json()
        assert answer["said"].startswith("更正好了")
        assert "undo" not in answer

    def test_where_it_waits_for_the_lead_it_says_so(self, cast, sign_in, deal):
        cast.company.deals_need_confirmation = True
        cast.company.save()
        client = sign_in(cast.wei)
        url = send(client, written(customer_name="苏州朗科")).json()["url"]
        said = written(customer_name="苏州朗科", reason="写错了", amount="9万", base="")
        answer = send(client, said, f"{url}correction/")
        assert answer.json()["said"].startswith("更正好了")
        assert "确认后" in answer.json()["said"]

    @pytest.mark.parametrize(
        ("amount", "said", "heard"), [("13万", "多 ¥4,000.00", [4000]), ("12万", "少 ¥6,000.00", [])]
    )
    def test_what_it_earns_is_the_difference(self, cast, sign_in, deal, earning, amount, said, heard):
        record = record_of(deal)
        typed = {"amount": amount, "day": DAY.isoformat(), "base": record.pk, "customer": record.customer_id}
        shown = sign_in(cast.wei).get("/records/report/earns/", typed).content.decode()
        assert said in shown
        assert [draft.amount for draft in earning] == heard

    def test_a_deal_moved_to_another_month_is_no_deal_more(self, cast, sign_in, deal, earning):
        record = record_of(deal)
        typed = {"amount": "13万", "day": "2026-10-17", "base": record.pk, "customer": record.customer_id}
        sign_in(cast.wei).get("/records/report/earns/", typed)
        assert earning == []

    def test_it_needs_a_reason(self, cast, sign_in, deal):
        answer = send(
            sign_in(cast.wei), self.correction(deal) | {"reason": ""}, reverse("sales:correction", args=[deal.pk])
        )
        assert list(answer.json()["errors"]) == ["reason"]

    def test_over_something_changed_meanwhile_it_is_a_conflict(self, cast, sign_in, deal):
        address = reverse("sales:correction", args=[deal.pk])
        late = self.correction(deal)
        send(sign_in(cast.mei), self.correction(deal) | {"amount": "11万"}, address)
        answer = send(sign_in(cast.wei), late, address)
        assert (answer.status_code, answer.json()["conflict"]) == (409, "ChangedMeanwhile")
        assert answer.json()["url"] == reverse("sales:record", args=[record_of(deal).pk])
        assert record_of(deal).amount == 110000

    def test_somebody_else_finds_nothing_to_correct(self, cast, sign_in, deal):
        assert sign_in(cast.chen).get(reverse("sales:correction", args=[deal.pk])).status_code == 404


def test_where_the_company_asks_it_the_lead_confirms(cast, sign_in):
    cast.company.deals_need_confirmation = True
    cast.company.save()
    client = sign_in(cast.wei)
    assert "梅" in client.get("/records/report/").content.decode()
    answer = send(client, written())
    assert "确认" in answer.json()["said"]
    assert not Record.objects.exists()
    assert client.get(answer.json()["url"]).status_code == 200


def test_customers_are_found_by_letters(cast, sign_in):
    client = sign_in(cast.wei)
    send(client, written())
    assert "南京钟麓" in client.get("/records/report/customers/", {"q": "njz"}).content.decode()
    assert "南京钟麓" not in sign_in(cast.chen).get("/records/report/customers/", {"q": "njz"}).content.decode()


def test_what_it_earns_is_said_by_other_rooms(cast, sign_in, earning):
    client = sign_in(cast.wei)
    product = Product.objects.create(name="标准机型")
    client.get(
        "/records/report/earns/",
        {"amount": "12.5万", "day": "2026-11-17", "product": product.pk, "customer_name": "新"},
    )
    assert client.get("/records/report/earns/", {"amount": "x"}).content == b""
    (draft,) = earning
    assert (draft.amount, draft.product_id, draft.is_new_customer) == (Decimal(125000), product.pk, True)


@pytest.mark.parametrize("amount", ["0", "-3", "−3"])
def test_an_amount_that_is_none_is_told_where_returns_go(cast, sign_in, amount):
    errors = send(sign_in(cast.wei), written(amount=amount)).json()["errors"]
    assert errors == {"amount": ["金额要大于 0；退货请在原订单上登记。"]}


@pytest.mark.parametrize(("why", "said"), [("network", "现在没有网络"), ("server", "服务器现在没有应答")])
def test_the_page_without_an_answer_says_which_and_offers_another_try(cast, sign_in, why, said):
    page = sign_in(cast.wei).get("/records/report/offline/", {"why": why}).content.decode()
    assert said in page
    assert '<a class="btn btn-primary" href="">再试一次</a>' in page


def test_that_page_speaks_the_language_of_the_person(cast, sign_in):
    cast.wei.user.language = "en"
    cast.wei.user.save()
    assert "does not answer" in sign_in(cast.wei).get("/records/report/offline/", {"why": "server"}).content.decode()


def test_the_worker_may_serve_the_whole_site(client, cast):
    answer = client.get("/records/worker.js")
    if answer.status_code == 404:
        pytest.skip("no bundle")
    assert answer.headers["Service-Worker-Allowed"] == "/"
