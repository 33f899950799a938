using System.Reflection;
using ModelDsl.Engines;
using static ModelDsl.Laws.WrongTensors;

namespace ModelDsl.Laws;

/// <summary>
/// Law of the checks: no call succeeds for any model of this project, any of its tensors, and any fault in it. No call crashes, and each
/// error names the tensor.
/// </summary>
/// <param name="engines">The engines that hold the models.</param>
public abstract class WrongTensorLaws(params ITensorEngine[] engines) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("modeldsl-");

    [Fact]
    public void No_call_succeeds_with_a_wrong_tensor_and_each_names_it()
    {
        var models = Models().ToArray();
        var law = typeof(WrongTensorLaws).GetMethod(nameof(NoCallSucceeds), BindingFlags.NonPublic | BindingFlags.Instance)!;
        var (random, tried) = (new Random(17), 0);
        foreach (var wrong in Enum.GetValues<Wrong>())
        {
            foreach (var engine in engines)
            {
                foreach (var model in models.OrderBy(_ => random.Next()).Take(wrong == Wrong.Unused ? models.Length : 12))
                    tried += (int)law.MakeGenericMethod(model).Invoke(this, BindingFlags.DoNotWrapExceptions, null,
                        [wrong, random.Next(1000), engine], null)!;
            }
        }
        Assert.True(tried > 10 * engines.Length, $"Only {tried} wrong models were tried.");
    }

    /// <summary>The same calls succeed on the models without a fault, so that the law above proves something.</summary>
    [Fact]
    public void Right_models_pass()
    {
        var law = typeof(WrongTensorLaws).GetMethod(nameof(RightPasses), BindingFlags.NonPublic | BindingFlags.Static)!;
        foreach (var model in Models()) law.MakeGenericMethod(model).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [engines], null);
    }

    private int NoCallSucceeds<T>(Wrong wrong, int parameter, ITensorEngine engine) where T : class, IModel<T>
    {
        var right = T.Initialize(1).To(engine);
        if (Spoil(right, wrong, parameter, engine) is not var (model, named)) return 0;
        foreach (var (call, fault) in Calls(model, right, engine, folder.FullName))
        {
            // The call To exists for tensors on several engines.
            if (wrong == Wrong.OtherEngine && call == "To") continue;
            Assert.True(fault?.Contains(named, StringComparison.Ordinal) ?? false, $"{typeof(T).Name}, {wrong} {named}, {engine.Name}: {call} says \"{fault ?? "all is well"}\".");
        }
        return 1;
    }

    private static void RightPasses<T>(ITensorEngine[] engines) where T : class, IModel<T>
    {
        foreach (var engine in engines)
        {
            var model = Adapted(T.Initialize(1)).To(engine);
            Assert.True(model.Predict(Samples<T>()).IsSucc);
            Assert.Equal(model.Parameters.Map(p => p.Shape), (model + model).Parameters.Map(p => p.Shape));
        }
    }

    /// <summary>Returns the model as after <c>Adapt</c>: its layers have counted data.</summary>
    private static T Adapted<T>(T model) where T : class, IModel<T> => model.WithParameters(model.Parameters.Zip(T.Description.Parameters)
        .Map(p => p.Item2.Name.EndsWith(".Count", StringComparison.Ordinal) ? Tensor.Create([1], [1f]) : p.Item1).ToSeq().Strict()).ThrowIfFail();

    private IEnumerable<Type> Models() => GetType().Assembly.GetTypes().Where(type =>
        type is { IsAbstract: false, IsGenericTypeDefinition: false } && type.GetInterfaces().Any(i =>
            i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IModel<>) && i.GenericTypeArguments[0] == type));

    public void Dispose()
    {
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
