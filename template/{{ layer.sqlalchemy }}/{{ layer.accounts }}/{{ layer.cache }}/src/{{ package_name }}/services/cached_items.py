"""What is cached of items, and the keys that a change makes stale."""

# A change deletes the keys. Changes behind the service's back show after a minute.
SECONDS = 60
COUNT = "items:count"


def totals_key(owner_id: int | None) -> str:
    """Return the key of the totals of one owner, or of all."""
    return f"items:totals:{owner_id or 'all'}"


def keys_changed_by(owner_id: int) -> tuple[str, ...]:
    """Return the keys that a change of an owner's items makes stale."""
    return COUNT, totals_key(None), totals_key(owner_id)
