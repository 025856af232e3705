"""Turns measures into findings: the words that an estimate can carry, and no more.

Words are chosen by the interval: a difference is stated when its interval leaves zero out, else the
sentence says that the data do not show one. No sentence says that an activity caused a change.
"""
