using BatchJobs.Primitives;
using CsCheck;

namespace BatchJobs.Core.Tests.Primitives;

/// <summary>The set of intervals against a set of numbers.</summary>
public class IndexSetPropertyTests
{
    private const int Indexes = 60;

    private static readonly Gen<int> Index = Gen.Int[0, Indexes - 1];

    private static readonly Gen<HashSet<int>> Numbers = Index.HashSet[0, Indexes];

    private static readonly Gen<IEnumerable<int>> Range = Gen.Select(Index, Gen.Int[1, 9], (from, count) => Enumerable.Range(from, count));

    [Fact]
    public void Does_what_a_set_of_numbers_does() => Check.SampleModelBased(
        Gen.Const(() => (new IndexSet(), new HashSet<int>())),
        Index.Operation<IndexSet, HashSet<int>>(
            index => $"Add({index})",
            (actual, index) => actual.Add(index),
            (model, index) => model.Add(index)),
        Index.Operation<IndexSet, HashSet<int>>(
            index => $"Remove({index})",
            (actual, index) => actual.Remove(index),
            (model, index) => model.Remove(index)),
        Range.Operation<IndexSet, HashSet<int>>(
            range => $"AddRange({range.First()}, {range.Last()})",
            (actual, range) => actual.AddRange(range.First(), range.Last()),
            (model, range) => model.UnionWith(range)),
        Index.Operation<IndexSet, HashSet<int>>(
            limit => $"RemoveFrom({limit})",
            (actual, limit) => actual.RemoveFrom(limit),
            (model, limit) => model.RemoveWhere(index => index >= limit)),
        equal: Agree,
        printActual: set => set.ToString());

    [Fact]
    public void Answers_every_question_as_a_set_of_numbers_does() => Gen.Select(Numbers, Index).Sample((numbers, index) =>
    {
        IndexSet set = Set(numbers);
        Assert.Equal(numbers.Contains(index), set.Contains(index));
        Assert.Equal(numbers.Any(number => number >= index), set.HasAnyFrom(index));
        Assert.Equal(Enumerable.Range(index, Indexes + 1).First(number => !numbers.Contains(number)), set.FirstMissing(index));
        Assert.Equal(numbers.Count == 0, set.IsEmpty);
    });

    [Fact]
    public void Counts_what_two_sets_share() => Gen.Select(Numbers, Numbers).Sample((one, other) =>
        Assert.Equal(one.Intersect(other).Count(), Set(one).CountShared(Set(other))));

    [Fact]
    public void Comes_back_from_its_text() => Numbers.Sample(numbers => Agree(IndexSetText.Read(Set(numbers).ToString(), Indexes), numbers));

    [Fact]
    public void Text_is_cut_at_the_completions() => Gen.Select(Numbers, Index).Sample((numbers, completions) =>
        Agree(IndexSetText.Read(Set(numbers).ToString(), completions), [.. numbers.Where(number => number < completions)]));

    private static IndexSet Set(IEnumerable<int> numbers)
    {
        var set = new IndexSet();
        foreach (int number in numbers)
        {
            set.Add(number);
        }

        return set;
    }

    /// <summary>The same numbers, in intervals that are in order and do not touch.</summary>
    private static bool Agree(IndexSet actual, HashSet<int> model)
    {
        var intervals = Enumerable.Range(0, actual.IntervalCount).Select(actual.Interval).ToList();
        return actual.Count == model.Count
            && actual.Enumerate().SequenceEqual(model.Order())
            && intervals.TrueForAll(interval => interval.First <= interval.Last)
            && intervals.Zip(intervals.Skip(1)).All(pair => pair.First.Last + 1 < pair.Second.First);
    }
}
