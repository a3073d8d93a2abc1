"""Files people send: sniffed, bounded, re-encoded where they are images, kept on the storage, served safely."""
