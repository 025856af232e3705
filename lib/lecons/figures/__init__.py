"""Figures: house style, charts and the map. Each returns SVG text, whose words stay words."""
