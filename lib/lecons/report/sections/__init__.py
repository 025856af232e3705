"""What each notebook shows: results in, blocks out. One module a notebook."""
