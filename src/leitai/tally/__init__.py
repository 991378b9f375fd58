"""The calculation, pure: tables in, tables out.

Amounts are int64 in 1/10,000 of the currency unit, rates are integer ppm, time is an
argument. Tables are anything Narwhals reads (Polars embedded; DuckDB and Spark later);
nothing here imports Django or the rest of leitai.
"""
