"""The report: what is shown (document), how (HTML, Typst), and how notebooks become one file."""
