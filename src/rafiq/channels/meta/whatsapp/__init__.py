"""WhatsApp, by the vendor's Cloud API."""
