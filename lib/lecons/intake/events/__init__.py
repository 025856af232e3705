"""Public files of violent events (ACLED, UCDP GED), known by their header, into `incidents`."""
