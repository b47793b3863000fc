-- wrk … URL -- METHOD TOKEN BODY: sends this request, and ends with a line of figures.

function init(args)
   wrk.method = args[1]
   if args[2] ~= "" then
      wrk.headers["Authorization"] = "Bearer " .. args[2]
   end
   if args[3] ~= "" then
      wrk.body = args[3]
      wrk.headers["Content-Type"] = "application/json"
   end
end

-- Requests a second, the median and the 99th percentile in milliseconds, and failures.
function done(summary, latency)
   local errors = summary.errors
   local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
   local rate = summary.requests / summary.duration * 1e6
   local p50, p99 = latency:percentile(50) / 1000, latency:percentile(99) / 1000
   io.write(string.format("\n%f %f %f %d\n", rate, p50, p99, failed))
end
