"""Records as an import kind: orders, returns, payments, outcomes, from one file or from lines with their orders."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from leitai.imports import fields as read
from leitai.imports.fields import Field
from leitai.imports.kinds import Kind, Made
from leitai.sales.actions import undo_batch
from leitai.sales.actions.making import made_by
from leitai.sales.actions.undoing import why_not_undo
from leitai.sales.errors import REASONS
from leitai.sales.imports.session import RecordsSession
from leitai.sales.models import Kind as RecordKind
from leitai.sales.models import Product

OPEN, NOT_COUNTED = "open", "not_counted"
WORDS = {
    RecordKind.ORDER: ("订单", "销售订单", "销售", "销售出库", "销售出库单", "销售单", "成交", "已成交", "已签约", "已完成", "交易完成", "交易成功", "已发货", "已付款", "已支付", "已审核", "标准销售", "普通销售", "蓝字", "sale", "sales order", "completed", "paid"),
    RecordKind.RETURN: ("退货", "销售退货", "退货单", "退款", "已退款", "退款成功", "退货退款", "销售退货单", "红字", "refund", "refunded", "credit note"),
    RecordKind.PAYMENT: ("回款", "收款", "收款单", "到账", "已到账", "销售收款", "预收款"),
    RecordKind.WON: ("赢单", "已赢单", "成单", "赢", "closed won", "won", "成功结束", "成交关闭", "赢单关闭"),
    RecordKind.LOST: ("输单", "已输单", "丢单", "失单", "输", "战败", "closed lost", "lost", "输单关闭", "失败结束"),
    RecordKind.ACTIVITY: ("拜访", "跟进", "电话", "活动", "外勤", "visit", "call"),
    RecordKind.RATING: ("评分", "满意度", "评价"),
    RecordKind.ASSIST: ("协助", "协作", "支援"),
    OPEN: ("engaging", "prospecting", "初步接洽", "初步沟通", "验证客户", "需求确认", "需求分析", "方案报价", "方案/报价", "方案制定", "谈判审核", "商务谈判", "谈判", "合同签订中", "跟进中", "进行中", "推进中", "待跟进", "qualification", "proposal", "negotiation", "needs analysis", "open", "in progress"),
    NOT_COUNTED: ("已取消", "取消", "交易关闭", "已关闭", "关闭", "待付款", "待支付", "待审核", "未审核", "已作废", "作废", "无效", "草稿", "cancelled", "canceled", "draft", "pending", "void"),
}  # fmt: skip
SPOKEN = {
    RecordKind.PAYMENT: ("回款", "到账", "收款"),
    RecordKind.RETURN: ("退货", "退款"),
    RecordKind.ACTIVITY: ("拜访", "跟进记录", "外勤"),
}

MAKING = {
    "product": ngettext_lazy("%(count)d new product", "%(count)d new products", "count"),
    "customer": ngettext_lazy("%(count)d new customer", "%(count)d new customers", "count"),
    "channel": ngettext_lazy("%(count)d new channel", "%(count)d new channels", "count"),
}


def kind_choices():
    return [*RecordKind.choices, (NOT_COUNTED, _("no record, leave out"))]


class RecordsKind(Kind):
    key = "records"
    label = _("Sales records")
    noun = _("records")
    order = 40
    icon = "receipt"
    sum_field = "amount"
    period_field, value_field = "day", "amount"
    preview = ("day", "customer", "contract_no", "order_no", "person", "amount", "number", "product", "kind")
    surveys = ("order_no", "kind", "product")
    creates = (
        ("customer", _("customers not known yet"), True),
        ("product", _("products not known yet"), True),
        ("channel", _("channels not known yet"), True),
    )
    asks = frozenset({"product"})
    fields = (
        Field("day", _("day"), read.day, required=True, synonyms=("日期", "单据日期", "成交日期", "成交时间", "到账日期", "签约日期", "签单日期", "下单日期", "下单时间", "订单日期", "订单时间", "付款时间", "支付时间", "收款日期", "收款时间", "回款日期", "结单日期", "结束日期", "交易时间", "交易日期", "业务日期", "销售日期", "出库日期", "开票日期", "发生日期", "赢单日期", "close_date", "closing_date", "order_date", "orderdate", "date", "sale_date", "transaction_date"), example="2026-11-17"),
        Field("person", pgettext_lazy("of a record", "person"), read.text(120), required=True, synonyms=("负责人", "业务员", "销售员", "销售", "销售人员", "销售负责人", "负责销售", "客户经理", "业务员名称", "商机所有人", "商机负责人", "订单负责人", "交易所有者", "所有者", "所有人", "归属人", "跟进人", "签约人", "导购", "导购员", "收款人", "经办人", "员工", "姓名", "员工姓名", "工号", "业务员工号", "业绩归属", "sales_agent", "salesperson", "sales_rep", "rep", "owner", "deal_owner", "employee", "employee_id", "employeeid"), example="周若溪"),
        Field("amount", _("amount"), read.amount, synonyms=("价税合计", "金额", "销售金额", "销售额", "合同金额", "订单金额", "销售订单金额", "订单总额", "成交金额", "成交额", "商机金额", "预计销售金额", "回款金额", "到账金额", "到账额", "收款金额", "本次回款金额", "含税金额", "总金额", "总价", "金额合计", "业绩", "签约金额", "amount", "close_value", "deal_value", "sale_amt", "sales", "revenue", "total", "order_total"), example="158,000.00"),
        Field("paid", _("amount after discount"), read.amount, synonyms=("实付金额", "实收金额", "实付款", "买家实付", "买家实付金额", "折后金额", "应付金额", "net_amount"), example="", help=_("Only where the amount before the discount is not in the file.")),
        Field("kind", _("kind"), read.choice(WORDS), synonyms=("类型", "记录类型", "单据类型", "业务类型", "订单类型", "销售阶段", "商机阶段", "阶段", "交易阶段", "赢输状态", "订单状态", "交易状态", "状态", "生命状态", "deal_stage", "stage", "status", "order_status", "type"), example="订单", choices=kind_choices),
        Field("number", _("record number"), read.code(120), synonyms=("流水号", "银行流水", "银行流水号", "交易流水号", "交易单号", "回款编号", "回款单号", "收款单号", "收款编号", "商机编号", "商机id", "记录编号", "数据id", "明细编号", "记录id", "opportunity_id", "deal_id", "transaction_id", "record_id", "payment_id"), example="1113"),
        Field("order_no", _("order number"), read.code(120), synonyms=("订单编号", "订单号", "销售订单编号", "销售订单号", "单据编号", "单据号", "出库单号", "销售单号", "单号", "交易编号", "成交编号", "order_id", "orderid", "order_no", "order_number"), example="DD-20261117-03"),
        Field("customer", _("customer"), read.text(200), synonyms=("客户名称", "客户", "客户简称", "客户全称", "付款单位", "付款方", "购货单位", "购买方", "买家", "买家昵称", "买家姓名", "公司名称", "甲方", "会员", "account", "account_name", "customer", "customer_name", "customer_id", "customerid", "client", "company"), example="绍兴越丰纺机", free_text=True),
        Field("product", _("product"), read.text(200), synonyms=("产品名称", "产品", "商品名称", "商品", "物料名称", "存货名称", "品名", "订单产品", "产品编码", "物料编码", "存货编码", "product", "product_name", "product_id", "productid", "item"), example="恒温控制柜 HT-300", free_text=True),
        Field("channel", _("channel"), read.text(120), synonyms=("渠道", "销售渠道", "订单来源", "来源渠道", "客户来源", "渠道名称", "channel", "source_channel"), example="直销"),
        Field("quantity", _("quantity"), read.quantity, synonyms=("数量", "销售数量", "商品数量", "实发数量", "件数", "销量", "count", "qty", "quantity", "units"), example="2"),
        Field("price", _("unit price"), read.amount, synonyms=("单价", "含税单价", "销售单价", "商品单价", "成交单价", "unit_price", "unitprice", "price"), example="79,000.00", help=_("Unit price × quantity is the amount, where no amount is told.")),
        Field("discount_amount", _("discount amount"), read.amount, synonyms=("优惠金额", "折扣额", "折扣金额", "优惠", "discount_amount", "折扣", "discount"), example="0"),
        Field("discount_rate", _("discount rate"), read.rate, synonyms=("折扣率", "折扣", "discount", "整单折扣", "discount_rate"), example="5%"),
        Field("cost", _("cost"), read.amount, synonyms=("成本", "成本金额", "销售成本", "cost"), example="60,000.00"),
        Field("contract_no", _("contract number"), read.code(120), synonyms=("合同编号", "合同号", "contract_no", "contract_number"), example="HY-26-1063"),
        Field("invoice_no", _("invoice number"), read.code(120), synonyms=("发票号", "发票号码", "发票编号", "invoice_no", "invoice_number"), example="24332000000012345678"),
        Field("refers_to", _("original order"), read.code(120), synonyms=("原订单号", "原订单编号", "原单号", "关联订单", "关联订单号", "源单编号", "original_order"), example="", help=_("Of a return or payment: the order it belongs to.")),
        Field("currency", _("currency"), read.text(20), synonyms=("币种", "币别", "货币", "currency"), example="CNY"),
        Field("note", _("note"), read.text(500), synonyms=("备注", "摘要", "说明", "订单备注", "描述", "note", "remark", "comment", "description"), example="", free_text=True),
    )  # fmt: skip
    messages = {
        **REASONS,
        "amount_missing": _("The amount is empty."),
        "no_customer": _("There is no customer “%(text)s”."),
        "no_product": _("There is no product “%(text)s”."),
        "no_channel": _("There is no channel “%(text)s”."),
        "no_rate": _("The amount is in %(currency)s, and no rate into %(company)s is kept here."),
        "order_in_lines": _("This order is here in several lines. Say the product too, to tell which one is meant."),
        "in_future": _("The day lies after today."),
        "key_not_found": _("“%(text)s” is not in the second file."),
        "left_open": _("Still open, no record yet."),
        "not_counted": _("Cancelled or unpaid, no record."),
    }

    def told_by(self, headings, file_name):
        """The kind, where no column names it: what headings or file name speak of, else orders."""
        said = " ".join([file_name, *headings])
        for kind, words in SPOKEN.items():
            if any(word in said for word in words):
                return {"kind": kind}
        return {"kind": RecordKind.ORDER}

    def why_left_out(self, values):
        return {OPEN: "left_open", NOT_COUNTED: "not_counted"}.get(values.get("kind"), "")

    def missing(self, plan):
        known = plan.known()
        found = super().missing(plan)
        has_amount = known & {"amount", "paid"} or {"price", "quantity"} <= known
        # Where a column names the kind, rows without an amount may be outcomes or visits.
        if not has_amount and plan.fixed.get("kind") in (RecordKind.ORDER, RecordKind.RETURN, RecordKind.PAYMENT):
            found.append(self.field("amount"))
        return found

    def session(self, occasion):
        return RecordsSession(occasion)

    def making(self, what, count):
        return MAKING[what] % {"count": count}

    def known_names(self, what):
        return list(Product.objects.filter(archived_at__isnull=True).order_by("name").values_list("name", flat=True))

    def made_by(self, batch):
        return [
            Made(
                self.making(made.what, made.count),
                tuple(thing.name for thing in made.used),
                all_kept=not made.unused,
            )
            for made in made_by(batch)
        ]

    def why_not_undo(self, batch):
        refused = why_not_undo(batch)
        return [str(each) for each in refused.reasons()] if refused else []

    def undo(self, batch, *, by, at):
        undo_batch(batch=batch, by=by, at=at)
