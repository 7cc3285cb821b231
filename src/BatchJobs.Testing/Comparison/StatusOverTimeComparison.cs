using System.Globalization;

namespace BatchJobs.Testing.Comparison;

/// <summary>Compares statuses as step functions of time.</summary>
/// <remarks>
/// Every state that lasts long enough must at each of its instants be near the same state of the other side.
/// Shorter ones come from the batching of a real controller and may be missing.
/// </remarks>
internal sealed class StatusOverTimeComparison(Tolerance tolerance)
{
    private const double Settled = 0.5;
    private const double Brief = 1.2;
    private const double Forever = 1e6;

    public IEnumerable<Difference> Compare(StateFunction expected, StateFunction actual)
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
                yield return new Difference("statusOverTime", string.Create(CultureInfo.InvariantCulture, $"{verb} at t={at:0.#}: {span.State}"));
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

    private static List<Span> Spans(StateFunction function)
    {
        IReadOnlyList<(double At, string State)> entries = function.Entries;
        double end = entries.Select(entry => entry.At).Append(function.End).Max() + Forever;
        var spans = new List<Span>();
        for (int position = 0; position < entries.Count; position++)
        {
            (double at, string state) = entries[position];
            double until = position + 1 < entries.Count ? entries[position + 1].At : end;
            if (spans.Count > 0 && spans[^1].State == state)
                spans[^1] = spans[^1] with { Until = until };
            else if (until - at >= Settled)
                spans.Add(new Span(at, until, state));
        }

        return spans;
    }

    private sealed record Span(double From, double Until, string State);
}

/// <summary>States by the time they begin, written as text.</summary>
internal sealed record StateFunction(double End, IReadOnlyList<(double At, string State)> Entries);
