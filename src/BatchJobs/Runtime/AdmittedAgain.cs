using System.Buffers;
using System.Globalization;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>How the object of a Job is made of what its user gave and what the engine added: only the parts that somebody looks at, so that none has to be kept.</summary>
/// <remarks>A Job whose object nobody reads saves 1 700 bytes by it, and does not hold on to what its user gave.</remarks>
internal sealed class AdmittedAgain(KnownSpec known, JobKey key, Guid uid, DateTimeOffset createdAt) : IJobSource
{
    private readonly long createdTicks = createdAt.UtcTicks;

    public JobKey Key => key;

    /// <summary>The object as it is with that version.</summary>
    public Job Make(long version, DeletionMark? deletion = null, JobStatus? status = null) =>
        new(this, version, deletion?.At) { ApiVersion = "batch/v1", Kind = "Job", Status = status };

    public ObjectMeta MakeMetadata(long resourceVersion, OptionalTime deletedAt)
    {
        string uidText = uid.ToString();
        return new ObjectMeta
        {
            Name = key.Name,
            Namespace = key.Namespace,
            Uid = uidText,
            ResourceVersion = resourceVersion.ToString(CultureInfo.InvariantCulture),
            Generation = 1,
            CreationTimestamp = CreatedAt,
            DeletionTimestamp = deletedAt,
            DeletionGracePeriodSeconds = deletedAt.HasValue ? 0 : null,
            Labels = new JobLabelMap(key.Name, uidText),
        };
    }

    public JobSpec MakeSpec() => known.SpecOf(key.Name, uid);

    public JobLabelMap MakeLabels() => new(key.Name, uid.ToString());

    /// <summary>Writes the object as it is with that version, without a deletion.</summary>
    public void WriteManifest(IBufferWriter<byte> output, long version) => known.Manifest.Write(output, key.Name, uid, version, CreatedAt);

    private DateTimeOffset CreatedAt => new(createdTicks, TimeSpan.Zero);
}
