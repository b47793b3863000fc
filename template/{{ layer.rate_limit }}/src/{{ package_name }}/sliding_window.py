"""The script that counts requests in Redis, in one round trip and by the server's clock."""

from typing import Any


# A list of the times of the requests in the period, in microseconds, the latest first.
SCRIPT = """
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000000
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local latest = redis.call('LINDEX', KEYS[1], 0)
if latest and tonumber(latest) > now then
    -- The clock was set back.
    redis.call('DEL', KEYS[1])
end
local oldest = redis.call('LINDEX', KEYS[1], -1)
while oldest and tonumber(oldest) <= now - window do
    redis.call('RPOP', KEYS[1])
    oldest = redis.call('LINDEX', KEYS[1], -1)
end
local used = redis.call('LLEN', KEYS[1])
local is_allowed = used < limit
if is_allowed then
    redis.call('LPUSH', KEYS[1], string.format('%.0f', now))
    redis.call('PEXPIRE', KEYS[1], window / 1000)
    used = used + 1
else
    -- More than the limit may be counted, if it has been lowered.
    oldest = redis.call('LINDEX', KEYS[1], limit - 1)
end
local wait = math.ceil(((oldest or now) + window - now) / 1000)
return {is_allowed and 1 or 0, math.max(limit - used, 0), wait}
"""


def result_of(reply: Any) -> tuple[bool, int, int]:
    """Return whether the request is allowed, the requests that are left, and milliseconds.

    Raises:
        ValueError: This is not a reply of the script.
    """
    try:
        is_allowed, remaining, milliseconds = map(int, reply)
    except TypeError as error:
        message = "not a reply of the script"
        raise ValueError(message) from error
    return bool(is_allowed), remaining, milliseconds
