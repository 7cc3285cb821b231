using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>Makes the parts of a <see cref="Job"/> when somebody looks at them; one for all objects of that Job.</summary>
internal interface IJobSource
{
    ObjectMeta MakeMetadata(long resourceVersion, OptionalTime deletedAt);

    JobSpec MakeSpec();
}
