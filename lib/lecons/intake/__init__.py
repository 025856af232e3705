"""Intake: outside formats into typed tables; what cannot come in goes to quarantine."""
