"""Makes `python -m rafiq` the same as the command `rafiq`."""

import sys

from rafiq.cli import main

if __name__ == "__main__":
    sys.exit(main())
