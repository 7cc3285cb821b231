using BatchJobs.Kubernetes.Tests.Infrastructure;
using k8s;
using k8s.Models;

namespace BatchJobs.Kubernetes.Tests;

/// <summary>What the sample of a host inside a cluster is deployed with, as its page does it with kubectl apply.</summary>
public class DeploymentTests(Cluster cluster)
{
    [Fact]
    public async Task The_server_accepts_every_object_of_the_sample()
    {
        cluster.Require();
        string text = await File.ReadAllTextAsync(Repository.Path("samples/OnKubernetes/deployment.yaml"), TestContext.Current.CancellationToken);

        // Nothing stays: the server only rehearses. Its namespace has to exist for that, so that of the tests stands in for it.
        List<object> objects = KubernetesYaml.LoadAllFromString(text.Replace("namespace: batch\n", $"namespace: {cluster.Namespace}\n", StringComparison.Ordinal), strict: true);
        using k8s.Kubernetes client = new(Cluster.Configuration());
        foreach (object item in objects)
        {
            await RehearseAsync(client, item);
        }

        V1Deployment deployment = Assert.Single(objects.OfType<V1Deployment>());
        Assert.Equal(Assert.Single(objects.OfType<V1ServiceAccount>()).Metadata.Name, deployment.Spec.Template.Spec.ServiceAccountName);
        Assert.Equal(1, deployment.Spec.Replicas);
        Assert.Equal("Recreate", deployment.Spec.Strategy.Type);
    }

    private static Task RehearseAsync(k8s.Kubernetes client, object item)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        return item switch
        {
            V1Namespace it => client.CoreV1.CreateNamespaceAsync(it, dryRun: "All", cancellationToken: cancellationToken),
            V1ServiceAccount it => client.CoreV1.CreateNamespacedServiceAccountAsync(it, it.Namespace(), dryRun: "All", cancellationToken: cancellationToken),
            V1Role it => client.RbacAuthorizationV1.CreateNamespacedRoleAsync(it, it.Namespace(), dryRun: "All", cancellationToken: cancellationToken),
            V1RoleBinding it => client.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(it, it.Namespace(), dryRun: "All", cancellationToken: cancellationToken),
            V1PersistentVolumeClaim it => client.CoreV1.CreateNamespacedPersistentVolumeClaimAsync(it, it.Namespace(), dryRun: "All", cancellationToken: cancellationToken),
            V1Deployment it => client.AppsV1.CreateNamespacedDeploymentAsync(it, it.Namespace(), dryRun: "All", cancellationToken: cancellationToken),
            _ => throw new InvalidOperationException($"{item.GetType()} is in the sample; rehearse it too"),
        };
    }
}
