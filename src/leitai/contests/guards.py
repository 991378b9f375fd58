"""Guard rails: what a contest may not ask of people, and what it should think twice about.

Chinese courts have ordered stakes and deductions taken from wages to be returned, so text that asks participants
for money is refused. Humiliating or joint punishment, and a score that few could have reached, are warned of.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

STAKES = (
    "押金|保证金|赌注|对赌|下注|赌资|入场费|报名费|参赛费|凑份子|众筹奖|自掏腰包|自己出钱|各出|每人出|人均出|每人交|"
    "罚款|罚金|罚钱|扣工资|扣薪|扣奖金|扣提成|扣绩效|扣底薪|从工资|从提成里|输的?(一方|队|人)?(出钱|付钱|掏钱|买单|请客|发红包)|"
    "输家(出钱|付钱|掏钱|买单|请客|发红包)|stake|entry fee|deposit|fine of|deduct"
)
FORFEITS = (
    "惩罚|受罚|处罚|连坐|全队罚|全员罚|俯卧撑|蛙跳|深蹲|跑圈|罚跑|罚站|裸奔|喝酒|罚酒|吹瓶|吃苦瓜|吃芥末|生吃|剃光头|剃头|下跪|跪|"
    "扇耳光|打脸|自扇|爬行|游街|举牌|穿女装|男扮女装|出丑|示众|通报批评|念检讨|检讨书|末位淘汰|垫底|倒数|待岗|push-ups|punish|humiliat|shave"
)
_DENIED = re.compile(r"(不|没有|禁止|严禁|不得|不会|无需|不用|不收|不设)[^，。；,.;]{0,4}$")
FEW = 3


@dataclass(frozen=True)
class Warning:
    """Something to think about before publishing. `words`: what was found, as typed; `day` and `share` complete it."""

    code: str
    words: tuple[str, ...] = ()
    share: int | None = None
    day: date | None = None


def refuse_stakes(text: str) -> None:
    """Raises ValidationError where the text asks participants for money. "不扣工资" is no stake."""
    found = _found(STAKES, text)
    if found:
        raise ValidationError(
            _(
                "Prizes come from the company's budget or from points. Nobody who takes part may pay or lose wages: “%(words)s”."
            ),
            code="stake",
            params={"words": "、".join(found)},
        )


def forfeits_in(text: str) -> tuple[str, ...]:
    return _found(FORFEITS, text)


def _found(pattern: str, text: str) -> tuple[str, ...]:
    matches = re.finditer(pattern, text, re.IGNORECASE)
    return tuple(dict.fromkeys(match[0] for match in matches if not _DENIED.search(text[: match.start()])))


def too_few(reached: int, of: int) -> bool:
    """Fewer than a third."""
    return of > 0 and reached * FEW < of
