"""E-mail: mailboxes read and listened to, letters in threads, answers that arrive."""
