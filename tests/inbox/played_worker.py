"""A real worker that knows one kind of channel, whose provider is a server of the tests: database in DATABASE_URL."""

import json
import os
import urllib.error
import urllib.request

import django


def main() -> None:
    from rafiq.inbox import registry
    from rafiq.inbox.contracts import Outbound, ProviderAway
    from rafiq.platform import worker
    from tests.inbox.playing import Played

    class OverHttp(Played):
        """Hands messages to the address in the channel's settings."""

        def send(self, message: Outbound) -> str:
            told = {"key": message.key, "thread": message.thread, "text": message.text}
            request = urllib.request.Request(message.settings["url"], json.dumps(told).encode())
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return str(json.load(answer)["id"])
            except urllib.error.HTTPError as error:
                raise ProviderAway(f"{error.code}", retry_after=float(error.headers["Retry-After"])) from error
            except OSError as error:
                raise ProviderAway(str(error), retry_after=0.5) from error

    registry.register_channel(OverHttp())
    worker.POLL_SECONDS, worker.HEARTBEAT_SECONDS = 0.5, 1.0
    worker.DEAD_AFTER_SECONDS = 6.0  # less, and on a busy machine it would take its own work for abandoned
    worker.main()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafiq.settings")
    django.setup()
    main()
