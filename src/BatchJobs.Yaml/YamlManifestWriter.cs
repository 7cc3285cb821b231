using System.Globalization;
using BatchJobs.Manifests;
using BatchJobs.Specs;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BatchJobs.Yaml;

/// <summary>Writes Jobs and CronJobs as YAML, in the API server's order of fields.</summary>
public static class YamlManifestWriter
{
    /// <summary>Writes a Job.</summary>
    /// <param name="job">The Job.</param>
    /// <returns>YAML.</returns>
    public static string Write(Job job) => FromJson(ManifestWriter.Write(job));

    /// <summary>Writes a CronJob.</summary>
    /// <param name="cronJob">The CronJob.</param>
    /// <returns>YAML.</returns>
    public static string Write(CronJob cronJob) => FromJson(ManifestWriter.Write(cronJob));

    /// <summary>Writes what is given as JSON.</summary>
    internal static string FromJson(string json)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(2, int.MaxValue, false, 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        Emit(emitter, JsonManifestParser.Parse(System.Text.Encoding.UTF8.GetBytes(json), int.MaxValue));
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, ManifestNode node)
    {
        switch (node.Kind)
        {
            case ManifestNodeKind.Object:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, node.Members.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (ManifestMember member in node.Members)
                {
                    Text(emitter, member.Name);
                    Emit(emitter, member.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case ManifestNodeKind.Array:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, node.Items.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                node.Items.ForEach(item => Emit(emitter, item));
                emitter.Emit(new SequenceEnd());
                break;
            case ManifestNodeKind.String:
                Text(emitter, node.Text);
                break;
            default:
                emitter.Emit(new Scalar(node.Kind == ManifestNodeKind.Null ? "null" : node.Text));
                break;
        }
    }

    private static void Text(Emitter emitter, string text)
    {
        // A literal block of line breaks alone would lose them.
        bool isSimple = YamlScalar.IsPlainText(text) && (text.Length == 0 || text.Trim().Length > 0) && text.Trim() == text.TrimEnd('\n') && text.All(unit => unit == '\n' || !IsOdd(unit));
        ScalarStyle style = !isSimple ? ScalarStyle.DoubleQuoted : text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal : ScalarStyle.Any;
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));
    }

    /// <summary>What people would not see, or see as something else.</summary>
    private static bool IsOdd(char unit) => char.IsControl(unit) || char.IsSurrogate(unit) || (char.IsWhiteSpace(unit) && unit != ' ') || unit is '\ufeff' or '\ufffe' or '\uffff';
}
