"""The store: typed tables (`tables`), the data dictionary, and what is noted of who reads them."""
