"""A real worker that knows postboxes: `python -m tests.channels.postbox_worker`, database in DATABASE_URL."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafiq.settings")
    django.setup()
    from rafiq.channels.transport import processing, receivers
    from rafiq.channels.transport import worker as taking
    from rafiq.platform import worker
    from tests.channels import postbox

    receivers.LOOK_SECONDS = 0.2
    taking.POLL_SECONDS = 1.0
    processing.STUCK_AFTER = float(os.environ.get("TEST_STUCK_AFTER", "600"))
    with postbox.registered():
        worker.main()
