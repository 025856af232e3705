"""The store: typed tables, the data dictionary, and the only door to them."""

from lecons.store.tables import has_table, read_table, write_table

__all__ = ["has_table", "read_table", "write_table"]
