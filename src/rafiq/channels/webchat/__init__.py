"""Web chat: the widget on the company's pages."""
