using System.Text.Json;
using System.Text.Json.Nodes;
using BatchJobs.Core.Tests.Validation;
using BatchJobs.Manifests;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Manifests;

public class ManifestWriterTests
{
    /// <summary>Every kind of field, those included that are only carried.</summary>
    private const string Full = """
        {"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"j","namespace":"n","uid":"u","generation":2,"creationTimestamp":"2025-01-01T00:00:00Z",
        "labels":{"a":"1","b":"2"},"annotations":{"x":"<&'\"€"},"ownerReferences":[{"apiVersion":"v1","kind":"K","name":"o","uid":"w","controller":true}],
        "finalizers":["a/b"],"managedFields":[{"manager":"m","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:x":{}}}}]},
        "spec":{"parallelism":0,"completions":3,"activeDeadlineSeconds":9223372036854775807,
        "podFailurePolicy":{"rules":[{"action":"Ignore","onExitCodes":{"containerName":"c","operator":"In","values":[1,2]}},{"action":"Count","onPodConditions":[{"type":"T","status":"True"}]}]},
        "successPolicy":{"rules":[{"succeededIndexes":"","succeededCount":0}]},"backoffLimit":0,"selector":{"matchLabels":{"a":"1"},"matchExpressions":[{"key":"b","operator":"In","values":["2"]}]},
        "manualSelector":true,"template":{"metadata":{"labels":{"a":"1"}},"spec":{
        "volumes":[{"name":"v","emptyDir":{}},{"name":"w","configMap":{"name":"c","items":[{"key":"k","path":"p"}],"defaultMode":420}}],
        "initContainers":[{"name":"i","image":"i","resources":{},"restartPolicy":"Always"}],
        "containers":[{"name":"c","image":"i","command":["a","b c"],"args":[""],"workingDir":"/","ports":[{"containerPort":80,"protocol":"TCP"}],
        "envFrom":[{"configMapRef":{"name":"c"}}],"env":[{"name":"E","value":"v"},{"name":"F","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}},
        {"name":"G","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}],"resources":{"limits":{"cpu":"500m"},"requests":{"memory":"1Gi"}},
        "restartPolicy":"Never","restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"In","values":[42]}}],"volumeMounts":[{"name":"v","mountPath":"/v"}],
        "livenessProbe":{"httpGet":{"path":"/","port":"http","scheme":"HTTP"},"timeoutSeconds":1},"lifecycle":{"preStop":{"sleep":{"seconds":0}}},
        "securityContext":{"runAsUser":0},"tty":true}],"restartPolicy":"Never","terminationGracePeriodSeconds":0,"nodeSelector":{"k":"v"},"hostNetwork":true,
        "affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"preference":{}}]}},"tolerations":[{"operator":"Exists"}],
        "setHostnameAsFQDN":false,"os":{"name":"linux"}}},"ttlSecondsAfterFinished":0,"completionMode":"Indexed","suspend":false,"podReplacementPolicy":"Failed","managedBy":"a.io/b"},
        "status":{"conditions":[{"type":"Suspended","status":"False","lastProbeTime":null,"lastTransitionTime":"2025-01-01T00:00:00Z","reason":"r","message":"m"}],
        "startTime":"2025-01-01T00:00:00Z","active":1,"terminating":0,"completedIndexes":"0","failedIndexes":"","uncountedTerminatedPods":{},"ready":0}}
        """;

    [Fact]
    public void What_is_read_is_written_again_to_the_letter()
    {
        string text = Full.ReplaceLineEndings("");

        Assert.Equal(text, ManifestWriter.Write(ManifestReader.ReadJson(text).ThrowIfFailed().Job!));
    }

    [Fact]
    public void Fields_are_written_in_the_order_of_the_server_whatever_the_order_of_the_manifest()
    {
        string reversed = Reverse(JsonNode.Parse(Full))!.ToJsonString();

        Assert.Equal(Full.ReplaceLineEndings(""), ManifestWriter.Write(ManifestReader.ReadJson(reversed).ThrowIfFailed().Job!));
    }

    [Fact]
    public void Every_field_of_the_model_is_a_field_of_the_API()
    {
        JsonNode model = JsonSerializer.SerializeToNode(ManifestReader.ReadJson(Full).ThrowIfFailed().Job!, SpecJson.Default.Job)!;

        Assert.True(ManifestReader.ReadJson(model.ToJsonString()).Succeeded);
    }

    [Fact]
    public void Empty_is_absent_unless_it_means_something()
    {
        ManifestResult result = ManifestReader.ReadJson("""
            {"metadata": {"labels": {}}, "spec": {"managedBy": "", "podFailurePolicy": {"rules": []}, "template": {"spec": {"containers": [{"name": "", "args": [], "tty": false}]}}}}
            """);

        Assert.Equal(
            """{"kind":"Job","apiVersion":"batch/v1","metadata":{},"spec":{"podFailurePolicy":{"rules":null},"template":{"metadata":{},"spec":{"containers":[{"name":"","resources":{}}]}},"managedBy":""},"status":{}}""",
            ManifestWriter.Write(result.Job!));
    }

    [Fact]
    public void A_CronJob_comes_back_too()
    {
        const string Text = """{"kind":"CronJob","apiVersion":"batch/v1","metadata":{"name":"c"},"spec":{"schedule":"@daily","timeZone":"UTC","concurrencyPolicy":"Forbid","suspend":true,"jobTemplate":{"metadata":{"labels":{"a":"b"}},"spec":{"template":{"metadata":{},"spec":{"containers":null}}}},"successfulJobsHistoryLimit":0},"status":{"lastScheduleTime":"2025-01-01T00:00:00Z"}}""";

        Assert.Equal(Text, ManifestWriter.Write(ManifestReader.ReadJson(Text).ThrowIfFailed().CronJob!));
    }

    [Fact]
    public void A_verdict_is_one_line()
    {
        string accepted = ManifestVerdict.Create(ManifestReader.ReadJson(ManifestWriter.Write(Admit.Read(""))), Admit.Context);
        string refused = ManifestVerdict.Create(ManifestReader.ReadJson("{\"metadata\": {\"name\": \"x\"}, \"bogus\": 1}"), Admit.Context);

        Assert.StartsWith("{\"name\":\"j\",\"accepted\":true,\"causes\":[],\"defaulted\":{\"kind\":\"Job\"", accepted, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', accepted);
        Assert.Equal(
            """{"name":"x","accepted":false,"code":400,"reason":"BadRequest","causes":[],"message":"Job in version \"v1\" cannot be handled as a Job: strict decoding error: unknown field \"bogus\""}""",
            refused);
    }

    [Fact]
    public void A_verdict_has_the_suggestions_beside_what_the_server_says()
    {
        string unread = ManifestVerdict.Create(ManifestReader.ReadJson("{\"spec\": {\"paralelism\": 1}}"), Admit.Context);
        string refused = ManifestVerdict.Create(
            ManifestReader.ReadJson("{\"metadata\": {\"name\": \"x\"}, \"spec\": {\"template\": {\"spec\": {\"restartPolicy\": \"never\", \"containers\": [{\"name\": \"c\", \"image\": \"i\"}]}}}}"), Admit.Context);

        Assert.EndsWith("""
            unknown field \"spec.paralelism\"","suggestions":[{"field":"spec.paralelism","suggestion":"did you mean parallelism?"}]}
            """, unread, StringComparison.Ordinal);
        Assert.EndsWith("""
            "suggestions":[{"field":"spec.template.spec.restartPolicy","suggestion":"did you mean Never?"}]}
            """, refused, StringComparison.Ordinal);
        Assert.DoesNotContain("did you mean", refused[..refused.IndexOf("\"suggestions\"", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    private static JsonNode? Reverse(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Reverse().Select(member => KeyValuePair.Create(member.Key, Reverse(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Reverse)]),
        _ => node?.DeepClone(),
    };
}
