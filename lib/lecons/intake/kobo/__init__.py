"""Exports of KoboToolbox and ODK, in whatever flavour, into the shape of their form."""
