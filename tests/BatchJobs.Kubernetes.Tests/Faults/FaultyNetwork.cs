using System.Net;
using System.Text;

namespace BatchJobs.Kubernetes.Tests.Faults;

/// <summary>Spoils requests on their way: lost before or after they had their effect, slow, refused for now; and watches through <see cref="FaultyWatch"/>.</summary>
internal sealed class FaultyNetwork(Dice dice, FaultCount count) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        bool watch = request.RequestUri!.Query.Contains("watch=true", StringComparison.Ordinal);
        switch (dice.Draw(watch ? "watches" : "requests", 20))
        {
            case 0:
                count.Add("lost before it arrived");
                throw new HttpRequestException("The connection was reset.");
            case 1:
                count.Add("429");
                return Refusal(HttpStatusCode.TooManyRequests, "TooManyRequests");
            case 2:
                count.Add("500");
                return Refusal(HttpStatusCode.InternalServerError, "InternalError");
            case 3 when watch:
                count.Add("410");
                return Refusal(HttpStatusCode.Gone, "Expired");
            case 4:
                count.Add("slow");
                await Task.Delay(dice.Next(300), cancellationToken);
                break;
            default:
                break;
        }

        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (!watch && dice.Draw("answers", 20) == 0)
        {
            count.Add("lost after it had its effect");
            response.Dispose();
            throw new HttpRequestException("The connection was reset.");
        }

        if (watch && response.IsSuccessStatusCode)
        {
            response.Content = new StreamContent(new FaultyWatch(await response.Content.ReadAsStreamAsync(cancellationToken), dice, count));
        }

        return response;
    }

    private static HttpResponseMessage Refusal(HttpStatusCode code, string reason) => new(code)
    {
        Content = new StringContent($$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","message":"made up","code":{{(int)code}}}""", Encoding.UTF8, "application/json"),
    };
}
