"""The workshop: reality beside belief, live in a browser on this machine, without a network."""
