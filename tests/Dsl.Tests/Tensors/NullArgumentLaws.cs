using System.Reflection;
using ModelDsl.Tests.Training;

namespace ModelDsl.Tests.Tensors;

/// <summary>A null argument is an <see cref="ArgumentNullException"/> with the argument's name, in every function.</summary>
public class NullArgumentLaws
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The functions and operators of tensors and data sets.</summary>
    private static IEnumerable<MethodInfo> Called => typeof(Functions).GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Concat(typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(method => !method.IsGenericMethod && !method.GetParameters().Any(p => p.ParameterType.IsByRefLike));

    public static TheoryData<string, string> Arguments
    {
        get
        {
            var arguments = new TheoryData<string, string>();
            foreach (var method in Called)
                foreach (var parameter in method.GetParameters())
                    if (!parameter.ParameterType.IsValueType && Nullability.Create(parameter).ReadState == NullabilityState.NotNull)
                        arguments.Add(method.ToString()!, parameter.Name!);
            return arguments;
        }
    }

    [Theory, MemberData(nameof(Arguments))]
    public void A_null_is_told_by_its_name(string signature, string argument)
    {
        var method = Called.Single(m => m.ToString() == signature);
        object?[] Given(string? none) => [.. method.GetParameters().Select(p => p.Name == none ? null : Right(p.ParameterType))];
        var target = method.IsStatic ? null : Right(typeof(Tensor));
        var thrown = Assert.Throws<TargetInvocationException>(() => method.Invoke(target, Given(argument))).InnerException;
        Assert.Equal(argument, Assert.IsType<ArgumentNullException>(thrown).ParamName);
    }

    [Fact]
    public void A_tensor_that_is_null_among_several_is_told()
    {
        var x = Tensor.Zeros([2, 2]);
        foreach (var tensors in (Tensor[][])[[null!], [null!, x], [x, null!]])
            Assert.Equal("tensors", Assert.ThrowsAny<ArgumentException>(() => Functions.Concat(tensors)).ParamName);
    }

    private static object Right(Type type) =>
        type == typeof(Tensor) ? Tensor.Zeros([2, 2])
        : type == typeof(Tensor[]) ? new[] { Tensor.Zeros([2, 2]), Tensor.Zeros([2, 2]) }
        : type == typeof(Dataset) ? ToyData.Clouds(6)
        : type == typeof(Standardization) ? Standardization.Fit(ToyData.Clouds(6))
        : type == typeof(string) ? "a"
        : type == typeof(string[]) || type == typeof(IEnumerable<string>) ? new[] { "a", "b" }
        : type == typeof(int[]) || type == typeof(IReadOnlyList<int>) ? new[] { 0, 1 }
        : type == typeof(float[]) ? new float[6]
        : type == typeof(Slice[]) ? new Slice[] { .. }
        : type == typeof(Shape) ? Shape.Create(2, 2)
        : type == typeof(ModelDsl.Engines.ITensorEngine) ? Engine.Cpu
        : type == typeof(Func<float, float>) ? (Func<float, float>)(x => x)
        : type == typeof(Func<float, float, float>) ? (Func<float, float, float>)((x, y) => x + y)
        : type == typeof(Func<float, float, float, float>) ? (Func<float, float, float, float>)((x, y, z) => x + y + z)
        : type == typeof(Func<float, float, float, float, float>) ? (Func<float, float, float, float, float>)((x, y, z, w) => x + y + z + w)
        : type.IsValueType ? Activator.CreateInstance(type)!
        : throw new NotSupportedException($"An argument of type {type} needs a value here.");
}
