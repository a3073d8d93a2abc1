"""The languages as people speak and type them, turned into the written ones."""
