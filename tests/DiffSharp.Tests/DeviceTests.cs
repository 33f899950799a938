using LanguageExt.Common;
using ModelDsl.EndToEnd.Tests;
using ModelDsl.Engines;

namespace ModelDsl.DiffSharp.Tests;

public sealed class DeviceTests
{
    [Fact]
    public void Engines_are_singletons_with_names()
    {
        Assert.Same(DiffSharpEngine.Cuda(1), DiffSharpEngine.Cuda(1));
        Assert.Equal(
            ("diffsharp", "diffsharp:reference", "diffsharp:cuda:1"),
            (DiffSharpEngine.Cpu.Name, DiffSharpEngine.Reference.Name, DiffSharpEngine.Cuda(1).Name));
        Assert.Throws<ArgumentOutOfRangeException>(() => DiffSharpEngine.Cuda(-1));
    }

    [Theory]
    [InlineData("diffsharp", "diffsharp"), InlineData("diffsharp:reference", "diffsharp:reference")]
    [InlineData("diffsharp:cuda", "diffsharp:cuda:0"), InlineData("diffsharp:cuda:2", "diffsharp:cuda:2")]
    public void Engines_are_found_by_name(string typed, string name) => Assert.Equal(name, DiffSharpEngine.Named(typed).ThrowIfFail().Name);

    [Theory]
    [InlineData("cuda"), InlineData("diffsharp:cuda:-1"), InlineData("diffsharp:cuda:x"), InlineData("diffsharp:torch"), InlineData("")]
    public void Of_other_names_it_says_which_there_are(string typed) =>
        Assert.Contains("diffsharp:cuda:0", ((Error)DiffSharpEngine.Named(typed).Case).Message);

    [Fact]
    public void The_Reference_backend_needs_nothing() => Assert.True(DiffSharpEngine.Available(DiffSharpEngine.Reference).IsSucc);

    [Fact]
    public void Of_a_backend_that_is_not_there_every_call_says_so()
    {
        var missing = new DiffTensorEngine(Backend.NewOther("Nowhere", 7), Device.CPU, Dtype.Float32, "nowhere");
        var reason = ((Error)missing.Availability.Case).Message;
        Assert.Contains("DiffSharp.Backends.Nowhere", reason);
        Assert.Contains("DiffSharp-cpu 1.0.7", reason);
        Assert.DoesNotContain('\n', reason);
        var model = SmallNetwork.Initialize(seed: 1);
        var fit = Assert.IsType<InvalidFit>(model.Fit(SmallData.Of(60), new FitOptions { Engine = missing }).Case);
        Assert.Contains(reason.TrimEnd('.'), fit.Message);
        Assert.Equal(reason, Assert.Throws<DeviceException>(() => model.To(missing)).Message);
    }

    [Fact]
    public void Of_a_GPU_that_is_not_there_it_says_what_is_missing()
    {
        var missing = new DiffTensorEngine(Backend.Reference, Device.GPU, Dtype.Float32, "gpu");
        Assert.Contains("DiffSharp-cuda 1.0.7", ((Error)missing.Availability.Case).Message);
    }

    [Fact]
    public void An_engine_of_another_package_is_refused() => Assert.Throws<ArgumentException>(() => DiffSharpEngine.Available(Engine.Cpu));

    /// <summary>
    /// The device, type and backend of new tensors are named explicitly, so a program's own DiffSharp settings have no effect.
    /// </summary>
    [Fact]
    public void What_DiffSharp_is_configured_to_does_not_matter_and_does_not_change()
    {
        var before = DSharp.config();
        DSharp.config(null, Microsoft.FSharp.Core.FSharpOption<Dtype>.Some(Dtype.Float64), null, null);
        try
        {
            var data = SmallData.Of(24);
            var model = SmallNetwork.Initialize(seed: 3);
            var options = new FitOptions { BatchSize = 12, Optimizer = new Adam() };
            var expected = model.Fit(data, options).ThrowIfFail().Model;
            Numbers.Close(Numbers.Of(expected),
                Numbers.Of(model.Fit(data, options with { Engine = DiffSharpEngine.Reference }).ThrowIfFail().Model), 1e-4);
            Assert.Equal(Dtype.Float64, DSharp.config().Item2);
        }
        finally
        {
            DSharp.config(before.Item1, before.Item2, before.Item3, before.Item4);
        }
    }
}
