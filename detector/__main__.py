"""`python -m detector` is `daman`."""

from detector.cli import main

main()
