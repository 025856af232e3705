"""The review: a person reads each passage again before the public edition may quote it."""
