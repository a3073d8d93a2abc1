"""The inbox: conversations, their messages, and what agents do with them."""
