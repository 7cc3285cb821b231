using BatchJobs.Cron;
using BatchJobs.Manifests;
using BatchJobs.Schema;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Core.Tests.Validation;

public class SemanticEqualityTests
{
    private const string Limit = "\"resources\": {\"limits\": {\"memory\": \"$\"}}";
    private const string Divisor = "\"env\": [{\"name\": \"E\", \"valueFrom\": {\"resourceFieldRef\": {\"resource\": \"limits.memory\", \"divisor\": \"$\"}}}]";

    [Theory]
    [InlineData(Limit, "1Gi", "1073741824")]
    [InlineData(Limit, "1Gi", "1024Mi")]
    [InlineData(Limit, "1G", "1e9")]
    [InlineData(Divisor, "1Mi", "1048576")]
    public void Another_notation_of_an_amount_in_a_container_is_no_change(string member, string before, string after)
    {
        AdmissionResult<Job> result = Replace(Container(member, before), Container(member, after));

        Assert.Equal(1, result.ThrowIfRefused().Metadata.Generation);
    }

    [Theory]
    [InlineData("\"env\": [{\"name\": \"E\", \"value\": \"\"}]", "\"env\": [{\"name\": \"E\"}]")]
    [InlineData("\"workingDir\": \"\"", "\"tty\": false")]
    [InlineData("\"stdin\": false", "\"args\": []")]
    public void An_empty_text_and_a_flag_that_is_off_are_none(string before, string after)
    {
        Assert.Equal(1, Replace(Container(before, ""), Container(after, "")).ThrowIfRefused().Metadata.Generation);
        Assert.Equal(1, Replace(Container(after, ""), Container(before, "")).ThrowIfRefused().Metadata.Generation);
    }

    [Theory]
    [InlineData("\"livenessProbe\": {\"exec\": {\"command\": [\"c\"]}, \"initialDelaySeconds\": 0}", "")]
    [InlineData("\"ports\": [{\"containerPort\": 1, \"hostPort\": 0}]", "")]
    [InlineData("\"lifecycle\": {\"preStop\": {\"sleep\": {}}}", "")]
    [InlineData("\"tty\": false", "\"volumes\": [{\"name\": \"v\", \"iscsi\": {\"targetPortal\": \"t\", \"iqn\": \"iqn\"}}]")]
    [InlineData("\"tty\": false", "\"volumes\": [{\"name\": \"v\", \"iscsi\": {\"targetPortal\": \"t\", \"iqn\": \"iqn\", \"lun\": 0, \"chapAuthSession\": false}}]")]
    [InlineData("\"tty\": false", "\"volumes\": [{\"name\": \"v\", \"gcePersistentDisk\": {\"pdName\": \"p\", \"partition\": 0}}]")]
    [InlineData("\"tty\": false", "\"affinity\": {\"nodeAffinity\": {\"preferredDuringSchedulingIgnoredDuringExecution\": [{\"weight\": 1}]}}")]
    [InlineData("\"env\": [{\"name\": \"E\", \"valueFrom\": {\"resourceFieldRef\": {\"resource\": \"limits.cpu\"}}}]", "")]
    public void What_is_written_otherwise_than_it_was_read_is_no_change(string container, string pod)
    {
        string members = $"\"containers\": [{{\"name\": \"main\", \"image\": \"i:1\", {container}}}]{(pod.Length > 0 ? $", {pod}" : "")}";
        Job created = JobAdmission.Create(Pod(members, ""), Admit.Context).ThrowIfRefused();

        Assert.Equal(1, ManifestPatch.Apply(created, "{}").ThrowIfRefused().Metadata.Generation);
        Assert.Equal(2, ManifestPatch.Apply(created, """{"spec": {"parallelism": 7}}""").ThrowIfRefused().Metadata.Generation);
    }

    [Theory]
    [InlineData("\"fc\": {\"wwids\": [\"w\"]$}", ", \"lun\": 0")]
    [InlineData("\"csi\": {\"driver\": \"d\"$}", ", \"readOnly\": false")]
    public void What_is_a_pointer_is_another_value_when_absent(string volume, string member)
    {
        string members = $"\"volumes\": [{{\"name\": \"v\", {volume}}}]";

        Assert.Equal("spec.template", Assert.Single(Replace(Pod(members, ""), Pod(members, member)).Errors).Field);
        Assert.Empty(Replace(Pod(members, member), Pod(members, member)).Errors);
    }

    [Theory]
    [InlineData(Limit, "1Gi", "1G")]
    [InlineData(Limit, "1Gi", "1073741825")]
    [InlineData(Divisor, "1Mi", "1M")]
    public void Another_amount_in_a_container_is_a_change(string member, string before, string after)
    {
        Assert.Equal("spec.template", Assert.Single(Replace(Container(member, before), Container(member, after)).Errors).Field);
    }

    [Theory]
    [InlineData("\"volumes\": [{\"name\": \"v\", \"emptyDir\": {\"sizeLimit\": \"$\"}}]", "1Gi", "1073741824", null)]
    [InlineData("\"volumes\": [{\"name\": \"v\", \"emptyDir\": {\"sizeLimit\": \"$\"}}]", "1Gi", "1G", "spec.template")]
    [InlineData("\"overhead\": {\"cpu\": \"$\"}", "1", "1000m", null)]
    [InlineData("\"overhead\": {\"cpu\": \"$\"}", "1", "1001m", "spec.template")]
    // text that looks like an amount
    [InlineData("\"nodeSelector\": {\"divisor\": \"$\"}", "1", "1000m", "spec.template")]
    [InlineData("\"volumes\": [{\"name\": \"v\", \"csi\": {\"driver\": \"d\", \"volumeAttributes\": {\"sizeLimit\": \"$\"}}}]", "1Gi", "1024Mi", "spec.template")]
    public void Amounts_of_a_pod_are_compared_and_its_texts_are_not(string member, string before, string after, string? field)
    {
        AdmissionResult<Job> result = Replace(Pod(member, before), Pod(member, after));

        Assert.Equal(field, result.Errors.SingleOrDefault()?.Field);
    }

    [Fact]
    public void The_notation_of_the_change_is_kept()
    {
        Job job = Replace(Container(Limit, "1Gi"), Container(Limit, "1073741824")).ThrowIfRefused();

        Assert.Equal("1073741824", job.Spec.Template.Spec.Containers![0].Resources!.Value.GetProperty("limits").GetProperty("memory").GetString());
    }

    [Theory]
    [InlineData("1024Mi", 1)]
    [InlineData("1025Mi", 2)]
    public void A_CronJob_with_another_notation_is_of_the_same_generation(string after, long generation)
    {
        CronJob before = CronJobAdmission.Create(CronJob("1Gi"), Admit.Context).ThrowIfRefused();

        CronJob changed = CronJobAdmission.Update(before, before with { Spec = CronJob(after).Spec }).ThrowIfRefused();

        Assert.Equal(generation, changed.Metadata.Generation);
    }

    [Fact]
    public void Every_amount_number_and_flag_of_the_API_is_known_by_its_field()
    {
        ApiField[] fields = [.. Fields(ApiSchema.CronJob.Find("spec")!.Type, []).Concat(Fields(ApiSchema.Job.Find("spec")!.Type, []))];

        Assert.Equal(SemanticEquality.Amounts.Order(), Names(fields, type => type.Kind == ApiTypeKind.Quantity));
        Assert.Equal(SemanticEquality.AmountMaps.Order(), Names(fields, type => type is { Kind: ApiTypeKind.Map, Element.Kind: ApiTypeKind.Quantity }));
        Assert.Equal(SemanticEquality.Flags.Order(), Names(fields.Where(field => !field.Optional), type => type.Kind == ApiTypeKind.Boolean));
        Assert.Equal(SemanticEquality.Numbers.Order(), Names(fields.Where(field => !field.Optional), type => type.Kind is ApiTypeKind.Int32 or ApiTypeKind.Int64 or ApiTypeKind.IntOrString));
        Assert.Equal(SemanticEquality.Pointers.Order(), Pointers(fields));
        Assert.Equal(SemanticEquality.TextMaps.Order(), Names(fields, type => type is { Kind: ApiTypeKind.Map, Element.Kind: ApiTypeKind.Text }));
    }

    private static string[] Names(IEnumerable<ApiField> fields, Func<ApiType, bool> which) =>
        [.. fields.Where(field => which(field.Type)).Select(field => field.Name).Distinct().Order()];

    private static (string Holder, string Name)[] Pointers(IEnumerable<ApiField> fields) =>
    [
        .. from holder in fields.Distinct()
           from field in (holder.Type.Element ?? holder.Type).Fields
           where field.Optional && (SemanticEquality.Flags.Contains(field.Name) || SemanticEquality.Numbers.Contains(field.Name))
           select (holder.Name, field.Name) into pointer
           orderby pointer
           select pointer,
    ];

    private static IEnumerable<ApiField> Fields(ApiType type, HashSet<ApiType> seen)
    {
        if (type.Element is { } element)
        {
            return Fields(element, seen);
        }

        return seen.Add(type) ? [.. type.Fields, .. type.Fields.SelectMany(field => Fields(field.Type, seen))] : [];
    }

    private static AdmissionResult<Job> Replace(Job before, Job after)
    {
        Job created = JobAdmission.Create(before, Admit.Context).ThrowIfRefused();
        Job changed = JobAdmission.Create(after, Admit.Context).ThrowIfRefused();
        return JobAdmission.Replace(created, changed);
    }

    private static Job Container(string member, string amount) =>
        Pod("\"containers\": [{\"name\": \"main\", \"image\": \"i:1\", $m}]".Replace("$m", member, StringComparison.Ordinal), amount);

    private static Job Pod(string member, string amount) => ManifestReader.ReadJson($$"""
        { "kind": "Job", "metadata": { "name": "j" }, "spec": { "template": { "spec": {{PodSpec(member, amount)}} } } }
        """, new ManifestReaderOptions { Strict = false }).ThrowIfFailed().Job!;

    private static CronJob CronJob(string amount) => ManifestReader.ReadJson($$"""
        { "kind": "CronJob", "metadata": { "name": "cj" }, "spec": { "schedule": "* * * * *",
          "jobTemplate": { "spec": { "template": { "spec": {{PodSpec("\"containers\": [{\"name\": \"main\", \"image\": \"i:1\", " + Limit + "}]", amount)}} } } } } }
        """, new ManifestReaderOptions { Strict = false }).ThrowIfFailed().CronJob!;

    private static string PodSpec(string member, string amount)
    {
        string containers = member.Contains("\"containers\"", StringComparison.Ordinal) ? "" : ", \"containers\": [{\"name\": \"main\", \"image\": \"i:1\"}]";
        return $$"""{ "restartPolicy": "Never", {{member.Replace("$", amount, StringComparison.Ordinal)}}{{containers}} }""";
    }
}
