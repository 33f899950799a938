using LanguageExt;

namespace ModelDsl.Pictures.Tests;

internal static class Results
{
    /// <summary>Returns the value, or fails with the error.</summary>
    public static T Value<T>(this Fin<T> result) =>
        result.Match(Succ: value => value, Fail: error => throw new Xunit.Sdk.XunitException(error.ToString()));

    /// <summary>Returns the text of the error, or fails if there is none.</summary>
    public static string Fault<T>(this Fin<T> result) =>
        result.Match(Succ: value => throw new Xunit.Sdk.XunitException($"There is no error, but {value}."), Fail: error => error.Message);
}
