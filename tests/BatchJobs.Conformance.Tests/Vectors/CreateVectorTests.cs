using BatchJobs.Manifests;
using BatchJobs.Validation;
using BatchJobs.Yaml;

namespace BatchJobs.Conformance.Tests.Vectors;

public class CreateVectorTests
{
    public static TheoryData<string> Names => new(Vector.Creates.Keys);

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
    public void No_vector_is_left_out()
    {
        Assert.Equal((1329, 438), (Vector.Creates.Count, Vector.Updates.Count));
    }
}
