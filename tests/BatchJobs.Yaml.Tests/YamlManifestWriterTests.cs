using BatchJobs.Manifests;
using BatchJobs.Specs;
using CsCheck;

namespace BatchJobs.Yaml.Tests;

public class YamlManifestWriterTests
{
    [Theory]
    [InlineData("yes")]
    [InlineData("1")]
    [InlineData("010")]
    [InlineData("2025-01-01")]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("<<")]
    [InlineData("# no comment")]
    [InlineData("a: b")]
    [InlineData("- a")]
    [InlineData("two\nlines\n")]
    [InlineData("  indented\n\n\n")]
    [InlineData("\t")]
    [InlineData("trailing ")]
    [InlineData("\u0000\u001b\u0085\u2028\ufeff")]
    [InlineData("é\U0001F600")]
    public void Text_stays_text(string text)
    {
        Job job = WithAnnotation(text);

        Assert.Equal(text, ReadBack(job).Metadata.Annotations!["a"]);
    }

    [Theory]
    [InlineData("\n")] // a block of nothing but line breaks
    [InlineData("\n\n")]
    [InlineData("a\n\n")]
    [InlineData("\na")]
    public void Line_breaks_at_the_edges_stay(string text) => Assert.Equal(text, ReadBack(WithAnnotation(text)).Metadata.Annotations!["a"]);

    [Fact]
    public void Any_text_stays_that_text()
    {
        Gen.OneOf(Gen.Char['\0', '\ud7ff'], Gen.Char[" \n\t:#-'\"{}[]&*!|>%@`,?~\u0085"]).Array[0, 12].Select(units => new string(units)).Sample(text => Assert.Equal(text, ReadBack(WithAnnotation(text)).Metadata.Annotations!["a"]));
    }

    [Fact]
    public void A_Job_is_written_for_people()
    {
        Job job = ManifestReader.ReadJson("""
            {"metadata": {"name": "j"}, "spec": {"completions": 3, "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "i", "args": ["-c", "a\nb"]}]}}}}
            """).Job!;

        Assert.Equal(
            """
            kind: Job
            apiVersion: batch/v1
            metadata:
              name: j
            spec:
              completions: 3
              template:
                metadata: {}
                spec:
                  containers:
                  - name: a
                    image: i
                    args:
                    - -c
                    - |-
                      a
                      b
                    resources: {}
                  restartPolicy: Never
            status: {}

            """.ReplaceLineEndings("\n"),
            YamlManifestWriter.Write(job));
    }

    private static Job WithAnnotation(string text) =>
        new() { Metadata = new ObjectMeta { Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = text } } };

    private static Job ReadBack(Job job) => YamlManifestReader.Read(YamlManifestWriter.Write(job)).ThrowIfFailed().Job!;
}
