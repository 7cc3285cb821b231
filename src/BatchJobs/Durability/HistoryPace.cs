using BatchJobs.StateMachine;

namespace BatchJobs.Durability;

/// <summary>When a step's history has to be saved with it: at once, but for Jobs whose pods come and go by the hundred.</summary>
/// <remarks>
/// State is saved at every step. What a fast Job loses of its history with a crash are the last starts and successes;
/// failures and everything that concerns the Job itself are never late.
/// </remarks>
internal sealed class HistoryPace
{
    private const int MostPerWindow = 5;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);

    private DateTimeOffset window;
    private int saved;

    /// <param name="notices">Those of the step.</param>
    /// <param name="now">The time.</param>
    public bool IsDue(List<JobNotice> notices, DateTimeOffset now)
    {
        if (now - window >= Window)
        {
            window = now;
            saved = 0;
        }

        if (saved >= MostPerWindow && !HasNews(notices))
        {
            return false;
        }

        saved++;
        return true;
    }

    private static bool HasNews(List<JobNotice> notices) =>
        notices.Exists(static notice => notice.Kind is not (JobNoticeKind.StartPod or JobNoticeKind.PodStarted or JobNoticeKind.PodSucceeded));
}
