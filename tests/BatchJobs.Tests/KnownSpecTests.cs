using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BatchJobs.Durability;
using BatchJobs.Runtime;
using BatchJobs.Specs;
using CsCheck;

namespace BatchJobs.Tests;

/// <summary>A spec that was found valid before is judged by the name of its Job alone, with the result of the full admission.</summary>
public class KnownSpecTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.Char["abz019-"].Array[1, 12].Select(characters => new string(characters)),
        Gen.Char["aB.-_0"].Array[1, 70].Select(characters => new string(characters)),
        Gen.Int[55, 70].Select(length => new string('n', length)));

    [Fact]
    public void The_result_is_that_of_the_full_admission() => Gen.Select(Names, Gen.Bool, Gen.Int[0, 2_000], Gen.Bool, Gen.Long[1, long.MaxValue]).Sample((name, indexed, completions, variables, version) =>
    {
        JobSpec spec = Spec(indexed, completions, variables);
        JobIntake.Admit(Named("first", spec), Guid.NewGuid(), Now, 1);
        Job job = Named(name, spec);
        Guid uid = Guid.NewGuid();

        if (KnownSpec.Find(job) is { } known)
        {
            DateTimeOffset now = Now.AddMilliseconds(version % 1_000_000_000_000);
            Job full = JobIntake.Create(job, uid, now, version.ToString(CultureInfo.InvariantCulture));
            var again = new AdmittedAgain(known, KnownSpec.KeyOf(job), uid, now);
            Assert.Equal(Text(full), Text(again.Make(version)));
            Assert.Equal(Stored(full), Stored(again, version));
            Assert.Equal(JobIntake.Resolve(full) with { Source = null! }, known.Resolved with { Source = null! });
        }
        else
        {
            // Only names that need a closer look are left to the full admission.
            Assert.True(name.Length > 55 || name.Any(character => !char.IsAsciiDigit(character) && !char.IsAsciiLetterLower(character)));
        }
    }, iter: 2_000);

    [Fact]
    public void A_spec_whose_lists_were_changed_is_judged_again()
    {
        List<Container> containers = [new Container { Name = "main", Image = "work" }];
        JobSpec spec = Spec(indexed: false, 1, variables: false);
        spec = spec with { Template = spec.Template with { Spec = spec.Template.Spec with { Containers = containers } } };
        JobIntake.Admit(Named("first", spec), Guid.NewGuid(), Now, 1);
        Assert.NotNull(KnownSpec.Find(Named("second", spec)));

        containers[0] = new Container { Name = "main", Image = "other" };
        Assert.Null(KnownSpec.Find(Named("third", spec)));
        Assert.Equal("other", JobIntake.Admit(Named("third", spec), Guid.NewGuid(), Now, 2).Admitted.Spec.Template.Spec.Containers![0].Image);
    }

    [Fact]
    public void A_command_that_was_changed_in_place_is_judged_again()
    {
        List<string> command = ["echo", "first"], arguments = ["first"];
        JobSpec spec = Spec(indexed: false, 1, variables: false);
        spec = spec with { Template = spec.Template with { Spec = spec.Template.Spec with { Containers = [new Container { Name = "main", Image = "work", Command = command, Args = arguments }] } } };
        JobIntake.Admit(Named("first", spec), Guid.NewGuid(), Now, 1);
        Assert.NotNull(KnownSpec.Find(Named("second", spec)));
        arguments[0] = "second";
        Assert.Null(KnownSpec.Find(Named("third", spec)));
        JobIntake.Admit(Named("third", spec), Guid.NewGuid(), Now, 1);
        command[1] = "second";
        Assert.Null(KnownSpec.Find(Named("fourth", spec)));
    }

    [Fact]
    public void Metadata_beyond_a_name_is_left_to_the_full_admission()
    {
        JobSpec spec = Spec(indexed: false, 1, variables: false);
        JobIntake.Admit(Named("first", spec), Guid.NewGuid(), Now, 1);
        Job labelled = Named("second", spec) with { Metadata = new ObjectMeta { Name = "second", Labels = new Dictionary<string, string> { ["team"] = "blue" } } };
        Assert.Null(KnownSpec.Find(labelled));
    }

    private static Job Named(string name, JobSpec spec) => new() { Metadata = new ObjectMeta { Name = name }, Spec = spec };

    private static JobSpec Spec(bool indexed, int completions, bool variables) => new()
    {
        CompletionMode = indexed ? CompletionMode.Indexed : null,
        Completions = completions,
        Template = new PodTemplateSpec
        {
            Spec = new PodSpec
            {
                RestartPolicy = RestartPolicy.Never,
                Containers = [new Container { Name = "main", Image = "work", Env = variables ? [new EnvVar { Name = "A", Value = "1" }] : null }],
            },
        },
    };

    private static string Text(Job job) => JsonSerializer.Serialize(job);

    private static string Stored(Job job) => Encoding.UTF8.GetString(StoredManifest.Write(job));

    private static string Stored(AdmittedAgain job, long version)
    {
        var output = new ArrayBufferWriter<byte>();
        job.WriteManifest(output, version);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
