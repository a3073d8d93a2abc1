"""What is found: entries with their terms, the ways they are asked for, how often terms occur, words of the company.

Vectors of meaning live in the table `search_vector` (see the first migration), which is there only where pgvector is.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Entry(models.Model):
    """One document in one language as the engine reads it; its `terms` weigh A title, B asked, C headings, D body."""

    source = models.CharField(max_length=40, help_text="Whose document it is: article, snippet …")
    key = models.CharField(max_length=80, help_text="The source's own name for it.")
    language = models.CharField(max_length=8)
    audience = models.CharField(
        max_length=20, help_text="Who may find it; whoever asks names the audiences they are in."
    )
    title = models.TextField()
    body = models.TextField(help_text="Plain text, from which passages are quoted.")
    terms = SearchVectorField()
    lengths = ArrayField(models.IntegerField(), help_text="Terms in title, asked, headings, body.")
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "search_entry"
        constraints = [models.UniqueConstraint(fields=["source", "key", "language"], name="search_entry_unique")]
        indexes = [GinIndex(fields=["terms"], name="search_entry_terms")]

    def __str__(self) -> str:
        return f"{self.source} {self.key} {self.language}"


class Phrase(models.Model):
    """One way in which customers ask for an entry; its title is the first."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="phrases")
    text = models.TextField()
    terms = ArrayField(models.TextField())

    class Meta:
        db_table = "search_phrase"

    def __str__(self) -> str:
        return self.text


class TermCount(models.Model):
    """In how many entries of a source and language a term occurs: how telling it is, and which words there are."""

    source = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    term = models.TextField()
    entries = models.IntegerField()

    class Meta:
        db_table = "search_term"
        constraints = [models.UniqueConstraint(fields=["source", "language", "term"], name="search_term_unique")]

    def __str__(self) -> str:
        return self.term


class Corpus(models.Model):
    """How many entries a source has in a language, and how long they are together."""

    source = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    entries = models.IntegerField(default=0)
    lengths = ArrayField(models.BigIntegerField(), help_text="Terms in all titles, asked, headings, bodies.")
    version = models.BigIntegerField(default=0, help_text="Counts changes, so that processes know what to read anew.")

    class Meta:
        db_table = "search_corpus"
        constraints = [models.UniqueConstraint(fields=["source", "language"], name="search_corpus_unique")]

    def __str__(self) -> str:
        return f"{self.source} {self.language}"


class SynonymSet(models.Model):
    """Words that mean the same to this company and its customers."""

    words = ArrayField(models.TextField())
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "search_synonym"

    def __str__(self) -> str:
        return " = ".join(self.words)
