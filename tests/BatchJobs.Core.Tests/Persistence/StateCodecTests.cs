using BatchJobs.Core.Tests.Harness;
using BatchJobs.Cron;
using BatchJobs.Persistence;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;
using CsCheck;
using static BatchJobs.Core.Tests.Harness.Specs;

namespace BatchJobs.Core.Tests.Persistence;

/// <summary>What is written is read again, and nothing else is. That every state survives is checked by the properties, whose engines crash.</summary>
public class StateCodecTests
{
    private static readonly DateTimeOffset Noon = new(2030, 5, 6, 12, 0, 0, 123, TimeSpan.Zero);

    private static byte[] Sample
    {
        get
        {
            var writer = new StateWriter();
            JobStateCodec.Write(writer, new JobBench(Indexed(5, 4) with { BackoffLimitPerIndex = 1 }).At(0).Sees("0:S 1:F 2:R").State);
            return writer.Written.ToArray();
        }
    }

    [Fact]
    public void Numbers_instants_and_texts_come_back() =>
        Gen.Select(Gen.Long, Gen.ULong, Gen.DateTimeOffset, Gen.String.Null(), Gen.String).Array.Sample(values =>
        {
            var writer = new StateWriter();
            foreach ((long number, ulong unsigned, DateTimeOffset time, string? maybe, string text) in values)
            {
                writer.Int(number);
                writer.Unsigned(unsigned);
                writer.Time(time);
                writer.Text(maybe);
                writer.Text(text);
                writer.Text(text);
            }

            var reader = new StateReader(writer.Written.Span);
            foreach ((long number, ulong unsigned, DateTimeOffset time, string? maybe, string text) in values)
            {
                Assert.Equal(number, reader.Int());
                Assert.Equal(unsigned, reader.Unsigned());
                Assert.Equal(time, reader.Time());
                Assert.Equal(Readable(maybe), reader.MaybeText());
                Assert.Equal(Readable(text), reader.Text());
                Assert.Equal(Readable(text), reader.Text());
            }

            Assert.True(reader.AtEnd);
        });

    [Fact]
    public void A_status_with_everything_comes_back()
    {
        var end = new ContainerTermination(137, Noon, "Error", "out of memory", 9, Noon.AddHours(-1));
        var status = new PodStatus
        {
            Phase = PodPhase.Failed,
            Reason = "Evicted",
            Message = "gone",
            Scheduled = false,
            StartTime = Noon,
            DeletionTimestamp = Noon.AddSeconds(30),
            DeletionGracePeriodSeconds = 30,
            Conditions = [new PodCondition(PodConditionTypes.Ready, ConditionStatus.False, "r", "m", Noon)],
            ContainerStatuses =
            [
                new ContainerStatus { Name = "a", Terminated = end, LastTermination = end with { ExitCode = -1, Signal = null }, RestartCount = 3 },
                new ContainerStatus { Name = "b", Running = new ContainerRunning(Noon), Ready = true },
            ],
            InitContainerStatuses = [new ContainerStatus { Name = "c", Waiting = new ContainerWaiting("CrashLoopBackOff", "m") }],
        };
        var writer = new StateWriter();
        PodStatusCodec.Write(writer, status);
        var reader = new StateReader(writer.Written.Span);
        PodStatus read = PodStatusCodec.Read(ref reader);

        Assert.Equivalent(status, read, strict: true);
        Assert.True(reader.AtEnd);
    }

    [Theory]
    [InlineData(0, "Completed", null)]
    [InlineData(3, "Error", "what the body threw")]
    public void A_pod_that_was_told_briefly_is_written_as_its_status_is(int exitCode, string reason, string? message)
    {
        var end = new PodCompletion(7, "main", exitCode, Noon, Noon.AddMilliseconds(3), reason, message);
        var full = new StateWriter();
        var brief = new StateWriter();
        for (int i = 0; i < 2; i++) // the second time texts have places
        {
            PodStatusCodec.Write(full, end.ToStatus());
            PodStatusCodec.Write(brief, in end);
        }

        Assert.Equal(full.Written.ToArray(), brief.Written.ToArray());
    }

    [Fact]
    public void A_CronJob_comes_back()
    {
        var state = new CronJobState(new JobKey("nightly"), Guid.NewGuid(), Noon, new ResolvedCronJobSpec(new CronJobSpec { Schedule = "* * * * *", JobTemplate = new() { Spec = Job(1, 1) } }, TimeZoneInfo.Utc))
        {
            LastScheduleTime = Noon,
            LastSuccessfulTime = Noon.AddMinutes(1),
            Deletion = new DeletionMark(DeletionMode.Foreground, Noon),
            IsRemoved = true,
            NameTakenFor = Noon.AddMinutes(2),
            RescheduledAt = Noon.AddMinutes(5),
            Failures = 4,
            RetryAt = Noon.AddMinutes(3),
            TimedLookAt = Noon.AddMinutes(4),
        };
        state.Children.Add(new ChildJob("a") { Uid = Guid.NewGuid(), IsActive = true, StartTime = Noon, Outcome = ChildJobOutcome.Failed, CompletionTime = Noon });
        state.Children.Add(new ChildJob("b") { RequestedFor = Noon, IsBeingDeleted = true, IsGone = true });
        Assert.Equivalent(state, Saved.Reload(state), strict: true);
    }

    [Fact]
    public void A_CronJob_from_before_changes_of_its_schedule_were_kept_is_read()
    {
        var state = new CronJobState(new JobKey("nightly"), Guid.NewGuid(), Noon, new ResolvedCronJobSpec(new CronJobSpec { Schedule = "* * * * *" }, TimeZoneInfo.Utc));
        var writer = new StateWriter();
        CronJobStateCodec.Write(writer, state);
        byte[] bytes = writer.Written.ToArray();

        // What is new, no failures, no retry, no look, and no children.
        Assert.Equal([3, 0, 0, 0, 0, 0], [bytes[0], .. bytes[^5..]]);
        byte[] old = [2, .. bytes[1..^5], .. bytes[^4..]];
        Assert.Equivalent(state, CronJobStateCodec.Read(old, state.Key, state.Uid, state.Spec), strict: true);
    }

    [Fact]
    public void Notices_come_back()
    {
        var notice = new JobNotice(JobNoticeKind.Finished, "rule") { Ordinal = 3, Index = 4, Count = 5, Budget = 6, Next = Noon, Message = "m", Verdict = new Verdict(false, "r", "m", Noon) };
        CronJobNotice scheduled = CronJobNotice.MissSchedule(Noon);
        var writer = new StateWriter();
        NoticeCodec.Write(writer, Noon, notice);
        NoticeCodec.Write(writer, Noon, scheduled);
        var reader = new StateReader(writer.Written.Span);
        Assert.Equal((Noon, notice), NoticeCodec.ReadJobNotice(ref reader));
        Assert.Equal((Noon, scheduled), NoticeCodec.ReadCronJobNotice(ref reader));
    }

    [Fact]
    public void A_state_of_a_newer_library_is_told_apart_from_a_damaged_one()
    {
        byte[] bytes = Sample;
        bytes[0]++;
        Assert.True(Assert.Throws<StateFormatException>(() => Read(bytes)).IsNewer);
        bytes[0] = 0;
        Assert.False(Assert.Throws<StateFormatException>(() => Read(bytes)).IsNewer);
    }

    [Fact]
    public void A_state_from_before_rules_counted_their_hits_is_read()
    {
        // The number of the format, three counters, and the number of rules.
        byte[] bytes = Sample;
        Assert.Equal((3, 0), (bytes[0], bytes[4]));
        byte[] old = [1, .. bytes[1..4], .. bytes[5..]];

        Assert.Equivalent(Read(bytes), Read(old), strict: true);
        Assert.Throws<StateFormatException>(() => Read([2, .. old[1..]]));
    }

    [Fact]
    public void No_end_is_missed_and_none_is_passed()
    {
        byte[] bytes = Sample;
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<StateFormatException>(() => Read(bytes[..length]));
        }

        Assert.Throws<StateFormatException>(() => Read([.. bytes, 0]));
    }

    [Fact]
    public void Damage_is_found_or_read_as_some_state_but_breaks_nothing()
    {
        byte[] bytes = Sample;
        Gen.Select(Gen.Int[1, bytes.Length - 1], Gen.Byte).Array[1, 5].Sample(damage =>
        {
            byte[] damaged = [.. bytes];
            foreach ((int place, byte value) in damage)
            {
                damaged[place] = value;
            }

            try
            {
                Read(damaged);
            }
            catch (StateFormatException)
            {
                // Told as what it is.
            }
        });
    }

    [Fact]
    public void A_state_follows_parallelism_and_a_running_pod_costs_few_bytes()
    {
        JobBench job = new JobBench(Indexed(100_000, 100)).At(0).Sees(string.Join(' ', Enumerable.Range(0, 100).Select(ordinal => $"{ordinal}:R")));
        var writer = new StateWriter();
        JobStateCodec.Write(writer, job.State);
        Assert.InRange(writer.Written.Length / 100, 1, 64);
    }

    private static JobState Read(byte[] bytes)
    {
        JobState state = new JobBench(Indexed(5, 4)).State;
        return JobStateCodec.Read(bytes, state.Key, state.Uid, state.Spec);
    }

    /// <summary>What UTF-8 makes of a text that is none.</summary>
    private static string? Readable(string? text) => text is null ? null : System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
