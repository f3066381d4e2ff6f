"""`python -m pa3d`."""

from pa3d.cli import main

main()
