"""Words reduced to what they have in common: one lemma for all forms of a word, a module a language."""
