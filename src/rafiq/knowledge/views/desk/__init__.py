"""Pages on which the staff writes, orders and checks articles."""
