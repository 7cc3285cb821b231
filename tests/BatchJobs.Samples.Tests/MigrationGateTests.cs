using System.Diagnostics;
using System.Net.Http.Json;

namespace BatchJobs.Samples.Tests;

/// <summary>The web application whose gate is a migration.</summary>
public sealed class MigrationGateTests : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_listens_once_the_migration_is_complete()
    {
        using Process app = SampleRun.Start("MigrationGate", "--urls=http://127.0.0.1:0", $"--database={folder.File("shop.db")}");
        try
        {
            Task<string> errors = app.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            List<string> lines = [];
            while (lines is not [.., var last] || !last.Contains(Listening, StringComparison.Ordinal))
            {
                if (await app.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is not { } line)
                {
                    Assert.Fail($"it ended before it listened:\n{string.Join('\n', lines)}\n{await errors}");
                    return;
                }

                lines.Add(line);
            }

            Assert.Contains(lines, line => line.Contains("schema version 3, 1000 sales imported", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.Contains("Job default/migrate-shop finished: Complete", StringComparison.Ordinal));
            Task<string> rest = app.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            using var http = new HttpClient { BaseAddress = new Uri(lines[^1].Split(Listening)[1]) };

            Dictionary<string, double>? revenue = await http.GetFromJsonAsync<Dictionary<string, double>>("/revenue", TestContext.Current.CancellationToken);

            Assert.Equal(
                new Dictionary<string, double> { ["East"] = 158032.24, ["North"] = 158837.17, ["Overseas"] = 143705.92, ["South"] = 134847.25, ["West"] = 137798.14 },
                revenue);
            app.Kill();
            await Task.WhenAll(rest, errors);
        }
        finally
        {
            app.Kill();
        }
    }

    [Fact]
    public async Task It_ends_with_the_reason_when_the_migration_fails()
    {
        string sales = folder.File("sales.csv");
        await File.WriteAllTextAsync(sales, "order,date,region,product,quantity,unit_price\n1,2025-01-01,West,desk,many,1.00\n", TestContext.Current.CancellationToken);

        (int exitCode, string output) = await SampleRun.EndOfAsync("MigrationGate", "--urls=http://127.0.0.1:0", $"--database={folder.File("shop.db")}", $"--sales={sales}");

        Assert.Equal(1, exitCode);
        Assert.Contains("Job default/migrate-shop failed: PodFailurePolicy", output, StringComparison.Ordinal);
        Assert.Contains("'many' was not in a correct format", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Listening, output, StringComparison.Ordinal);
    }
}
