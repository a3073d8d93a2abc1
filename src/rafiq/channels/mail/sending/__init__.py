"""Letters of ours: put together, written down, and handed to a mail server or a provider."""
