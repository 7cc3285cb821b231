using BatchJobs.Processes.Leftovers;
using BatchJobs.Processes.Tests.Infrastructure;

namespace BatchJobs.Processes.Tests.Leftovers;

public class SweeperTests
{
    [Fact]
    public async Task A_sweep_that_can_see_nothing_for_want_of_descriptors_is_made_up_for()
    {
        var table = new Table();
        var found = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var sweeper = new Sweeper(table, new ProcessMarkers("executor"), found.SetResult);

        sweeper.Request();

        Assert.Equal(1, await found.Task.WaitAsync(Patience.Time));
    }

    /// <summary>Can't be looked at the first time; then has one process, until it is killed.</summary>
    private sealed class Table : IProcessTable
    {
        private bool asked;
        private bool killed;

        public IEnumerable<int> All()
        {
            if (asked) return killed ? [] : [1];
            asked = true;
            throw new IOException("Too many open files : '/proc'");
        }

        public string? Variable(int process, string name) => "executor/container";

        public bool TryKill(int process, Func<int, bool> isOurs) => killed = true;

        public void Collect()
        {
        }
    }
}
