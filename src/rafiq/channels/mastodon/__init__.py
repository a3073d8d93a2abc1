"""Mastodon: mentions and direct messages of the fediverse."""
