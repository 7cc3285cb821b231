using System.Globalization;

namespace BatchJobs.Manifests;

/// <summary>Follows a field path through a manifest.</summary>
internal static class FieldLocator
{
    public static ManifestPosition Locate(ManifestNode root, string field)
    {
        ManifestNode node = root;
        ManifestPosition position = root.Position;
        ReadOnlySpan<char> rest = field;
        while (rest.Length > 0)
        {
            rest = rest.TrimStart('.');
            if (rest.StartsWith("[") && rest.IndexOf(']') is > 0 and int end)
            {
                ReadOnlySpan<char> key = rest[1..end];
                rest = rest[(end + 1)..];
                if (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < node.Items.Count)
                {
                    node = node.Items[index];
                    position = node.Position;
                }
                else if (!Step(key.ToString(), ref node, ref position))
                {
                    return position;
                }
            }
            else
            {
                int stop = rest.IndexOfAny('.', '[');
                string name = (stop < 0 ? rest : rest[..stop]).ToString();
                rest = stop < 0 ? [] : rest[stop..];
                if (!Step(name, ref node, ref position))
                {
                    return position;
                }
            }
        }

        return position;
    }

    private static bool Step(string name, ref ManifestNode node, ref ManifestPosition position)
    {
        if (node.Members.FindLast(member => member.Name == name) is not { } found)
        {
            return false;
        }

        node = found.Value;
        position = found.Position;
        return true;
    }
}
