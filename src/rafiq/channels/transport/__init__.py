"""What all channels but web chat share: a journal of what came, one loop that takes it in, receivers, settings."""
