"""Before torch starts: threads that wait without spinning, as the command line has them."""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
