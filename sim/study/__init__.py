"""Studies: arms x replicates on common random numbers, paired statistics, and the folder of results."""
