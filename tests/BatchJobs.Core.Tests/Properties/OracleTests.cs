using CsCheck;

namespace BatchJobs.Core.Tests.Properties;

/// <summary>Whatever happens, the state machine shows and does what a <see cref="PlainController"/> does.</summary>
public class OracleTests
{
    private static readonly Gen<int[]> Happenings = Gen.Int[0, int.MaxValue].Array[0, 60];

    [Fact]
    public void Does_what_the_plain_controller_does() => Gen.Select(SpecGen.Any, Happenings).Sample(
        (spec, happenings) =>
        {
            var race = new Race(spec);
            try
            {
                foreach (int happening in happenings)
                {
                    race.Go(new Random(happening));
                }
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{error.Message}\n{string.Join('\n', race.Story.TakeLast(40))}", error);
            }
        },
        iter: JobPropertyTests.Iterations,
        print: sampled => $"{sampled.Item1.CompletionMode} c={sampled.Item1.Completions} p={sampled.Item1.Parallelism} {sampled.Item1}");
}
