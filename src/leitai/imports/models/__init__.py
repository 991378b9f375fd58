from leitai.imports.models.batches import Batch, Change, Line, Undoing
from leitai.imports.models.mappings import Mapping

__all__ = ["Batch", "Change", "Line", "Mapping", "Undoing"]
