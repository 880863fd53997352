"""The benchmarks: what must be quick, each measured beside its reference in the same run."""
