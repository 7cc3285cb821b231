namespace BatchJobs.Specs;

/// <summary>Makes the parts of a <see cref="Job"/> when somebody looks at them.</summary>
internal interface IJobSource
{
    ObjectMeta MakeMetadata();

    JobSpec MakeSpec();
}
