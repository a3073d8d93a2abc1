"""What can be wrong with a mail, in words for the person who looks after the mailbox.

The sentences are English and marked for translation; whoever shows them passes them through gettext.
"""

from __future__ import annotations


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation; Django's function of this name wants settings, and there are none here."""
    return sentence


EMPTY = gettext_noop("The mail is empty.")
NO_HEADERS = gettext_noop("The mail has no headers; all of it is shown as text.")
ODD_HEADER = gettext_noop("A line among the headers is not a header; it was passed over.")
HEADERS_CUT = gettext_noop("The mail has more headers than any honest mail; the rest was not read.")
NO_FROM = gettext_noop("The mail does not say who sent it.")
MANY_FROM = gettext_noop("The mail names several senders; the first one counts.")
BAD_FROM = gettext_noop("The sender has no usable address.")
NO_DATE = gettext_noop("The mail has no date.")
BAD_DATE = gettext_noop("The date of the mail cannot be read.")
NO_MESSAGE_ID = gettext_noop("The mail has no Message-ID, so answers to it may not find back.")
BAD_MESSAGE_ID = gettext_noop("The Message-ID of the mail is not well formed.")
UNKNOWN_CHARSET = gettext_noop("The mail does not say truly which character set it is in; it was guessed.")
BAD_ENCODING = gettext_noop("A part of the mail is damaged; as much of it as possible is shown.")
NO_BOUNDARY = gettext_noop("The mail says that it has several parts, but they cannot be found.")
TRUNCATED = gettext_noop("The mail ends too early; some of it is probably missing.")
TOO_DEEP = gettext_noop("The parts of the mail are nested too deeply; the innermost are kept as a file.")
TOO_MANY_PARTS = gettext_noop("The mail has too many parts; the rest is kept as one file.")
PARTIAL = gettext_noop("This is one piece of a mail that was sent in several pieces.")
EXTERNAL = gettext_noop("A file of the mail did not come with it but lies elsewhere.")
BAD_HTML = gettext_noop("The HTML of the mail is too large or too tangled to be shown; its text is.")
BAD_TNEF = gettext_noop("The file winmail.dat could not be opened.")
BAD_CALENDAR = gettext_noop("The invitation could not be read.")
UNREADABLE = gettext_noop("The mail could not be read; all of it is kept as a file.")
ENCRYPTED = gettext_noop("The mail is encrypted; only its recipient's program can open it.")
LONG_TEXT = gettext_noop("The text is very long; it is kept whole, but quoted text was not looked for.")
