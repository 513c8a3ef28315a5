"""Many scenarios at once: points, blocks of runs, the store that remembers them, and the answer."""
