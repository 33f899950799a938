namespace ModelDsl.Generators.Frontend;

/// <summary>Finds files of the project that an attribute names by their path or by its end.</summary>
internal static class ProjectFiles
{
    /// <summary>Returns the files whose path ends with the wanted one: whole folders of it, in any case of the slash.</summary>
    public static T[] Matching<T>(string wanted, IEnumerable<T> files, Func<T, string> path)
    {
        var end = "/" + Slashes(wanted).TrimStart('/');
        var all = files.ToArray();
        var whole = all.Where(file => Slashes(path(file)) == Slashes(wanted)).ToArray();
        return whole.Length == 1 ? whole : [.. all.Where(file => ("/" + Slashes(path(file))).EndsWith(end, StringComparison.Ordinal))];
    }

    private static string Slashes(string path)
    {
        var slashes = path.Replace('\\', '/');
        return slashes.StartsWith("./", StringComparison.Ordinal) ? slashes.Substring(2) : slashes;
    }
}
