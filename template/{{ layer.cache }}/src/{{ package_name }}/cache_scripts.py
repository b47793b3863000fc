"""The scripts of the cache in Redis, each of which is one round trip."""

import secrets
from typing import Any


EPOCH_LENGTH = 16

# Begins a load, unless there is a value of this type: takes the lock of a key if it is free, and
# makes sure that there is an epoch.
BEGIN = """
local epoch, value = redis.call('GET', KEYS[2]), redis.call('GET', KEYS[3])
local start = epoch and epoch .. ARGV[4]
if start and value and string.sub(value, 1, #start) == start then
    return {'', value}
end
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
    return {'', false}
end
if not epoch then
    epoch = ARGV[3]
    redis.call('SET', KEYS[2], epoch)
end
return {epoch, false}
"""
# Ends a load: stores the value, unless its key has been deleted or the epoch has ended since.
STORE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
    return 0
end
redis.call('DEL', KEYS[1])
if redis.call('GET', KEYS[2]) ~= ARGV[2] then
    return 0
end
redis.call('SET', KEYS[3], ARGV[2] .. ARGV[3], 'PX', ARGV[4])
return 1
"""
# Releases a lock, if it still belongs to the same load.
RELEASE = """
return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1]) or 0
"""
# Stores a value without a load, and discards one that is being loaded.
SET = """
redis.call('DEL', KEYS[3])
redis.call('SET', KEYS[1], ARGV[1], 'NX')
redis.call('SET', KEYS[2], redis.call('GET', KEYS[1]) .. ARGV[2], 'PX', ARGV[3])
return 1
"""


def new_epoch() -> str:
    """Return a text of 16 characters that no one has used."""
    return secrets.token_hex(EPOCH_LENGTH // 2)


class Scripts:
    """The scripts, as functions that send them by a client of either kind."""

    def __init__(self, redis: Any) -> None:
        self.begin = redis.register_script(BEGIN)
        self.store = redis.register_script(STORE)
        self.release = redis.register_script(RELEASE)
        self.set = redis.register_script(SET)
