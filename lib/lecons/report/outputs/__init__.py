"""What goes beside the page, made from the finished page itself, so that all say the very same: its
tables as a workbook, its figures as pictures, the whole as a Word document."""

from lecons.report.outputs.pictures import write_pictures
from lecons.report.outputs.tables_book import write_tables
from lecons.report.outputs.word import write_word

__all__ = ["write_pictures", "write_tables", "write_word"]
