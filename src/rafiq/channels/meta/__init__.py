"""The channels of one vendor and one interface, the Graph API: WhatsApp, Messenger, Instagram."""
