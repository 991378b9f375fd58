"""What the page of components shows: one company on 18 November 2026, as in every drawing of the product."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.template import Context, Engine

NOW = datetime(2026, 11, 18, 9, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
ENDS_AT = datetime(2026, 11, 20, 18, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

SECTIONS = [
    ("figures", "数字怎么写"),
    ("bars", "达成：条、环、格、擂台"),
    ("controls", "按钮、标签、切换、菜单"),
    ("rows", "行：平常、悬停、编辑、选中、正在存；底下是批量条"),
    ("fields", "表单里的错，写在格子旁边"),
    ("states", "空列表、加载、长任务、撤销、旧数据、没有权"),
    ("charts", "图：悬停看数，点开看记录，能看表格，能存图片"),
]
FIGURES = [
    ("{{ amount|full_money }}", {"amount": Decimal("1234567.5")}),
    ("{{ amount|full_money }}", {"amount": Decimal("-0.0125")}),
    ("{{ amount|short_amount }}", {"amount": Decimal(825_000)}),
    ("{{ amount|short_amount }}", {"amount": Decimal(180_000_000)}),
    ("{{ amount|short_money }}", {"amount": Decimal(-480_000)}),
    ("{{ amount|amount_in_words }}", {"amount": Decimal(126_000)}),
    ("{{ ppm|percent }}", {"ppm": 999_960}),
    ("{{ change|movement }}", {"change": Decimal(426_000)}),
    ("{{ change|movement }}", {"change": Decimal(-310_000)}),
    ("{{ day|dated_weekday }}", {"day": NOW}),
    ("{{ since|waited:now }}", {"since": datetime(2026, 11, 15, 9, 0, tzinfo=NOW.tzinfo), "now": NOW}),
    ("{{ seconds|duration }}", {"seconds": 80}),
    ("{{ ends_at|countdown:now }}", {"ends_at": ENDS_AT, "now": NOW}),
    ("{{ missing|full_money }}", {"missing": None}),
]
BARS = [
    {"note": "落后进度", "value": 219_000, "pace": 619_000},
    {"note": "领先进度", "value": 743_000, "pace": 619_000},
    {"note": "超额", "value": 1_260_000, "pace": 619_000},
    {"note": "这一单会加上", "value": 550_000, "pace": 619_000, "adds": 84_000},
    {"note": "钱的页面", "value": 510_000, "pace": None, "tone": "stone"},
    {"note": "还没有数字", "value": None, "pace": None},
]
CUSTOMERS = [
    {"name": "常熟禾木包装", "stage": "报价", "amount": "31.5", "due": "11-28", "state": ""},
    {"name": "昆山启衡精密", "stage": "法务", "amount": "27.0", "due": "11-30", "state": ""},
    {"name": "嘉善合纵", "stage": "谈判", "amount": "31.0", "due": "12-11", "state": "editing"},
    {"name": "宁波东钱湖新材料科技股份有限公司", "stage": "报价", "amount": "86.0", "due": "11-27", "state": "picked"},
    {"name": "无锡锡晖电气", "stage": "试用", "amount": "18.4", "due": "12-04", "state": "picked"},
    {"name": "杭州云栖里", "stage": "试用", "amount": "1八.4", "due": "12-04", "state": "refused"},
    {"name": "南京钟麓生物医药科技股份有限公司", "stage": "试用", "amount": "9.6", "due": "12-09", "state": "saving"},
]
PEOPLE = [
    {"name": "刘子昂", "note": "24.1 / 110万·入职 2 个月", "attainment": 219_000, "gap": Decimal(-440_000)},
    {"name": "阿依古丽·买买提", "note": "71.4 / 140万", "attainment": 510_000, "gap": Decimal(-153_000)},
    {"name": "王嘉怡", "note": "128.0 / 150万", "attainment": 853_000, "gap": Decimal(350_000)},
]
DAYS = ["11-02", "11-05", "11-09", "11-11", "11-13", "11-16", "11-18"]
SOLD = [Decimal(each) for each in (420_000, 1_310_000, 2_466_000, 4_630_000, 5_480_000, 6_248_000, 6_884_000)]
DUE = [Decimal(each) for each in (571_000, 2_285_000, 3_428_000, 4_571_000, 5_714_000, 6_857_000, 7_429_000)]


class SampleForm(forms.Form):
    """A form with everything in it, sent with two faults."""

    owner = forms.CharField(label="负责人")
    target = forms.CharField(label="11 月目标")
    amount = forms.CharField(label="签约额")
    stage = forms.ChoiceField(label="阶段", choices=[("quote", "报价"), ("trial", "试用"), ("law", "法务")])
    check_day = forms.CharField(label="检查日")
    product = forms.ChoiceField(
        label="产品", choices=[("a", "标准机型"), ("b", "定制"), ("c", "三年维保")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    roles = forms.MultipleChoiceField(
        label="谁能看",
        required=False,
        choices=[("1", "本部门"), ("2", "上级主管")],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label="我已读过规则，同意按规则计分", required=False)

    def clean_owner(self):
        raise forms.ValidationError("没有这位，")

    def clean_target(self):
        raise forms.ValidationError("是 110 吗？全队才 1,200")


def context() -> dict:
    return {
        "sections": [{"key": key, "title": title, "template": f"ui/components/{key}.html"} for key, title in SECTIONS],
        "figures": [{"tag": tag, "shown": _shown(tag, values)} for tag, values in FIGURES],
        "eleven_million": Decimal(11_180_000),
        "bars": BARS,
        "segment_states": ["done"] * 7 + ["changed", "missing", "missing"],
        "steps": [("征求意见", "11-02"), ("公示", "还有 2 天"), ("定稿", "")],
        "ends_at": ENDS_AT,
        "now": NOW,
        "customers": CUSTOMERS,
        "people": PEOPLE,
        "form": _form(),
        "line_chart": _line_chart(),
        "bar_chart": _bar_chart(),
        "chart_rows": list(zip(DAYS, SOLD, DUE, strict=True)),
    }


def _shown(tag: str, values: dict) -> str:
    return Engine.get_default().from_string(tag).render(Context(values))


def _form() -> SampleForm:
    form = SampleForm(
        {
            "owner": "刘梓昂",
            "target": "1100",
            "amount": "126,000",
            "stage": "quote",
            "check_day": "11-25",
            "product": "a",
        }
    )
    form.is_valid()
    return form


def _line_chart() -> dict:
    return {
        "format": "amount",
        "xAxis": {"type": "category", "data": DAYS, "boundaryGap": False},
        "yAxis": {"type": "value"},
        "series": [
            {"type": "line", "name": "签约", "data": SOLD, "endLabel": {"show": True, "formatter": "{a}"}},
            {"type": "line", "name": "应到", "data": DUE, "lineStyle": {"type": "dashed", "width": 1}},
        ],
        "grid": {"right": 40},
    }


def _bar_chart() -> dict:
    return {
        "format": "amount",
        "links": ["#charts", "#charts", "#charts"],
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "data": ["华南二部", "华北三部", "华东一部"]},
        "series": [
            {"type": "bar", "name": "签约", "data": [Decimal(5_720_000), Decimal(6_105_000), Decimal(6_884_000)]}
        ],
    }
