from leitai.metrics.models.market import MarketSeries
from leitai.metrics.models.metrics import Metric, MetricVersion

__all__ = ["MarketSeries", "Metric", "MetricVersion"]
