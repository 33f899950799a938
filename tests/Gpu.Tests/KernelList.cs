using System.Reflection;
using ModelDsl.Engines;

namespace ModelDsl.Gpu.Tests;

/// <summary>
/// Every kernel of the engine by name: those that it declares, and the elementwise ones of ModelDsl for each choice of their types.
/// </summary>
internal static class KernelList
{
    private static readonly Type[] Types =
        [.. new[] { typeof(ITensorEngine).Assembly, typeof(GpuEngine).Assembly }.SelectMany(assembly => assembly.GetTypes())];

    /// <summary>The kernels.</summary>
    public static IReadOnlyDictionary<string, MethodInfo> All { get; } = Find();

    private static Dictionary<string, MethodInfo> Find()
    {
        var owners = Types.Where(type => type.Assembly == typeof(GpuEngine).Assembly && !type.ContainsGenericParameters)
            .Concat(Implementations(typeof(IKernel)).SelectMany(Closed).Select(kernel => typeof(MapKernel<>).MakeGenericType(kernel)))
            .Concat(Implementations(typeof(IActivation)).Where(type => !type.ContainsGenericParameters).SelectMany(Recurrent))
            .Concat(Convolutions())
            .Concat(Epilogues().SelectMany(Products));
        var kernels = from owner in owners
                      from field in owner.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                      where typeof(IGpuKernel).IsAssignableFrom(field.FieldType)
                      select (Name: $"{Name(owner)}.{field.Name}", ((IGpuKernel)field.GetValue(null)!).Method);
        return kernels.ToDictionary(kernel => kernel.Name, kernel => kernel.Method);
    }

    /// <summary>Returns the recurrent kernels with one activation for all gates: from its output, and from its input.</summary>
    private static IEnumerable<Type> Recurrent(Type activation) =>
        from gate in new[] { typeof(GateOfOutput<>), typeof(GateOfInput<>) }
        let closed = gate.MakeGenericType(activation)
        select typeof(RecurrentKernels<,>).MakeGenericType(closed, closed);

    /// <summary>Returns the convolutions with the activations that they compute themselves.</summary>
    private static IEnumerable<Type> Convolutions() =>
        from convolution in Implementations(typeof(IConvolution))
        from tile in Implementations(typeof(IConvolutionTile))
        from activation in Types
        where activation == typeof(Identity) || (activation.Name == nameof(ActivationKind.Relu) && convolution == typeof(Forward))
        select typeof(ConvolutionKernels<,,>).MakeGenericType(convolution, tile, activation);

    /// <summary>Returns the products' kernels with one epilogue.</summary>
    private static IEnumerable<Type> Products(Type epilogue) =>
        Implementations(typeof(IProductTile)).Select(tile => typeof(ProductKernels<,>).MakeGenericType(tile, epilogue))
            .Concat(Implementations(typeof(IMatrixUnit)).Select(unit => typeof(TensorCoreProducts<,>).MakeGenericType(unit, epilogue)))
            .Append(typeof(ProductParts<>).MakeGenericType(epilogue));

    /// <summary>Returns the epilogues: without an activation, and with each one that products apply.</summary>
    private static IEnumerable<Type> Epilogues()
    {
        var fused = new FusedTypes([]);
        foreach (var activation in Enum.GetValues<ActivationKind>().Where(IlgpuEngine.Fuses)) Activations.Visit(activation, ref fused);
        return [typeof(LinearEpilogue), .. fused.Found];
    }

    private static IEnumerable<Type> Implementations(Type contract) =>
        Types.Where(type => type.IsValueType && contract.IsAssignableFrom(type));

    /// <summary>Returns a type with each choice of its type arguments.</summary>
    private static IEnumerable<Type> Closed(Type type) => !type.ContainsGenericParameters
        ? [type]
        : type.GetGenericArguments()
            .Aggregate<Type, IEnumerable<Type[]>>([[]], (chosen, parameter) =>
                from before in chosen
                from choice in Types
                where choice.IsValueType && !choice.ContainsGenericParameters
                where parameter.GetGenericParameterConstraints().Where(c => c.IsInterface).All(c => c.IsAssignableFrom(choice))
                select (Type[])[.. before, choice])
            .Select(choices => type.MakeGenericType(choices));

    private static string Name(Type type)
    {
        var arguments = type.GetGenericArguments();
        var own = type.IsNested ? $"{type.DeclaringType!.Name}.{type.Name}" : type.Name;
        return arguments.Length == 0 ? own : $"{own.Split('`')[0]}<{string.Join(", ", arguments.Select(Name))}>";
    }

    private readonly record struct FusedTypes(List<Type> Found) : IActivationVisitor
    {
        public void Visit<TActivation>() where TActivation : struct, IActivation =>
            Found.AddRange([typeof(ActivationEpilogue<TActivation>), typeof(SlopeEpilogue<TActivation>)]);
    }
}
