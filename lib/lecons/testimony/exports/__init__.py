"""Coded testimonies for other tools: a flat workbook, and a corpus for IRaMuTeQ."""
