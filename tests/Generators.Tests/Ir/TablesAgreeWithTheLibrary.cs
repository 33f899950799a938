using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering;

namespace ModelDsl.Generators.Tests.Ir;

public class TablesAgreeWithTheLibrary
{
    [Fact]
    public void Initializers_are_those_of_the_library_with_their_methods()
    {
        Assert.Equal(Enum.GetNames<Initializer>(), InitializerTable.All.Select(i => i.Name));
        foreach (var row in InitializerTable.All)
        {
            string[] first = row.Random ? ["shape", "seed", "parameter"] : ["shape"];
            var parameters = typeof(Initializers).GetMethod(row.Name)!.GetParameters();
            Assert.Equal([.. first, .. row.Options.Select(o => o.Name.ToLowerInvariant())],
                parameters.Select(p => p.Name!.ToLowerInvariant()));
            foreach (var option in parameters.Skip(first.Length))
            {
                var property = typeof(InitializeAttribute).GetProperties()
                    .Single(p => string.Equals(p.Name, option.Name, StringComparison.OrdinalIgnoreCase));
                if (row.Name != "RandomUniform") Assert.Equal(Convert.ToDouble(option.DefaultValue), Convert.ToDouble(property.GetValue(new InitializeAttribute("", default))));
            }
        }
        Assert.Equal(InitializerTable.Options.Order(),
            typeof(InitializeAttribute).GetProperties().Where(p => p.CanWrite).Select(p => p.Name).Order());
    }

    [Fact]
    public void Derivatives_are_those_of_the_library() => Assert.Equal(
        Enum.GetValues<Derivatives>().Select(d => (d.ToString(), (int)d)),
        Enum.GetValues<Specs.Derivatives>().Select(d => (d.ToString(), (int)d)));

    [Fact]
    public void Feature_attributes_are_those_of_the_library() => Assert.Equal(
        Subclasses(typeof(FeatureAttribute)), Frontend.Features.EncodingTable.All.Select(feature => feature.AttributeName).Order());

    [Fact]
    public void Activations_are_those_of_the_library_in_its_order_with_its_derivatives()
    {
        Assert.Equal(Enum.GetNames<ActivationKind>(), ActivationTable.All.Select(a => a.Name));
        foreach (var row in ActivationTable.Elementwise)
            Assert.Equal(Activations.DerivativeFromOutput(Enum.Parse<ActivationKind>(row.Name)), row.DerivativeFromOutput);
    }

    [Fact]
    public void Every_activation_can_be_written_in_an_attribute() => Assert.Equal(
        Enum.GetValues<ActivationKind>().Select(a => (a.ToString(), a)),
        typeof(Activation).GetFields().Where(f => f.IsLiteral).Select(f => (f.Name, (ActivationKind)f.GetRawConstantValue()!)));

    [Fact]
    public void Losses_are_those_of_the_library()
    {
        Assert.Equal(Enum.GetNames<Reduction>(), LossTable.Reductions);
        Assert.Equal(Enum.GetNames<LossKind>().Where(name => name != nameof(LossKind.Several)), LossTable.All.Select(l => l.Name));
        Assert.Equal(Subclasses(typeof(LossAttribute)), LossTable.All.Select(l => l.AttributeName).Order());
        Assert.Equal(
            Subclasses(typeof(LossAttribute)).Where(name => typeof(LossAttribute).Assembly.GetType(name)!.GetProperty("LabelSmoothing") is not null),
            LossTable.All.Where(l => l.SmoothedTowards is not null).Select(l => l.AttributeName).Order());
        foreach (var loss in LossTable.All)
        {
            var attribute = Activator.CreateInstance(typeof(LossAttribute).Assembly.GetType(loss.AttributeName)!, loss.Name == "CustomLoss" ? ["F"] : [])!;
            var numbers = attribute.GetType().GetProperties().Where(p => p.PropertyType == typeof(double) && p.Name is not ("LabelSmoothing" or "Weight"));
            Assert.Equal(numbers.Select(p => (p.Name, (double)p.GetValue(attribute)!)).Order(),
                loss.Options.Select(o => (o.Name, o.Default)).Order());
            Assert.All(loss.Options, option => Assert.NotNull(typeof(Specs.LossSpec).GetProperty(option.Name)));
            Assert.All(loss.Options, option => Assert.True(
                option.Fits(option.Default) && !option.Fits(double.NaN) && !option.Fits(-1) && !option.Fits(double.PositiveInfinity)));
        }
    }

    /// <summary>Each option exists on [Activation] under its name, and each activation that has options is computed with them.</summary>
    [Fact]
    public void Options_of_activations_are_those_of_the_library()
    {
        var properties = typeof(ActivationAttribute).GetProperties()
            .Where(p => p.DeclaringType == typeof(ActivationAttribute) && p.PropertyType == typeof(double)).Select(p => p.Name);
        Assert.Equal(ActivationOption.Names, properties);
        Assert.Equal(ActivationOption.Names.Order(), ActivationTable.All.SelectMany(a => a.Options).Select(o => o.Name).Distinct().Order());
        // Numbers change the function of every row that has options, and of no other row.
        foreach (var row in ActivationTable.Elementwise)
            Assert.Equal(row.Options.Length > 0, row.Function(new ActivationNumbers(0.3, 7, 0.6)) != row.Function());
    }

    [Fact]
    public void Layers_are_those_of_the_library()
    {
        Assert.Equal(Subclasses(typeof(LayerAttribute)), LayerTable.All.Select(l => l.AttributeName).Order());
        // Layers of another layer are read with that layer (WrapperReader).
        string[] wrappers = [typeof(Bidirectional<>).FullName!, typeof(TimeDistributed<>).FullName!];
        Assert.Equal(Subclasses(typeof(Layer)), LayerTable.All.Select(l => l.LayerName).Concat(wrappers).Order());
        foreach (var layer in LayerTable.All)
        {
            var tensors = typeof(Layer).Assembly.GetType(layer.LayerName)!.GetConstructors().Single().GetParameters();
            Assert.Equal(tensors.Select(t => t.Name), layer.Tensors);
            Assert.All(tensors, t => Assert.Equal(typeof(Tensor), t.ParameterType));
        }
    }

    private static IEnumerable<string> Subclasses(Type type) =>
        type.Assembly.GetTypes().Where(t => t.IsSubclassOf(type) && !t.IsAbstract).Select(t => t.FullName!).Order();
}
