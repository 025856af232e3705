"""Evidence: findings, their confidence, the practices they bear on, and recommendations."""
