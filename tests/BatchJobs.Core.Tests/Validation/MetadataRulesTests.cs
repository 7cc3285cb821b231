using BatchJobs.Validation;

namespace BatchJobs.Core.Tests.Validation;

public class MetadataRulesTests
{
    [Theory]
    [InlineData("", "metadata.name: Required value: name or generateName is required")]
    [InlineData("\"name\": \"J\"", "metadata.name: Invalid value: \"J\"")]
    [InlineData("\"name\": \"j\", \"namespace\": \"A_b\"", "metadata.namespace: Invalid value: \"A_b\"")]
    [InlineData("\"name\": \"j\", \"labels\": {\"a b\": \"x\"}", "metadata.labels: Invalid value: \"a b\": name part must consist of")]
    [InlineData("\"name\": \"j\", \"annotations\": {\"a/b/c\": \"x\"}", "metadata.annotations: Invalid value: \"a/b/c\": a valid label key must consist of")]
    [InlineData("\"name\": \"j\", \"finalizers\": [\"noslash\"]", "metadata.finalizers[0]: Invalid value: \"noslash\": name is neither a standard finalizer name nor is it fully qualified")]
    [InlineData("\"name\": \"j\", \"finalizers\": [\"orphan\", \"foregroundDeletion\"]", "metadata.finalizers: Invalid value: [\"orphan\",\"foregroundDeletion\"]: finalizer orphan and foregroundDeletion cannot be both set")]
    [InlineData("\"name\": \"j\", \"ownerReferences\": [{\"apiVersion\": \"v1\", \"kind\": \"K\", \"name\": \"n\"}]", "metadata.ownerReferences.uid: Invalid value: \"\": must not be empty")]
    [InlineData("\"name\": \"j\", \"ownerReferences\": [{\"apiVersion\": \"v1\", \"kind\": \"Event\", \"name\": \"n\", \"uid\": \"u\"}]", "metadata.ownerReferences: Invalid value: {\"apiVersion\":\"v1\",\"kind\":\"Event\",\"name\":\"n\",\"uid\":\"u\"}: /v1, Kind=Event is disallowed from being an owner")]
    public void Bad_metadata_is_refused(string metadata, string beginning)
    {
        Assert.StartsWith(beginning, Admit.Errors(Admit.Read("", metadata))[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Owners_named_twice_are_named_once_with_a_warning()
    {
        const string Owner = "{\"apiVersion\": \"v1\", \"kind\": \"K\", \"name\": \"n\", \"uid\": \"u\"}";
        AdmissionResult<Specs.Job> result = JobAdmission.Create(Admit.Read("", $"\"name\": \"j\", \"ownerReferences\": [{Owner}, {Owner}]"), Admit.Context);

        Assert.Single(result.ThrowIfRefused().Metadata.OwnerReferences!);
        Assert.EndsWith("duplicate UID(s) observed: u", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Another_namespace_is_refused_only_on_request(bool sameOnly, bool accepted)
    {
        AdmissionContext context = Admit.Context with { Namespace = "here", SameNamespaceOnly = sameOnly };

        Assert.Equal(accepted, JobAdmission.Create(Admit.Read("", "\"name\": \"j\", \"namespace\": \"there\""), context).Accepted);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a-b", true)]
    [InlineData("a.b", false)]
    [InlineData("-a", false)]
    [InlineData("a\n", false)]
    [InlineData("", false)]
    [InlineData("ä", false)]
    public void A_label_of_a_host_name(string text, bool valid)
    {
        Assert.Equal(valid, !NameRules.DnsLabel(text).Any());
    }

    [Theory]
    [InlineData("a/b", true)]
    [InlineData("example.com/A_b.c-d", true)]
    [InlineData("/b", false)]
    [InlineData("Example.com/b", false)]
    [InlineData("a/", false)]
    [InlineData("a/b/c", false)]
    public void A_qualified_name(string text, bool valid)
    {
        Assert.Equal(valid, !NameRules.QualifiedName(text).Any());
    }

    [Theory]
    [InlineData("a\"b\\c\n\t\u0001\u007f\u00a0ä€\U0001F600\ufeff", "\"a\\\"b\\\\c\\n\\t\\x01\\x7f\\u00a0ä€\U0001F600\\ufeff\"")]
    public void Values_are_quoted_as_Go_quotes_them(string text, string quoted)
    {
        Assert.Equal(quoted, GoText.Quote(text));
    }
}
