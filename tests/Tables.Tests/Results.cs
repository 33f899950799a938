using LanguageExt;

namespace ModelDsl.Tables.Tests;

/// <summary>What tests ask of results.</summary>
internal static class Results
{
    internal static T Value<T>(this Fin<T> result) => result.Match(
        value => value, error => throw new Xunit.Sdk.XunitException(error.Message));

    internal static string Error<T>(this Fin<T> result) => result.Match(
        value => throw new Xunit.Sdk.XunitException($"There is no error, but {value}."), error => error.Message);
}
