namespace BatchJobs.Benchmarks.Measuring;

/// <summary>What one round of one contender cost.</summary>
/// <param name="Cost">Nanoseconds per item; of a workload that measures memory, bytes kept per item; of latencies the median.</param>
/// <param name="Allocated">Bytes allocated per item, by all threads.</param>
/// <param name="Tail">The 99th percentile, of workloads that measure latencies.</param>
/// <param name="Cpu">Nanoseconds of processor time per item, of all threads.</param>
internal readonly record struct Sample(double Cost, double Allocated, double Tail = double.NaN, double Cpu = double.NaN);
