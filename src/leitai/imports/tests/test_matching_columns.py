"""Headings of ten kinds of Chinese export, and English ones, find their fields without a click."""

import pytest

from leitai.imports import kinds
from leitai.imports.headings import column_of, fingerprint, match
from leitai.imports.plans import Plan

RECORDS = {
    "纷享销客": ({"销售订单编号": "order_no", "客户名称": "customer", "下单日期": "day", "销售订单金额(元)": "amount", "负责人": "person", "订单状态": "kind"}, ["XS20261117001", "绍兴越丰纺机", "2026-11-17", "158000.00", "周若溪", "已完成"]),
    "金蝶": ({"单据日期": "day", "单据编号": "order_no", "客户": "customer", "销售员": "person", "物料名称": "product", "实发数量": "quantity", "含税单价": "price", "价税合计": "amount", "单据类型": "kind"}, ["2026/11/17", "XSCKD000123", "昆山启衡精密", "孙雨桐", "控制柜", "2", "79,000.00", "158,000.00", "标准销售"]),
    "用友": ({"单据号": "order_no", "单据日期": "day", "客户简称": "customer", "业务员": "person", "存货名称": "product", "数量": "quantity", "价税合计": "amount", "业务类型": "kind"}, ["0000000123", "2026-11-17", "启衡精密", "孙雨桐", "控制柜", "2.00", "158,000.00", "普通销售"]),
    "企微": ({"交易单号": "number", "收款时间": "day", "收款人": "person", "付款方": "customer", "收款金额": "amount", "备注": "note"}, ["4200001", "2026-11-17 10:30:05", "周若溪", "常熟禾木包装", "¥52,400.00", "首付"]),
    "有赞": ({"订单编号": "order_no", "成交时间": "day", "商品名称": "product", "商品数量": "quantity", "实付金额": "paid", "买家昵称": "customer", "导购员": "person", "订单状态": "kind"}, ["E20261117", "2026-11-17 10:30", "滤芯", "3", "299.70", "小禾", "周若溪", "交易成功"]),
    "销售易": ({"商机编号": "number", "商机所有人": "person", "销售阶段": "kind", "商机金额": "amount", "结单日期": "day", "客户名称": "customer"}, ["OPP-01", "王嘉怡", "赢单", "120000", "2026年11月17日", "嘉兴沐恒"]),
    "钉钉表格": ({"日期": "day", "销售": "person", "客户": "customer", "产品": "product", "金额": "amount", "备注": "note"}, ["11/17/2026", "赵启航", "无锡锡晖电气", "控制柜", "4.2万", ""]),
    "简道云": ({"签约日期": "day", "合同编号": "contract_no", "合同金额(万元)": "amount", "客户名称": "customer", "签约人": "person", "数据ID": "number"}, ["2026-11-17", "HY-26-1063", "15.8", "太仓凌峰自动化", "周若溪", "63f0"]),
    "Zoho": ({"交易名称": None, "交易所有者": "person", "阶段": "kind", "金额": "amount", "结束日期": "day", "客户名称": "customer", "记录ID": "number"}, ["控制柜二期", "周若溪", "closed won", "158,000.00", "2026-11-17", "杭州云栖里", "5725767000000"]),
    "Excel": ({"成交日期": "day", "姓名": "person", "客户": "customer", "成交金额": "amount", "渠道": "channel"}, ["2026.11.17", "李明哲", "绍兴越丰", "46000", "直销"]),
    "maven": ({"opportunity_id": "number", "sales_agent": "person", "product": "product", "account": "customer", "deal_stage": "kind", "engage_date": None, "close_date": "day", "close_value": "amount"}, ["1C1I7A6R", "Moses Frase", "GTX Plus Basic", "Cancity", "Won", "2016-10-20", "2017-03-01", "1054"]),
    "northwind": ({"OrderID": "order_no", "ProductID": "product", "UnitPrice": "price", "Quantity": "quantity", "Discount": "discount_rate", "CustomerID": "customer", "EmployeeID": "person", "OrderDate": "day", "ShippedDate": None, "Freight": None}, ["10248", "11", "14", "12", "0.15", "VINET", "5", "1996-07-04 00:00:00.000", "1996-07-16", "32.38"]),
}  # fmt: skip


@pytest.mark.parametrize("system", RECORDS)
def test_records_of_known_systems_need_no_click(system):
    expected, sample = RECORDS[system]
    kind = kinds.get("records")
    found = match(
        list(expected), kind.fields, {heading: [cell] for heading, cell in zip(expected, sample, strict=True)}
    )
    assert found == expected
    if system not in ("northwind",):
        assert kind.missing(Plan(mapping=found, fixed=kind.told_by(list(expected), ""))) == []


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("people", {"姓名": "name", "工号": "code", "部门": "unit", "直属上级": "lead", "手机号": "mobile", "邮箱": "email", "入职日期": "hired_on", "职级": "grade"}),
        ("people", {"sales_agent": "name", "manager": "lead", "regional_office": "unit"}),
        ("people", {"EmployeeID": "code", "LastName": "last_name", "FirstName": "first_name", "ReportsTo": "lead", "HireDate": "hired_on", "City": None}),
        ("customers", {"客户编号": "code", "客户名称": "name", "所属行业": "industry", "省份": "region"}),
        ("customers", {"account": "name", "sector": "industry", "office_location": "region", "revenue": None}),
        ("products", {"存货编码": "code", "存货名称": "name", "存货分类": "line", "标准售价": "price"}),
        ("products", {"product": "name", "series": "line", "sales_price": "price"}),
    ],
)  # fmt: skip
def test_people_customers_and_products(kind, expected):
    assert match(list(expected), kinds.get(kind).fields, {}) == expected


@pytest.mark.parametrize(
    ("heading", "unit", "currency"),
    [("合同金额(万元)", "wan", ""), ("金额（元）", "yuan", ""), ("金额：元", "yuan", ""), ("Amount (USD)", "", "USD"), ("销售额/万元", "wan", ""), ("金额(单位：万元)", "wan", ""), ("回款（亿元）", "yi", ""), ("金额", "", "")],
)  # fmt: skip
def test_the_unit_stands_in_the_heading(heading, unit, currency):
    column = column_of(heading)
    assert (column.unit, column.currency) == (unit, currency)


def test_a_column_that_cannot_be_read_as_its_name_says_is_left_alone():
    found = match(["金额", "日期"], kinds.get("records").fields, {"金额": ["很多", "不少"], "日期": ["2026-01-05"]})
    assert found == {"金额": None, "日期": "day"}


def test_the_same_headings_are_known_whatever_their_order_and_spelling():
    assert fingerprint(["客户名称", "金额（元）"]) == fingerprint(["金额(元)", "客户 名称*"])
    assert fingerprint(["客户名称"]) != fingerprint(["客户"])
