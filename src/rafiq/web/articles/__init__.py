"""Articles in conversations: inserted into answers, and drafted from what was said. Inbox and help centre meet here."""
