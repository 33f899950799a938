using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Frontend;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Pipeline;

/// <summary>
/// The state between edits holds no object of the compiler. A symbol would keep a whole compilation alive, and would never equal its
/// successor.
/// </summary>
public class SymbolFreeTests
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private static readonly Assembly Generator = typeof(ModelGenerator).Assembly;

    public static TheoryData<string> Kept() =>
        [.. Generator.GetTypes().Where(t => t.Namespace == typeof(ModelSpec).Namespace && !t.IsInterface).Select(t => t.FullName!)];

    [Theory]
    [MemberData(nameof(Kept))]
    public void ASpecsTypeHoldsNothingOfTheCompiler(string name)
    {
        var seen = new HashSet<Type>();
        Walk(Generator.GetType(name, throwOnError: true)!, name);

        void Walk(Type type, string path)
        {
            if (type.IsArray) type = type.GetElementType()!;
            foreach (var argument in type.GenericTypeArguments) Walk(argument, path);
            if (!seen.Add(type)) return;
            Assert.False(IsCompilers(type), $"{path} is a {type}");
            if (type.Assembly != Generator && !type.IsGenericType) return;
            foreach (var derived in Generator.GetTypes().Where(t => t.BaseType == type)) Walk(derived, $"{path} as {derived.Name}");
            for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
                foreach (var field in t.GetFields(Fields | BindingFlags.DeclaredOnly)) Walk(field.FieldType, $"{path}.{field.Name}");
        }
    }

    /// <summary>
    /// A candidate lives until the next edit. It holds syntax for locations, as a diagnostic does; a checked model holds the rules that it
    /// breaks.
    /// </summary>
    [Fact]
    public void ACandidateHoldsNoSymbol()
    {
        var seen = new HashSet<Type>();
        Walk(typeof(ModelCandidate), nameof(ModelCandidate));
        Walk(typeof(CheckedModel), nameof(CheckedModel));
        Assert.Contains(typeof(AttributeSite), seen);

        void Walk(Type type, string path)
        {
            if (type.IsArray) type = type.GetElementType()!;
            foreach (var argument in type.GenericTypeArguments) Walk(argument, path);
            if (!seen.Add(type)) return;
            Assert.False(
                typeof(ISymbol).IsAssignableFrom(type) || typeof(Compilation).IsAssignableFrom(type)
                    || typeof(AttributeData).IsAssignableFrom(type) || typeof(SemanticModel).IsAssignableFrom(type),
                $"{path} is a {type}");
            if (type.Assembly != Generator) return;
            foreach (var field in type.GetFields(Fields)) Walk(field.FieldType, $"{path}.{field.Name}");
        }
    }

    [Fact]
    public void AKeptValueHoldsNothingOfTheCompiler()
    {
        var run = GeneratorHarness.Run([.. Zoo.Files, .. Zoo.WrongFiles.Select(file => file.Replace("Zoo", "Wrong", StringComparison.Ordinal).Replace("Spam", "Ham", StringComparison.Ordinal))]);
        var values = run.Result.TrackedSteps[ModelGenerator.Steps.Outputs].SelectMany(step => step.Outputs).Select(o => o.Value).ToArray();
        Assert.Equal(14, values.Length);
        Assert.Equal(6, values.Cast<ModelOutput>().Count(output => output.Spec is null));

        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var rows = GeneratorHarness.Run(Features.RightRows.Typical, "[Model(typeof(Shop.Home)), MeanSquaredError] partial record Net([Dense(1)] Dense A);");
        string[] others = [ModelGenerator.Steps.Blocks, ModelGenerator.Steps.Features];
        object[] more =
        [
            .. from of in new[] { run, rows }
               from step in others.Append(ModelGenerator.Steps.Outputs)
               where of.Result.TrackedSteps.ContainsKey(step)
               from steps in of.Result.TrackedSteps[step]
               from output in steps.Outputs
               select output.Value,
        ];
        Assert.Equal(2, more.OfType<FeaturesOutput>().Count());
        foreach (var value in values.Concat(more)) Walk(value, "output");
        Assert.True(seen.Count > 50, "The walk saw next to nothing.");

        void Walk(object? value, string path)
        {
            if (value is null or string || value.GetType().IsPrimitive) return;
            if (!value.GetType().IsValueType && !seen.Add(value)) return;
            Assert.False(IsCompilers(value.GetType()), $"{path} is a {value.GetType()}");
            if (value is Array array)
            {
                foreach (var element in (IEnumerable)array) Walk(element, path + "[]");
                return;
            }
            for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
                foreach (var field in type.GetFields(Fields | BindingFlags.DeclaredOnly)) Walk(field.GetValue(value), $"{path}.{field.Name}");
        }
    }

    private static bool IsCompilers(Type type) =>
        type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true && type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null
        && type.Assembly != Generator
        || typeof(ISymbol).IsAssignableFrom(type) || typeof(Compilation).IsAssignableFrom(type) || typeof(SyntaxNode).IsAssignableFrom(type)
        || typeof(SyntaxTree).IsAssignableFrom(type) || typeof(Location).IsAssignableFrom(type);
}
