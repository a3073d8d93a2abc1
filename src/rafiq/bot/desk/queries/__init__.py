"""Reads for the desk of the bot; whatever shows conversations starts from what its reader may see."""
