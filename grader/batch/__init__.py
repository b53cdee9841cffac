"""Many submissions: jobs on this machine or on a cluster, progress, and picking up what is left."""
