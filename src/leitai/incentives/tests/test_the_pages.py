"""The pages of pay: what they say, what they refuse and how much they ask of the database."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from leitai.approvals.actions import decide
from leitai.approvals.queries import seats_waiting_for
from leitai.customers.models import Customer
from leitai.incentives.actions import (
    AwardDraft,
    create_scheme,
    grant_awards,
    plan_budget,
    save_draft,
    submit_run,
    submit_version,
)
from leitai.incentives.models import Award, BudgetLine, Dispute, Run, Scheme, SchemeVersion
from leitai.incentives.queries.schemes import version_on
from leitai.incentives.rules import Rules, component
from leitai.incentives.tests.paying import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    calculate,
    pay,
    rules,
    scheme_for,
    sell,
    statement_of,
)
from leitai.metrics.queries import by_code
from tests.people import DAY, NOW


@pytest.fixture(autouse=True)
def on_a_fixed_day(settings):
    settings.LEITAI_NOW = "2026-11-18T09:00:00+08:00"


@pytest.fixture
def october(cast):
    cast.scheme = scheme_for(cast)
    customers = [
        Customer.objects.create(name=name, created_at=NOW)
        for name in ("苏州澜石精密机械", "宁波东钱湖新材料", "杭州云栖里")
    ]
    sell(cast.wei, 386_000, date(2026, 10, 9), "SO-1", customer_id=customers[0].pk)
    sell(cast.wei, 420_000, date(2026, 10, 15), "SO-2", customer_id=customers[1].pk)
    shares = ((cast.wei.pk, 700_000), (cast.li.pk, 300_000))
    sell(cast.wei, 158_000, date(2026, 10, 22), "SO-3", customer_id=customers[2].pk, shares=shares)
    return cast


def page(client, name, *arguments, **query):
    answer = client.get(reverse(f"incentives:{name}", args=arguments), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_statement_says_how_each_line_came_about(october, client):
    pay(october, OCTOBER)
    sell(october.wei, -60_000, date(2026, 11, 3), "RT-1", kind="return", refers_to_external_id="SO-2")
    run = pay(october, NOVEMBER)
    client.force_login(october.wei.user)
    said = page(client, "statement", statement_of(Run.objects.get(start=OCTOBER.start), october.wei).pk)
    assert "14,000 × 3% + 400,000 × 4% + 6,000 × 5.2%" in said
    assert "158,000 × 70% × 5.2%" in said and "34,063.20" in said
    assert "60,000" in page(client, "statement", statement_of(run, october.wei).pk)
    # On a phone, where the crumbs have no room, an arrow leads back.
    assert 'aria-label="返回我的结算单"' in said


def test_each_component_is_named_with_its_own_sum_and_its_lines_carry_the_name(cast, client):
    drawn = rules().components[0]
    fresh = component("新客户奖", by_code("net_sales"), ((0, None, 1_000),), key="c2")
    scheme_for(cast, Rules((drawn, fresh)))
    sell(cast.wei, 386_000, date(2026, 10, 9), "SO-1")
    statement = statement_of(pay(cast, OCTOBER), cast.wei)
    client.force_login(cast.wei.user)
    said = page(client, "statement", statement.pk)
    assert "<dt>签约提成</dt><dd>11,580.00</dd>" in said and "<dt>新客户奖</dt><dd>386.00</dd>" in said
    lines = said.partition('class="pay-lines"')[2].partition("</table>")[0]
    assert lines.count("新客户奖</span>") == 1 and lines.count("签约提成</span>") == 1
    assert lines.count('class="swatch beside"') == 1


def test_a_line_says_how_what_it_pays_on_came_of_the_record(cast, client):
    scheme_for(cast)
    shares = ((cast.wei.pk, 500_000), (cast.li.pk, 500_000))
    sell(cast.wei, 89_500, date(2026, 10, 9), "SO-1", discount=Decimal(4_500))
    sell(cast.wei, 89_500, date(2026, 10, 10), "SO-2", discount=Decimal(4_500), shares=shares)
    revised = sell(cast.wei, 20_000, date(2026, 10, 11), "SO-3", discount=Decimal(1_000))
    run = pay(cast, OCTOBER)
    statement = statement_of(run, cast.wei)
    sell(cast.wei, 30_000, date(2026, 10, 11), "SO-3", on=date(2026, 11, 10))
    client.force_login(cast.wei.user)
    said = page(client, "statement", statement.pk)
    assert "89,500 − 折扣 4,500 = 85,000<" in said
    assert "(89,500 − 折扣 4,500) × 50% = 42,500<" in said and "85,000 × 50% × 3%" in said
    # The statement reads the record as the run did, whatever it says since.
    assert "20,000 − 折扣 1,000 = 19,000<" in said
    line = statement.lines.get(record=revised)
    assert "20,000 − 折扣 1,000 = 19,000<" in page(client, "line", statement.pk, line.pk)


def test_the_statement_costs_the_same_queries_at_two_sizes(october, client, django_assert_max_num_queries):
    client.force_login(october.wei.user)
    counts = []
    for more in (0, 12):
        for number in range(more):
            shares = ((october.wei.pk, 500_000), (october.li.pk, 500_000))
            customer = Customer.objects.create(name=f"客户{number}", created_at=NOW)
            sell(october.wei, 1000, date(2026, 11, 2), f"N{number}", customer_id=customer.pk, shares=shares)
        run = pay(october, NOVEMBER if more else OCTOBER)
        address = reverse("incentives:statement", args=[statement_of(run, october.wei).pk])
        client.get(address)
        with django_assert_max_num_queries(80) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_lists_cost_the_same_queries_at_two_sizes(october, client, django_assert_max_num_queries):
    client.force_login(october.hemin.user)
    sell(october.wei, 1000, date(2026, 11, 2), "SO-9")
    run, counts = pay(october, OCTOBER), {}
    for size in (1, 8):
        for number in range(size):
            start = date(2026, 1, 1)
            line = plan_budget(
                name=f"{size}-{number}",
                unit=october.east,
                start=start,
                end=date(2027, 1, 1),
                planned=Decimal(9),
                by=None,
                at=NOW,
            )
            draft = AwardDraft(kind="money", person=october.wei, amount=Decimal(1), why="奖")
            grant_awards(awards=[draft], budget_line=line, by=None, at=NOW)
            scheme = scheme_for(october, name=f"{size}-{number}")
            save_draft(scheme=scheme, rules=rules(), start=date(2026, 12, 1), by=None, at=NOW)
            submit_run(run=calculate(october, NOVEMBER, when=NOW), by=october.hemin.user, at=NOW)
        for name, arguments in (("awards", []), ("points", []), ("runs", []), ("schemes", []), ("run", [run.pk])):
            with django_assert_max_num_queries(80) as captured:
                page(client, name, *arguments)
            counts.setdefault(name, []).append(len(captured))
    assert all(first == second for first, second in counts.values()), counts


@pytest.mark.parametrize(
    "name",
    ["index", "awards", "points", "runs", "schemes", "budget", "disputes", "new_scheme", "new_budget", "new_award"],
)
def test_empty_pages_say_what_they_are_for(cast, client, name):
    client.force_login(cast.hemin.user)
    assert client.get(reverse(f"incentives:{name}"), follow=True).status_code == 200


def test_a_run_goes_from_calculating_to_paid_out(october, client, django_capture_on_commit_callbacks):
    client.force_login(october.hemin.user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("incentives:new_run"), {"month": "2026-10", "pays": "month", "pay_day": "2026-11-25"})
    run = Run.objects.get()
    assert run.calculated_at and run.done == 2
    client.post(reverse("incentives:submit_run", args=[run.pk]))
    [seat] = seats_waiting_for(october.tang.user, on=DAY)
    decide(request=seat.step.round.request, by=october.tang.user, verdict="approved", at=NOW)
    assert Run.objects.get().is_final
    assert "标为已发放" in page(client, "run", run.pk)
    client.post(reverse("incentives:pay_out", args=[run.pk]), {"day": "2026-11-25"})
    assert Run.objects.get().payout.day == date(2026, 11, 25)
    assert "34,063.20" in page(client, "run", run.pk)


def test_a_stale_run_is_refused_in_words(october, client):
    first, second = calculate(october, OCTOBER), calculate(october, OCTOBER)
    from leitai.incentives.actions import finalise_run

    finalise_run(run=first, by=october.tang.user, at=NOW)
    client.force_login(october.hemin.user)
    answer = client.post(reverse("incentives:submit_run", args=[second.pk]))
    assert answer.status_code == 409 and str(first) in answer.content.decode()


TABLE = {
    "component": ["0"],
    "key-0": "c1",
    "name-0": "签约提成",
    "metric-0": "net_sales",
    "method-0": "marginal",
    "levels-0": "amount",
    "start": "2026-12-01",
    "save": "1",
}


def typed(*tiers, **more):
    columns = zip(*tiers, strict=True)
    return {**TABLE, **dict(zip(("floor-0", "ceiling-0", "rate-0"), map(list, columns), strict=True)), **more}


@pytest.fixture
def scheme(cast):
    return create_scheme(name="签约提成", pays="month", budget_line=None, by=cast.hemin.user, at=NOW)


@pytest.mark.parametrize(
    ("tiers", "said"),
    [
        ([("0", "40万", "3%"), ("50万", "", "4%")], "40万 到 50万 之间没有费率"),
        ([("0", "40万", "3%"), ("30万", "", "4%")], "30万 到 40万 同时落在两档里"),
        ([("0", "40万", "3%"), ("40万", "80万", "4%")], "超过 80万 的部分没有费率"),
        ([("10万", "", "3%")], "10万 以下没有费率"),
        ([("0", "", "3%"), ("40万", "", "4%")], "这一档要写到哪里为止"),
        ([("0", "40万", "3%"), ("40万", "40万", "4%"), ("40万", "", "5%")], "上限要大于下限"),
        ([("0", "", "")], "填写费率"),
        ([("0", "", "三个点")], "三个点"),
    ],
)
def test_a_table_that_means_nothing_is_refused_beside_its_tier(cast, client, scheme, tiers, said):
    client.force_login(cast.hemin.user)
    answer = client.post(reverse("incentives:scheme_draft", args=[scheme.pk]), typed(*tiers))
    shown = answer.content.decode()
    assert answer.status_code == 422 and said in shown
    assert all(f'value="{text}"' in shown for tier in tiers for text in tier if text)
    assert not SchemeVersion.objects.exists()


def test_a_table_that_holds_is_kept_previewed_and_published(october, client):
    client.force_login(october.hemin.user)
    given = typed(("0", "40万", "3"), ("40万", "90万", "4.2%"), ("90万", "", "5.5%"), why="让中段多拿一点")
    shown = client.post(reverse("incentives:scheme_preview", args=[october.scheme.pk]), given).content.decode()
    # 40万 × 3% + 50万 × 4.2% + 1.66万 × 5.5%
    assert "33,913" in shown and "34,063.20" in shown
    client.post(reverse("incentives:scheme_draft", args=[october.scheme.pk]), {**given, "submit": "1"})
    for approver in (october.shen, october.tang):
        [seat] = seats_waiting_for(approver.user, on=DAY)
        decide(request=seat.step.round.request, by=approver.user, verdict="approved", at=NOW)
    assert version_on(october.scheme, date(2026, 12, 1)).rules.components[0].tiers[1] == (
        40 * 10**8,
        90 * 10**8,
        42_000,
    )
    assert version_on(october.scheme, date(2026, 11, 30)).number == 1


def test_rows_are_added_and_dropped_without_losing_what_was_typed(cast, client, scheme):
    client.force_login(cast.hemin.user)
    address = reverse("incentives:scheme_preview", args=[scheme.pk])
    shown = client.post(address, typed(("0", "40万", "3%"), change="add-tier:0")).content.decode()
    assert shown.count('name="rate-0"') == 2 and 'value="40万"' in shown
    shown = client.post(
        address, typed(("0", "40万", "3%"), ("40万", "", "4%"), change="drop-tier:0:1")
    ).content.decode()
    assert shown.count('name="rate-0"') == 1
    shown = client.post(address, typed(("0", "", "3%"), change="add-component")).content.decode()
    assert 'name="name-1"' in shown


def test_a_version_begins_with_a_month(cast, client, scheme):
    client.force_login(cast.hemin.user)
    answer = client.post(
        reverse("incentives:scheme_draft", args=[scheme.pk]), typed(("0", "", "3%"), start="2026-12-05")
    )
    assert answer.status_code == 422 and not SchemeVersion.objects.exists()


def test_a_question_is_asked_and_answered_with_its_reason(october, client):
    run = pay(october, OCTOBER)
    statement = statement_of(run, october.wei)
    line = statement.lines.first()
    client.force_login(october.li.user)
    assert client.post(reverse("incentives:open_dispute", args=[statement.pk]), {"text": "?"}).status_code == 404
    client.force_login(october.wei.user)
    answer = client.post(reverse("incentives:open_dispute", args=[statement.pk]), {"line": line.pk, "text": ""})
    assert answer.status_code == 422
    client.post(reverse("incentives:open_dispute", args=[statement.pk]), {"line": line.pk, "text": "为什么是 3%？"})
    dispute = Dispute.objects.get()
    assert (
        client.post(
            reverse("incentives:answer_dispute", args=[dispute.pk]), {"verdict": "explained", "reason": "x"}
        ).status_code
        == 404
    )
    client.force_login(october.tang.user)
    assert "为什么是 3%？" in page(client, "disputes")
    client.post(
        reverse("incentives:answer_dispute", args=[dispute.pk]), {"verdict": "explained", "reason": "全额在第一档"}
    )
    client.force_login(october.wei.user)
    assert "全额在第一档" in page(client, "dispute", dispute.pk)


def test_granting_by_hand_says_what_is_missing(cast, client):
    client.force_login(cast.hemin.user)
    line = plan_budget(
        name="奖金", unit=None, start=date(2026, 1, 1), end=date(2027, 1, 1), planned=Decimal(100), by=None, at=NOW
    )
    given = {"person": cast.wei.pk, "kind": "money", "amount": "500", "why": "月度冠军", "budget_line": line.pk}
    answer = client.post(reverse("incentives:new_award"), given)
    assert answer.status_code == 422 and "100.00" in answer.content.decode() and not Award.objects.exists()
    client.post(reverse("incentives:new_award"), {**given, "amount": "80"})
    assert Award.objects.get().amount == 80
    assert "80.00" in page(client, "awards")
    client.force_login(cast.mei.user)
    assert "80.00" not in page(client, "awards")


def test_a_budget_line_keeps_its_last_day(cast, client):
    client.force_login(cast.tang.user)
    given = {"name": "冲刺", "planned": "12万", "start": "2026-11-01", "last": "2026-11-30"}
    client.post(reverse("incentives:new_budget"), given)
    line = BudgetLine.objects.get()
    assert (line.end, line.planned) == (date(2026, 12, 1), 120_000)
    answer = client.post(reverse("incentives:new_budget"), {**given, "last": "2026-10-01"})
    assert answer.status_code == 422


def test_a_person_reads_the_scheme_they_are_paid_by(october, client):
    pay(october, OCTOBER)
    client.force_login(october.wei.user)
    assert "5.2%" in page(client, "scheme_version", Scheme.objects.get().pk, 1)
    assert client.get(reverse("incentives:scheme", args=[Scheme.objects.get().pk])).status_code == 404


def test_a_draft_being_approved_is_read_not_written(october, client):
    scheme = october.scheme
    steeper = rules(((0, 400_000_000_000, 30_000), (400_000_000_000, None, 60_000)))
    version = save_draft(scheme=scheme, rules=steeper, start=DECEMBER.start, by=october.hemin.user, at=NOW)
    client.force_login(october.hemin.user)
    assert '<fieldset class="scheme-editor" id="rate-editor">' in page(client, "scheme_draft", scheme.pk)
    submit_version(version=version, by=october.hemin.user, at=NOW)
    said = page(client, "scheme_draft", scheme.pk)
    assert '<fieldset class="scheme-editor" id="rate-editor" disabled>' in said
    # The comparison is of this scheme's commission, not of all the person is paid; its drawing names both its axes.
    assert "10 月的提成是" in said and "应发" not in said.partition("rate-editor")[2].partition("</fieldset>")[0]
    assert "提成：新减旧" in said and "净销售额" in said.partition('class="difference"')[2]


def test_today_offers_a_choice_of_next_deals(october, client):
    client.force_login(october.wei.user)
    said = client.get("/").content.decode().partition('class="next-deal"')[2].partition("</section>")[0]
    assert said.count('type="radio"') == 3 and said.count(" checked") == 1
    assert "¥50,000" in said and "¥100,000" in said and "¥200,000" in said
    # Nothing signed in November yet: the first tier pays 3%.
    assert "+¥1,500" in said and "+¥6,000" in said
