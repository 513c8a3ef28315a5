"""Which arm is best, by how much, at what price: answers from a table of runs, in which ties stay visible as ties.

Every function reads values of shape (replicates, arms) as a table: one row a replicate, one column an arm, the replicates
of a row on one seed, nan where a run failed. `values_of` makes one from the runs of a comparison. A sign says which way is
better: 1 higher, -1 lower. Arms that failed in more than half of the replicates are left out of what compares all arms, and
then a replicate that failed in any of the others; pairs of arms are compared on the replicates in which neither failed.
"""
