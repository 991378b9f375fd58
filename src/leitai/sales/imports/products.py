"""Products as an import kind."""

from django.utils.translation import gettext_lazy as _

from leitai.imports import fields as read
from leitai.imports.dimensions import DimensionKind
from leitai.imports.fields import Field
from leitai.sales.models import Product


class ProductsKind(DimensionKind):
    key = "products"
    label = _("Products")
    noun = _("products")
    order = 20
    icon = "package"
    preview = ("name", "code", "line", "price", "cost")
    model = Product
    plain = ("line", "price", "cost")
    fields = (
        Field("name", _("product"), read.text(200), required=True, synonyms=("产品名称", "产品", "商品名称", "商品", "物料名称", "存货名称", "品名", "product", "product_name", "productname"), example="恒温控制柜 HT-300", free_text=True),
        Field("code", _("product number"), read.code(), synonyms=("产品编号", "产品编码", "商品编码", "物料编码", "存货编码", "料号", "sku", "货号", "product_id", "productid"), example="HT-300"),
        Field("line", _("product line"), read.text(120), synonyms=("产品线", "产品类别", "产品分类", "商品分类", "物料分组", "存货分类", "品类", "系列", "series", "category", "category_id", "categoryid"), example="温控"),
        Field("price", _("list price"), read.amount, synonyms=("标准价", "标准售价", "销售单价", "单价", "零售价", "价格", "price", "sales_price", "unit_price", "unitprice"), example="12,800.00"),
        Field("cost", _("cost"), read.amount, synonyms=("成本", "成本价", "单位成本", "标准成本", "cost", "unit_cost"), example="8,100.00"),
    )  # fmt: skip
