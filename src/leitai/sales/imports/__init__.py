"""What sales lets in from files: products, and records."""

from leitai.sales.imports.products import ProductsKind
from leitai.sales.imports.records import RecordsKind

__all__ = ["ProductsKind", "RecordsKind"]
