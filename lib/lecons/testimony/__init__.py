"""Testimonies: who was heard, what they say, counted in persons, and quotations with consent."""
