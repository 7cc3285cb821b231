using System.Text;

namespace BatchJobs.Processes.Commands;

/// <summary>Replaces <c>$(NAME)</c> as Kubernetes does in commands, arguments and environment values.</summary>
/// <remarks>
/// What has no meaning stays as it is: an unknown name, a <c>$(</c> without end, a <c>$</c> before anything else. <c>$$</c> is one
/// <c>$</c>, so that <c>$$(NAME)</c> is the text <c>$(NAME)</c>. What was put in is not looked at again.
/// </remarks>
internal static class VariableExpansion
{
    /// <summary>Expands a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variables">The variables that are known.</param>
    internal static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        var next = text.IndexOf('$', StringComparison.Ordinal);
        if (next < 0) return text;

        var result = new StringBuilder(text.Length);
        var done = 0;
        while (next >= 0 && next + 1 < text.Length)
        {
            result.Append(text, done, next - done);
            done = next + AppendReference(result, text.AsSpan(next), variables);
            next = text.IndexOf('$', done);
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Appends what stands for the start of <paramref name="text"/>, a <c>$</c> and something more.</summary>
    /// <returns>How many characters that start has.</returns>
    private static int AppendReference(StringBuilder result, ReadOnlySpan<char> text, IReadOnlyDictionary<string, string> variables)
    {
        switch (text[1])
        {
            case '$':
                result.Append('$');
                return 2;
            case '(' when text.IndexOf(')') is var end and > 0:
                result.Append(variables.TryGetValue(text[2..end].ToString(), out var value) ? value : text[..(end + 1)]);
                return end + 1;
            default:
                result.Append(text[..2]);
                return 2;
        }
    }
}
