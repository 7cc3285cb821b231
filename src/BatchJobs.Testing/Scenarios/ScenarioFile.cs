using System.Text.Json;

namespace BatchJobs.Testing.Scenarios;

/// <summary>Scenarios in files.</summary>
public static class ScenarioFile
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads a scenario from text.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The scenario.</returns>
    /// <exception cref="ScenarioFormatException">The text is not a scenario.</exception>
    public static Scenario Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Options);
            return ScenarioReader.Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new ScenarioFormatException("", $"Not JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a scenario from a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The scenario.</returns>
    /// <exception cref="ScenarioFormatException">The content is not a scenario.</exception>
    public static Scenario Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (ScenarioFormatException exception)
        {
            throw new ScenarioFormatException(exception.Path, $"{exception.Problem} ({path})", exception);
        }
    }

    /// <summary>Reads a file, or all files <c>*.json</c> of a folder in the order of their names.</summary>
    /// <param name="path">The file or folder.</param>
    /// <returns>The scenarios.</returns>
    /// <exception cref="ScenarioFormatException">The content of a file is not a scenario.</exception>
    public static IEnumerable<Scenario> LoadAll(string path) =>
        Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal).Select(Load)
            : [Load(path)];
}
