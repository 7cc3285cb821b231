using BatchJobs.Manifests;
using BatchJobs.Validation;
using BatchJobs.Yaml;

namespace BatchJobs.Conformance.Tests.Vectors;

public class CreateVectorTests
{
    public static TheoryData<string> Names => new(Vector.Creates.Values.Where(vector => !CarriedPodFields.Uses(vector)).Select(vector => vector.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_new_object_gets_the_answer_of_the_API_server(string name)
    {
        Vector vector = Vector.Creates[name];
        var options = new ManifestReaderOptions
        {
            ExpectedKind = vector.IsCronJob ? ManifestKind.CronJob : ManifestKind.Job,
            Strict = !vector.IgnoresUnknownFields,
        };
        ManifestResult manifest = vector.IsYaml ? YamlManifestReader.Read(vector.Body, options) : ManifestReader.ReadJson(vector.Body, options);
        var context = new AdmissionContext
        {
            Uid = Answer.Uid,
            Namespace = "va-vectors",
            SameNamespaceOnly = true,
            NameSuffix = Answer.Suffix,
            DryRun = vector.IsDryRun,
        };

        Answer.AssertMatches(vector, ManifestVerdict.Create(manifest, context), "defaulted");
    }

    [Fact]
    public void Only_vectors_about_carried_pod_fields_are_left_out()
    {
        Assert.Equal(37, Vector.Creates.Values.Count(CarriedPodFields.Uses));
    }
}
