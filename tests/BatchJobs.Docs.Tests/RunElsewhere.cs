namespace BatchJobs.Docs.Tests;

/// <summary>Command lines that are run by somebody else than <see cref="CommandTests"/>, because they build, install or need a cluster.</summary>
/// <param name="Line">The line of a page.</param>
/// <param name="File">Who runs it.</param>
/// <param name="Words">What stands there.</param>
internal sealed record RunElsewhere(string Line, string File, string Words)
{
    private const string Ci = ".ci/run";
    private const string Consumer = "tests/PackageConsumer/FrontPageTests.cs";
    private const string Tool = "tests/PackageConsumer/ToolTests.cs";
    private const string Page = "tests/PackageConsumer/PackagePageTests.cs";
    private const string Cluster = "tests/BatchJobs.Kubernetes.Tests/CommandLineTests.cs";
    private const string Deployment = "tests/BatchJobs.Kubernetes.Tests/DeploymentTests.cs";
    private const string Options = "benchmarks/BatchJobs.Benchmarks/Program.cs";
    private const string Measured = "dotnet run -c Release --project benchmarks/BatchJobs.Benchmarks -- ";

    private static readonly string[] Libraries =
    [
        "BatchJobs", "BatchJobs.Control", "BatchJobs.Hosting", "BatchJobs.InProcess", "BatchJobs.Kubernetes", "BatchJobs.Processes", "BatchJobs.Sqlite", "BatchJobs.Testing",
        "BatchJobs.Testing.Xunit", "BatchJobs.Yaml",
    ];

    public static IReadOnlyList<RunElsewhere> Lines { get; } =
    [
        new("dotnet build", Ci, "dotnet build BatchJobs.sln"),
        new("dotnet test", Ci, "dotnet test --solution BatchJobs.sln"),
        new("dotnet pack -c Release", Ci, "dotnet pack BatchJobs.sln -c Release"),
        new("dotnet run --project src/BatchJobs.Cli -c Release -- run -f samples/manifests/example-job.yaml", Ci, "-- run -f samples/manifests/example-job.yaml"),
        new("dotnet publish src/BatchJobs.Cli -c Release --use-current-runtime -p:PublishAot=true -o artifacts/native", Ci, "dotnet publish src/BatchJobs.Cli -c Release --use-current-runtime -p:PublishAot=true"),
        new("artifacts/native/batchjobs validate -f job.yaml", Ci, "\"$logs/native/batchjobs\" validate -f samples/manifests/example-job.yaml"),
        new("dotnet tool install --global --prerelease --add-source artifacts/packages BatchJobs.Cli", Tool, "\"dotnet tool install \""),
        new("dotnet nuget add source \"$PWD/artifacts/packages\" --name batchjobs", Consumer, "dotnet nuget add source"),
        new("dotnet new console -o ../my-app", Consumer, "commands[2..]"),
        new("dotnet add ../my-app package BatchJobs.Processes --prerelease", Consumer, "commands[2..]"),
        new("dotnet add ../my-app package BatchJobs.Yaml --prerelease", Consumer, "commands[2..]"),
        new("dotnet run --project ../my-app", Consumer, "\"run\", \"--project\", program"),
        .. Libraries.Select(id => new RunElsewhere($"dotnet add package {id} --prerelease", Page, "dotnet add package ")),
        new("batchjobs run -f job.yaml --executor kubernetes --namespace batch", Cluster, "[InlineData(\"--executor\", \"kubernetes\")]"),
        new("batchjobs run -f job.yaml --native", Cluster, "[InlineData(\"--native\")]"),
        new("eval \"$(tests/cluster/up)\"", Ci, "tests/cluster/up"),
        new("dotnet test --project tests/BatchJobs.Kubernetes.Tests", Ci, "dotnet test --solution BatchJobs.sln"),
        new("tests/cluster/down", Ci, "tests/cluster/down"),
        new($"{Measured}--short", Ci, "-- --short"),
        new($"{Measured}--startup artifacts/native/batchjobs src/BatchJobs.Cli/bin/Release/net10.0/BatchJobs.Cli.dll 3", Ci, "--startup \"$logs/native/batchjobs\""),
        new("kubectl apply -f samples/OnKubernetes/deployment.yaml", Deployment, "samples/OnKubernetes/deployment.yaml"),

        // Only people run these: they take hours, or a registry.
        new($"{Measured}--report benchmarks/REPORT.md", Options, "\"--report\""),
        new($"{Measured}--only W1,W3 --against Channels --rounds 3", Options, "\"--only\""),
        new($"{Measured}--only W3 --against none --allocations", Options, "\"--only\""),
        new($"{Measured}--spawn 5 2000", Options, "\"--spawn\""),
        new($"{Measured}--filter '*'", Options, "args"),
        new("dotnet tool restore", "tests/BatchJobs.Core.Tests/stryker-config.json", "stryker-config"),
        new("cd tests/BatchJobs.Core.Tests", "tests/BatchJobs.Core.Tests/stryker-config.json", "stryker-config"),
        new("RunAnalyzers=false BATCHJOBS_PROPERTY_ITERATIONS=2 CsCheck_Iter=10 dotnet stryker", "tests/BatchJobs.Core.Tests/stryker-config.json", "stryker-config"),
        new("dotnet publish samples/OnKubernetes -t:PublishContainer -p:ContainerRegistry=registry.example.com", "samples/OnKubernetes/OnKubernetes.csproj", "dotnet publish -t:PublishContainer"),
        new("kubectl -n batch get pods --watch", Deployment, "V1Namespace"),
    ];

    public static RunElsewhere? Find(string line) => Lines.FirstOrDefault(run => run.Line == line);
}
