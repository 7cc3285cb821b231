using BatchJobs.Core.Tests.Validation;
using BatchJobs.Manifests;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Core.Tests.Manifests;

public class ManifestPatchTests
{
    [Theory]
    [InlineData("""{"spec":{"suspend":true,"suspend":false}}""", "duplicate field \"spec.suspend\"")]
    [InlineData("""{"spec":{"parallelism":2},"spec":{"suspend":true}}""", "duplicate field \"spec\"")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":[{"name":"a","name":"b"}]}}}}""", "duplicate field \"spec.template.spec.containers[0].name\"")]
    [InlineData("""{"spec":{"zz":1,"aa":1,"suspend":true,"suspend":true}}""", "duplicate field \"spec.suspend\", unknown field \"spec.aa\", unknown field \"spec.zz\"")]
    public void What_a_patch_has_twice_is_refused_like_an_unknown_field(string patch, string problem)
    {
        AdmissionResult<Job> result = ManifestPatch.Apply(Admit.Create(), patch);

        Assert.Equal(422, result.Code);
        Assert.Equal($" \"\" is invalid: patch: Invalid value: \"<patched object>\": strict decoding error: {problem}", result.Message);
    }

    [Fact]
    public void Half_a_character_is_read_as_in_a_manifest()
    {
        Job job = ManifestPatch.Apply(Admit.Create(), """{"metadata":{"annotations":{"a":"x\ud800"}}}""").ThrowIfRefused();

        Assert.Equal("x\ufffd", job.Metadata.Annotations!["a"]);
    }

    [Theory]
    [InlineData("", "unexpected end of JSON input")]
    [InlineData("{\"spec\":{},}", "invalid character '}' looking for beginning of object key string")]
    [InlineData("suspend: true", "invalid character 's' looking for beginning of value")]
    [InlineData("[{\"op\":\"remove\",\"path\":\"/spec/suspend\"}]", "json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData("\"suspend\"", "json: cannot unmarshal string into Go value of type map[string]interface {}")]
    [InlineData("1", "json: cannot unmarshal number into Go value of type map[string]interface {}")]
    [InlineData("true", "json: cannot unmarshal bool into Go value of type map[string]interface {}")]
    public void What_is_no_object_is_a_bad_request(string patch, string problem)
    {
        AdmissionResult<Job> result = ManifestPatch.Apply(Admit.Create(), patch);

        Assert.Equal((400, $"error decoding patch: {problem}"), (result.Code, result.Message));
    }
}
