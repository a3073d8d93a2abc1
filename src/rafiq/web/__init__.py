"""The composition of the staff product: root addresses, shell, errors."""
