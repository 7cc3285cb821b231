using System.Text.RegularExpressions;

namespace BatchJobs.Validation;

/// <summary>The name of a container image, as container tools read it.</summary>
internal static partial class ImageReference
{
    private const int MaxName = 255;
    private const int IdentifierLength = 64;

    /// <summary>The tag; <c>latest</c> when there is neither tag nor digest; empty when there is only a digest or the name is no good.</summary>
    public static string Tag(string image)
    {
        if (image.Length == IdentifierLength && Identifier.IsMatch(image))
        {
            return "";
        }

        Match match = Reference.Match(Normalized(image));
        if (!match.Success || match.Groups["name"].Length > MaxName)
        {
            return "";
        }

        return match.Groups["tag"].Success ? match.Groups["tag"].Value
            : match.Groups["digest"].Success ? ""
            : "latest";
    }

    /// <summary>A first part that cannot be a host name belongs to the path.</summary>
    private static string Normalized(string image)
    {
        int slash = image.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? "" : image[..slash];
        bool isHost = first.AsSpan().IndexOfAny('.', ':') >= 0 || first == "localhost" || first.Any(char.IsAsciiLetterUpper);
        return isHost ? image : $"docker.io/{image}";
    }

    [GeneratedRegex(@"\A[a-f0-9]{64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Identifier { get; }

    [GeneratedRegex(
        @"\A(?<name>(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(\.([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(:[0-9]+)?"
        + @"(/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)+)"
        + @"(:(?<tag>[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}))?"
        + @"(@(?<digest>sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}))?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Reference { get; }
}
