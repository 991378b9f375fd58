"""Customers as an import kind."""

from django.utils.translation import gettext_lazy as _

from leitai.customers.models import Customer
from leitai.imports import fields as read
from leitai.imports.dimensions import DimensionKind
from leitai.imports.fields import Field


class CustomersKind(DimensionKind):
    key = "customers"
    label = _("Customers")
    noun = _("customers")
    order = 30
    icon = "building-store"
    preview = ("name", "code", "region", "industry")
    model = Customer
    plain = ("region", "industry")
    fields = (
        Field("name", _("customer"), read.text(200), required=True, synonyms=("客户名称", "客户", "客户全称", "公司名称", "企业名称", "单位名称", "客户简称", "account", "account_name", "company", "company_name", "companyname", "customer", "customer_name"), example="绍兴越丰纺机", free_text=True),
        Field("code", _("customer number"), read.code(), synonyms=("客户编号", "客户编码", "客户代码", "客户号", "customer_id", "customerid", "account_id"), example="KH-0871"),
        Field("region", _("region"), read.text(80), synonyms=("地区", "区域", "省份", "省", "所在地", "所在地区", "城市", "office_location", "country", "region"), example="浙江"),
        Field("industry", _("industry"), read.text(80), synonyms=("行业", "所属行业", "客户行业", "一级行业", "sector", "industry"), example="纺织机械"),
    )  # fmt: skip

    def things(self):
        return Customer.objects.filter(alias_of__isnull=True, archived_at__isnull=True)

    def made(self, values, *, at):
        return Customer(created_at=at, **values)
