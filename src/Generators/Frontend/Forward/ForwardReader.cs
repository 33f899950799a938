using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Lowering.Forward;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>Finds a model's forward method and reads it. To read it, it runs the method on tensors without values.</summary>
internal static class ForwardReader
{
    /// <summary>The result of reading.</summary>
    /// <param name="HasMethod">True when the model has such a method.</param>
    /// <param name="Spec">The computation of the method; null when something is wrong with it.</param>
    public readonly record struct Reading(bool HasMethod, ForwardSpec? Spec);

    public static bool IsForward(ISymbol member) =>
        member is IMethodSymbol && member.GetAttributes().Any(a => MetadataNames.Is(a.AttributeClass, MetadataNames.Forward));

    /// <param name="model">The model.</param>
    /// <param name="parts">Its parameters.</param>
    /// <param name="inputs">Its inputs, when it has several.</param>
    /// <param name="outputs">Names of its outputs, when it has several.</param>
    /// <param name="members">The author's own members.</param>
    /// <param name="compilation">The compilation in which bodies of methods are looked up.</param>
    /// <param name="draft">The model without its method; null when something is wrong with it, so that no shape is known.</param>
    /// <param name="sites">The places in methods that findings point at.</param>
    /// <param name="findings">The list to which findings are added.</param>
    /// <param name="cancellation">Ends the work when the author types something else.</param>
    public static Reading Read(
        INamedTypeSymbol model, EquatableArray<PartSpec> parts, EquatableArray<InputSpec> inputs, EquatableArray<string> outputs,
        ImmutableArray<ISymbol> members, Compilation compilation, ModelSpec? draft,
        Sites sites, List<Finding> findings, CancellationToken cancellation)
    {
        var methods = members.Select((member, index) => (Method: member as IMethodSymbol, Index: index))
            .Where(m => m.Method is not null && IsForward(m.Method)).ToArray();
        if (methods.Length == 0) return new Reading(false, null);
        var (method, member) = (methods[0].Method!, methods[0].Index);
        if (methods.Length > 1)
        {
            var names = string.Join(" and ", methods.Select(m => m.Method!.Name));
            findings.Add(Finding.Of(Rules.SeveralForwards, new Anchor(Place.Member, methods[1].Index), model.Name,
                names) with
            { Others = [new Anchor(Place.Member, member)] });
            return new Reading(true, null);
        }
        for (var i = 0; i < members.Length; i++)
        {
            if (parts.Any(part => part.Name == members[i].Name))
                findings.Add(Finding.Of(Rules.RedeclaredLayer, new Anchor(Place.Member, i), members[i].Name));
        }
        if (Fault(model, method, inputs.Count > 0, outputs.Count > 0) is { } fault)
        {
            if (fault.Text.Length > 0) findings.Add(Finding.Of(Rules.ForwardSignature, At(fault.At), method.Name, fault.Text, model.Name));
            return new Reading(true, null);
        }
        if (inputs.Count > 0 && !Takes(method.Parameters[1].Type, inputs))
        {
            var (type, named) = (method.Parameters[1].Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), string.Join(" and ", inputs.Select(input => input.Name)));
            findings.Add(Finding.Of(Rules.ForwardInputs, At(SignatureParts.TypeOf(method.Parameters[1])), method.Name, type, model.Name,
                named, InputReader.Elements(inputs)));
            return new Reading(true, null);
        }

        (compilation, method) = GeneratedSignatures.Bind(compilation, model, method, cancellation);
        var prediction = Trace(training: false);
        var training = prediction.IsComplete && (method.Parameters.Any(IsTraining) || parts.Any(Inlining.IsRecord))
            ? Trace(training: true) : prediction;
        var spec = prediction.IsComplete && training.IsComplete
            ? new ForwardSpec(method.Name, prediction, training) { ForPrediction = string.Concat(method.Parameters.Skip(2).Select(p => IsNoise(p) ? $", global::{MetadataNames.Noise}.None" : ", false")) }
            : null;
        // The part that could be read may also have wrong shapes.
        if (spec is null && draft is not null)
            findings.AddRange(TypeInference.Check(draft, method.Name, prediction.IsComplete ? training : prediction));
        return new Reading(true, spec);

        Anchor At(SyntaxNode? syntax) =>
            syntax is null ? new Anchor(Place.Member, member) : new Anchor(Place.Expression, sites.Add(syntax));

        TensorTrace Trace(bool training) => new Evaluator(
            parts, inputs, compilation, draft is null ? null : new TypeInference(draft, method.Name), sites, findings, cancellation)
        {
            IsOfBlock = !RecordReader.IsModel(model),
            Outputs = outputs.Count,
        }.Run(method, training);
    }

    /// <summary>Returns what is wrong with a signature; null when it is right.</summary>
    private static SignatureFault? Fault(INamedTypeSymbol model, IMethodSymbol method, bool hasInputs, bool hasOutputs)
    {
        var types = method.Parameters.Select(p => p.Type).ToArray();
        if (types.Append(method.ReturnType).Any(t => t.TypeKind == TypeKind.Error)) return new("");
        if (!method.IsStatic) return new("is an instance method, but the gradient needs the model as an argument");
        if (method.Arity > 0) return new("is generic, but shapes are fixed at compile time", SignatureParts.TypeParameters(method));
        if (method.IsAsync) return new("is async, but a prediction is one value, computed from its arguments");
        if (method.Parameters.FirstOrDefault(p => p.RefKind != RefKind.None) is { } reference)
            return new("takes references, but a prediction is one value, computed from its arguments", SignatureParts.Of(reference));
        if (!hasOutputs && !IsTensor(method.ReturnType))
            return new($"returns '{method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}', not a Tensor", SignatureParts.Result(method));
        if (types.Length < 2) return new("does not take the model and a Tensor", SignatureParts.Parameters(method));
        if (!SymbolEqualityComparer.Default.Equals(types[0], model)) return new("does not take the model and a Tensor", SignatureParts.TypeOf(method.Parameters[0]));
        if (!hasInputs && !IsTensor(types[1]))
            return new(types[1].IsTupleType ? "takes several tensors, which [Input(\"Name\", …)] declares beside [Model]" : "does not take the model and a Tensor", SignatureParts.TypeOf(method.Parameters[1]));
        if (method.Parameters.Skip(2).FirstOrDefault(p => !IsTraining(p) && !IsNoise(p)) is { } other)
            return new($"has a parameter '{other.Name}' that is neither bool nor Noise", SignatureParts.TypeOf(other));
        foreach (var twice in new[] { method.Parameters.Where(IsTraining), method.Parameters.Where(IsNoise) })
            if (twice.Skip(1).FirstOrDefault() is { } second) return new("has the same parameter twice after the batch", SignatureParts.Of(second));
        return MethodBodies.IsMissing(method) ? new("has no body") : null;
    }

    /// <summary>Returns true when a parameter is a tuple of the inputs, or a record made of them.</summary>
    private static bool Takes(ITypeSymbol type, EquatableArray<InputSpec> inputs) => type is INamedTypeSymbol named && (named.IsTupleType
        ? named.TupleElements.Length == inputs.Count
            && named.TupleElements.Select((element, i) =>
                IsTensor(element.Type) && (!element.IsExplicitlyNamedTupleElement || element.Name == inputs[i].Name)).All(fits => fits)
        : named.IsRecord && named.InstanceConstructors.Any(made => RecordValues.Keeps(made) && made.Parameters.Length == inputs.Count
            && made.Parameters.Select((p, i) => IsTensor(p.Type) && p.Name == inputs[i].Name).All(fits => fits)));

    private static bool IsTraining(IParameterSymbol parameter) => parameter.Type.SpecialType == SpecialType.System_Boolean;

    private static bool IsNoise(IParameterSymbol parameter) => MetadataNames.Is(parameter.Type, MetadataNames.Noise);

    public static bool IsTensor(ITypeSymbol type) => MetadataNames.Is(type, MetadataNames.Tensor);
}
