"""Measures: what the activity, case, training, organisation and survey tables say, with intervals."""
