using BatchJobs.Manifests;

namespace BatchJobs.Yaml.Tests;

public class YamlManifestReaderTests
{
    [Theory]
    // not YAML
    [InlineData("a: [1, 2\nb: 3\n", "did not find expected ',' or ']'", 1)]
    [InlineData("a: 'x\n", "found unexpected end of stream", 1)]
    [InlineData("a: b: c\n", "mapping values are not allowed in this context", 1)]
    [InlineData("spec:\n\tparallelism: 1\n", "found character that cannot start any token", 2)]
    [InlineData("a:\n  - b\n c: d\n", "did not find expected key", 3)]
    [InlineData("a: *x\n", "unknown anchor 'x' referenced", 1)]
    [InlineData("a: &x [*x]\n", "anchor 'x' value contains itself", 1)]
    [InlineData("? [a]\n: b\n", "a key must be a single word", 1)]
    [InlineData("a: 1\n\0", "control characters are not allowed", 2)]
    // not a Job
    [InlineData("just text\n", "json: cannot unmarshal string into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }", 1)]
    [InlineData("kind: Pod\n", "no kind \"Pod\" is registered for version \"batch/v1\" in scheme \"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30\"", 1)]
    [InlineData("spec:\n  bogus: 1\n", "unknown field \"spec.bogus\"", 2)]
    [InlineData("spec:\n  parallelism: 1\n  parallelism: 2\n", "line 3: key \"parallelism\" already set in map", 3)]
    [InlineData("spec:\n  parallelism: \"2\"\n", "json: cannot unmarshal string into Go struct field JobSpec.spec.parallelism of type int32", 2)]
    [InlineData("spec:\n  parallelism: 1.5\n", "json: cannot unmarshal number 1.5 into Go struct field JobSpec.spec.parallelism of type int32", 2)]
    [InlineData("metadata:\n  name: yes\n", "json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.name of type string", 2)]
    public void What_cannot_be_read_is_named_with_its_line(string text, string message, int line)
    {
        ManifestResult result = YamlManifestReader.Read(text);

        Assert.False(result.Succeeded);
        Assert.Equal((message, line), (result.Errors[0].Message, result.Errors[0].Position?.Line));
    }

    [Theory]
    [InlineData("spec:\n\tparallelism: 1\n", "line 2, column 1: found character that cannot start any token; line 2, column 1 has a tab; tabs are not allowed there, indent with spaces")]
    [InlineData("spec:\n  parallelism: 1\n\tcompletions: 1\n", "line 3, column 1 has a tab; tabs are not allowed there, indent with spaces")]
    [InlineData("spec:\n   parallelism: 1\n  completions: 1\n", "line 3, column 3: did not find expected key; completions begins in column 3: move it to column 4, where parallelism begins, or to column 1, where spec begins")]
    [InlineData("spec:\n  parallelism: 1\n   completions: 1\n", "line 3, column 4: mapping values are not allowed in this context; completions begins in column 4: move it to column 3, where parallelism begins")]
    [InlineData("  kind: Job\nspec:\n", "line 2, column 1: did not find expected <document end>; spec begins in column 1: move it to column 3, where kind begins")]
    [InlineData("containers:\n  - name: a\n  image: i\n", "line 3, column 3: did not find expected '-' indicator; image begins in column 3: move it to column 5, where name begins, or to column 1, where containers begins")]
    [InlineData("containers:\n  - name: a\n     image: i\n", "line 3, column 6: mapping values are not allowed in this context; image begins in column 6: move it to column 5, where name begins")]
    [InlineData("containers:\n- name: a\n image: i\n", "line 3, column 2: did not find expected key; image begins in column 2: move it to column 3, where name begins, or to column 1, where the hyphen begins")]
    [InlineData("containers:\n  - name: a\n - name: b\n", "line 3, column 2: did not find expected key; the hyphen begins in column 2: move it to column 3, where the hyphen begins, or to column 1, where containers begins")]
    [InlineData("# a: b\nscript: |\n    a: b\n  c: d\nargs: [a, b] # of it\nother: \"a: b\"\n more: 1\n", "line 7, column 2: did not find expected key; more begins in column 2: move it to column 1, where other begins")]
    [InlineData("message: note: well\n", "line 1, column 1: mapping values are not allowed in this context; put the value of message in quotes, or on lines of its own")]
    [InlineData("a: [1,\n  b: c]\nd:\n  - e\n f: g\n", "did not find expected key; check the indentation: the fields of an object, and the items of a list, begin in the same column")]
    [InlineData("spec:\n  template:\n  containers: []\n", "line 3, column 3: unknown field \"spec.containers\"; containers belongs to spec.template.spec")]
    [InlineData("spec:\n  template:\n  spec:\n    containers: []\n", "line 3, column 3: unknown field \"spec.spec\"; spec belongs to spec.template: put it further right than template")]
    [InlineData("metadata:\nname: a\n", "line 2, column 1: unknown field \"name\"; name belongs to metadata: put it further right than metadata")]
    [InlineData("spec:\n  template:\n    spec:\n      containers:\n      command: []\n", "line 5, column 7: unknown field \"spec.template.spec.command\"; command belongs to an item of spec.template.spec.containers: put it further right than containers, behind a hyphen")]
    [InlineData("spec:\n  template:\n    spec:\n      containers:\n        image: i\n        name: a\n", "line 5, column 9: spec.template.spec.containers: must be a list, not an object; begin each item with a hyphen, the first before image")]
    [InlineData("metadata:\n  labels:\n    app: a\n    spec:\n      completions: 1\n", "line 4, column 5: metadata.labels.spec: must be a text, not an object; spec belongs to the top level of the manifest")]
    [InlineData("spec:\n  parallelism: 1\n  - name: a\n", "; the hyphen stands beside parallelism: the items of a list stand below a field without a value")]
    [InlineData("kind: Job\n\t\nspec: {}\n", "line 2, column 1: found a tab character that violates indentation; leave out the tab, of which the line has nothing else")]
    [InlineData("metadata:\n  name: no\n", "metadata.name: must be a text, not false; put it in quotes: \"no\"")]
    [InlineData("metadata:\n  name: 017\n", "metadata.name: must be a text, not the number 15; put it in quotes: \"017\"")]
    [InlineData("metadata:\n  name: 'x'\n  namespace: 1_000\n", "metadata.namespace: must be a text, not the number 1000; put it in quotes: \"1_000\"")]
    [InlineData("metadata:\n  finalizers: [a, x: y]\n", "line 2, column 19: metadata.finalizers[1]: must be a text, not an object; if it is a text with a colon in it, put it in quotes")]
    [InlineData("metadata:\n  name: -.Inf\n", "line 2, column 9: unsupported value: -.Inf; if it is a text, put it in quotes: \"-.Inf\"")]
    [InlineData("metadata:\n  finalizers: [a, &x .nan]\n", "line 2, column 19: unsupported value: .nan; if it is a text, put it in quotes: \".nan\"")]
    [InlineData("metadata:\n  finalizers: [cat, -]\n", "put a hyphen that is a text in quotes: \"-\"")]
    [InlineData("kind: job\n", "line 1, column 1: no kind \"job\" is registered for version \"batch/v1\"; did you mean Job?")]
    public void Tabs_and_wrong_indentation_are_told_with_what_to_do(string text, string end)
    {
        Assert.EndsWith(end, Assert.Single(YamlManifestReader.Read(text).Errors).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("2.0", 2)]
    [InlineData("010", 8)]
    [InlineData("0o10", 8)]
    [InlineData("0x10", 16)]
    [InlineData("0b11", 3)]
    [InlineData("1_0", 10)]
    [InlineData("1e2", 100)]
    [InlineData("+3", 3)]
    [InlineData("09", 9)]
    [InlineData("!!int 4", 4)]
    [InlineData("~", null)]
    [InlineData("", null)]
    public void Numbers_are_those_of_YAML_1_1(string text, int? value)
    {
        Assert.Equal(value, YamlManifestReader.Read($"spec:\n  parallelism: {text}\n").ThrowIfFailed().Job!.Spec.Parallelism);
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("On", true)]
    [InlineData("y", true)]
    [InlineData("TRUE", true)]
    [InlineData("no", false)]
    [InlineData("OFF", false)]
    [InlineData("null", null)]
    public void Truth_has_many_words(string text, bool? value)
    {
        Assert.Equal(value, YamlManifestReader.Read($"spec:\n  suspend: {text}\n").ThrowIfFailed().Job!.Spec.Suspend);
    }

    [Theory]
    [InlineData("tRUE")]
    [InlineData("2025-01-01")]
    [InlineData("\"1\"")]
    [InlineData("'yes'")]
    [InlineData("!!str 5")]
    [InlineData("1.2.3")]
    [InlineData("08:30")]
    public void What_looks_like_something_else_may_still_be_text(string text)
    {
        Assert.True(YamlManifestReader.Read($"metadata:\n  name: {text}\n").Succeeded);
    }

    [Fact]
    public void Every_document_is_read_and_empty_ones_are_skipped()
    {
        IReadOnlyList<ManifestResult> results = YamlManifestReader.ReadAll("metadata: {name: a}\n---\n# nothing\n---\nkind: CronJob\nmetadata: {name: b}\n---\nbogus: 1\n");

        Assert.Equal([("a", ManifestKind.Job, true), ("b", ManifestKind.CronJob, true), (null, ManifestKind.Job, false)], results.Select(result => (result.Name, result.Kind, result.Succeeded)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    public void A_text_without_a_document_is_an_object_without_anything(string text)
    {
        ManifestResult result = Assert.Single(YamlManifestReader.ReadAll(text));

        Assert.True(result.Succeeded);
        Assert.Null(result.Name);
    }

    [Fact]
    public void Files_with_byte_order_marks_may_be_put_together()
    {
        IReadOnlyList<ManifestResult> results = YamlManifestReader.ReadAll("\uFEFFmetadata:\n  name: a\n\uFEFF---\nmetadata:\n  name: b\n---\r\n\uFEFFmetadata:\n  name: c\n");

        Assert.Equal(["a", "b", "c"], results.Select(result => result.ThrowIfFailed().Name));
    }

    [Fact]
    public void A_broken_document_ends_the_reading()
    {
        IReadOnlyList<ManifestResult> results = YamlManifestReader.ReadAll("metadata: {name: a}\n---\nb: [\n---\nmetadata: {name: c}\n");

        Assert.Equal([true, false], results.Select(result => result.Succeeded));
    }

    [Fact]
    public void Aliases_and_merges_stand_for_what_they_name()
    {
        ManifestResult result = YamlManifestReader.Read("""
            metadata:
              labels: &l {a: "1", b: "2"}
              annotations:
                <<: *l
                b: "3"
            """);

        Assert.Equal([("a", "1"), ("b", "3")], result.ThrowIfFailed().Job!.Metadata.Annotations!.Select(annotation => (annotation.Key, annotation.Value)));
    }

    [Fact]
    public void Aliases_cannot_blow_a_text_up()
    {
        string text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat("bcdefghi".Select(name =>
            $"{name}: &{name} [{string.Join(", ", Enumerable.Repeat($"*{(char)(name - 1)}", 10))}]\n"));

        Assert.Contains("excessive aliasing", YamlManifestReader.Read(text).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_and_length_are_limited()
    {
        Assert.Contains("exceeded max depth", YamlManifestReader.Read(new string('[', 10_000)).Message, StringComparison.Ordinal);
        Assert.Equal("the manifest is longer than 4194304 bytes", YamlManifestReader.Read(new string(' ', 100_000_000)).Message);
    }

    [Fact]
    public void Errors_are_found_in_the_text_by_their_field()
    {
        ManifestResult result = YamlManifestReader.Read("""
            spec:
              template:
                spec:
                  containers:
                  - name: a
                  - name: b
                    image: i
            """);

        Assert.Equal(new ManifestPosition(7, 9), result.Locate("spec.template.spec.containers[1].image"));
        Assert.Equal(new ManifestPosition(5, 9), result.Locate("spec.template.spec.containers[0].image"));
    }
}
