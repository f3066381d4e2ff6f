"""Categories, one module for each kind of thing. A new module here is found by itself."""
