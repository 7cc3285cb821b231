using System.Net;
using BatchJobs.Client;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Primitives;

namespace BatchJobs.Kubernetes.Tests.Native;

/// <summary>Names that no object can have; as part of a path they would mean another object, or all of them.</summary>
public class NameTests
{
    private const string Job = """{"metadata":{"name":"j","namespace":"default","uid":"6f0d5a1e-52a3-4b38-8a5e-0f3f4b1c2d3e"},"spec":{"template":{"spec":{"containers":[{"name":"main","image":"i"}],"restartPolicy":"Never"}}}}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => ["", ".", "..", "a/b", "a/../b", "a?dryRun=All", "a#b", "a%2e", "a b"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_of_such_a_name_is_found_and_the_server_is_not_asked(string name)
    {
        AnsweringServer server = new((_, _, _) => (HttpStatusCode.OK, Job));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        foreach (JobKey key in (JobKey[])[new("default", name), new(name, "j")])
        {
            await Assert.ThrowsAsync<JobNotFoundException>(() => client.DeleteAsync(key, cancellationToken: Cancelled));
            await Assert.ThrowsAsync<JobNotFoundException>(() => client.GetAsync(key, Cancelled));
            await Assert.ThrowsAsync<JobNotFoundException>(() => client.PatchAsync(key, "{}", Cancelled));
        }

        Assert.Empty(server.Requests);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_pod_of_such_a_name_is_deleted(string name)
    {
        AnsweringServer server = new((_, path, _) => (HttpStatusCode.OK, path.EndsWith("/jobs/j", StringComparison.Ordinal) ? Job : """{"metadata":{"ownerReferences":[{"uid":"6f0d5a1e-52a3-4b38-8a5e-0f3f4b1c2d3e"}]}}"""));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        await Assert.ThrowsAsync<JobNotFoundException>(() => client.DeletePodAsync(new JobKey("j"), name, cancellationToken: Cancelled));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_namespace_that_is_missing_is_told_as_such_and_not_as_the_Job_that_was_to_be_created_in_it()
    {
        AnsweringServer server = new((_, _, _) => (HttpStatusCode.NotFound, AnsweringServer.Status(HttpStatusCode.NotFound, "NotFound", "namespaces \\\"nope\\\" not found")));
        using KubernetesJobClient client = new(new KubernetesJobClientOptions { Connection = server.Connection });

        KubernetesApiException error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.CreateAsync(Workload.Shell("j", "true"), Cancelled));

        Assert.Equal("namespaces \"nope\" not found", error.Message);
    }
}
