using System.Globalization;
using BatchJobs.Testing.Simulation;

namespace BatchJobs.Testing.Comparison;

/// <summary>Compares the counters as step functions of time.</summary>
/// <remarks>
/// Every state that lasts long enough must at each of its instants be near the same state of the other side.
/// Shorter ones come from the batching of a real controller and may be missing.
/// </remarks>
internal sealed class StatusOverTimeComparison(Tolerance tolerance)
{
    private const double Settled = 0.5;
    private const double Brief = 1.2;
    private const double Forever = 1e6;

    public IEnumerable<Difference> Compare(JobSimulationResult expected, JobSimulationResult actual)
    {
        IReadOnlyList<Span> theirs = Spans(expected);
        IReadOnlyList<Span> ours = Spans(actual);
        return Uncovered(theirs, ours, "missing").Concat(Uncovered(ours, theirs, "not expected"));
    }

    private IEnumerable<Difference> Uncovered(IReadOnlyList<Span> spans, IReadOnlyList<Span> others, string verb)
    {
        foreach (Span span in spans.Where(span => span.Until - span.From >= Brief))
        {
            if (FirstUncovered(span, others) is { } at)
                yield return new Difference("statusOverTime", string.Create(CultureInfo.InvariantCulture, $"{verb} at t={at:0.#}: {Show(span.State)}"));
        }
    }

    private double? FirstUncovered(Span span, IReadOnlyList<Span> others)
    {
        double at = span.From;
        foreach (Span other in others.Where(other => other.State == span.State))
        {
            bool reaches = other.From - tolerance.At(at) <= at && other.Until + tolerance.At(Math.Min(other.Until, Forever / 10)) > at;
            if (!reaches)
                continue;
            at = other.Until + tolerance.At(other.Until);
            if (at >= span.Until)
                return null;
        }

        return at;
    }

    private static List<Span> Spans(JobSimulationResult result)
    {
        IReadOnlyList<CountersAt> entries = result.StatusOverTime;
        double end = entries.Select(entry => entry.T).Append(result.End).Max() + Forever;
        var spans = new List<Span>();
        for (int position = 0; position < entries.Count; position++)
        {
            CountersAt state = entries[position] with { T = 0 };
            double until = position + 1 < entries.Count ? entries[position + 1].T : end;
            if (spans.Count > 0 && spans[^1].State == state)
                spans[^1] = spans[^1] with { Until = until };
            else if (until - entries[position].T >= Settled)
                spans.Add(new Span(entries[position].T, until, state));
        }

        return spans;
    }

    private static string Show(CountersAt state)
    {
        string text = $"active={state.Active}, ready={state.Ready}, terminating={state.Terminating}, succeeded={state.Succeeded}, failed={state.Failed}";
        return $"{text}, completedIndexes={state.CompletedIndexes ?? "null"}, failedIndexes={state.FailedIndexes ?? "null"}";
    }

    private sealed record Span(double From, double Until, CountersAt State);
}
