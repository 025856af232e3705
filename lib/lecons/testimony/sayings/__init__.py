"""What people say and how it differs: by group, together, in which words, and against the current."""
