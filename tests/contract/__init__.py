"""The black-box HTTP contract: it speaks HTTP to a running service and knows no framework."""
