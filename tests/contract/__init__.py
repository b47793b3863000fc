"""Black-box tests of the HTTP contract, run against a service, independent of its framework."""
