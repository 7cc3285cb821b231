// What the linked files need of later frameworks.
namespace System.Runtime.CompilerServices
{
    internal static class IsExternalInit;
}

namespace System.Diagnostics.CodeAnalysis
{
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class NotNullWhenAttribute(bool returnValue) : Attribute
    {
        public bool ReturnValue { get; } = returnValue;
    }
}

namespace BatchJobs.Cron
{
    internal static class TextExtensions
    {
        public static string[] Split(this string text, char separator, StringSplitOptions options) => text.Split([separator], options);
    }

    /// <summary>Numbers of a schedule; the original reads more than 64 bits, which no field admits.</summary>
    internal static class GoNumber
    {
        public static bool TryParse(string text, out long value, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? error)
        {
            bool read = long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out value);
            error = read ? null : $"strconv.Atoi: parsing \"{text}\": invalid syntax";
            return read;
        }
    }
}
