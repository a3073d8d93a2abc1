"""The public interface: `/api/v1` for programs of the company, and signed webhooks that tell them what happened."""
