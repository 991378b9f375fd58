"""The last three months of pay: two final and paid, the last waiting for finance.

After the contests, whose prizes are lines of the same statements.
"""

from collections.abc import Iterator
from datetime import timedelta

from leitai.demo.loading.pay import paid_months
from leitai.demo.loading.scene import Scene
from leitai.incentives.actions import calculate_run, finalise_run, pay_out, request_run, submit_run
from leitai.incentives.models import Run
from leitai.tally.periods import Period

PAY_DAY = 25


def load(scene: Scene) -> Iterator[str]:
    months = paid_months(scene)
    for month in months:
        run = _calculated(scene, month)
        if month == months[-1]:
            _submit(scene, run)
        else:
            _pay(scene, run)
        yield f"pay of {month.start:%Y-%m}: {run.people} statements"


def _calculated(scene: Scene, month: Period) -> Run:
    asked = scene.at(month.end + timedelta(days=2), 9, 20)
    run = request_run(period=month, pay_day=month.end.replace(day=PAY_DAY), by=scene.user("何敏"), at=asked)
    return calculate_run(run=run, at=asked)


def _submit(scene: Scene, run: Run) -> None:
    note = "退货已核对，新客户奖按首单日期认定。"
    submit_run(run=run, note=note, by=scene.user("何敏"), at=scene.ago(1, 17, 30))


def _pay(scene: Scene, run: Run) -> None:
    finance = scene.user("唐静")
    finalise_run(run=run, by=finance, at=scene.at(run.end + timedelta(days=4), 15))
    if run.pay_day <= scene.today:
        pay_out(run=run, day=run.pay_day, by=finance, at=scene.at(run.pay_day, 11))
