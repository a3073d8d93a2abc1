"""Channels: one folder a kind, each a translation between the world and the inbox."""
