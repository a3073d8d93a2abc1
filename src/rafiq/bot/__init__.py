"""The bot: it answers what it is sure of, asks where two answers compete, and hands over the rest to a person."""
