"""What stays connected: mailboxes that are watched, and the port other mail servers hand mail over at."""
