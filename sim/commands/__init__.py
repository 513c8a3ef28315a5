"""The commands of `coalface`, each with the words it was given; `sim.cli` finds them by name."""
