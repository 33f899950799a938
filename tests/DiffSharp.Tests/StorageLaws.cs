using FsCheck;
using FsCheck.Fluent;
using ModelDsl.DiffSharp.Tests.Oracle;
using ModelDsl.Engines;

namespace ModelDsl.DiffSharp.Tests;

public sealed class StorageLaws
{
    /// <summary>The storage behaves like an array, whatever parts are written and read, in any order.</summary>
    [Fact]
    public void A_storage_of_immutable_tensors_is_an_array()
    {
        const int Length = 24;
        var part = from start in Gen.Choose(0, Length - 1) from count in Gen.Choose(1, Length - start) select (start, count);
        var steps = from p in part from isWrite in Gen.Elements(true, false) select (p.start, p.count, isWrite);
        Prop.ForAll(steps.ListOf().ToArbitrary(), list =>
        {
            var (storage, array, next) = (new DiffStorage(Reverse.Constant(new double[Length], 4, 6)), new double[Length], 1.0);
            foreach (var (start, count, isWrite) in list)
            {
                if (isWrite)
                {
                    var numbers = Enumerable.Range(0, count).Select(_ => next++).ToArray();
                    numbers.CopyTo(array, start);
                    storage.Write(start, Reverse.Constant(numbers, 1, count));
                }
                Assert.Equal(array[start..(start + count)], storage.Read(start, count).Values());
            }
            Assert.Equal(array, storage.Read(0, Length).Values());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void What_was_written_is_read_without_a_copy()
    {
        var storage = new DiffStorage(Reverse.Constant(new double[10], 10));
        var (first, second) = (Reverse.Constant([1, 2, 3, 4], 2, 2), Reverse.Constant([5, 6, 7, 8, 9, 10], 6));
        storage.Write(0, first);
        storage.Write(4, second);
        Assert.Same(first, storage.Read(0, 4));
        Assert.Same(second, storage.Read(4, 6));
        Assert.Equal([3.0, 4, 5], storage.Read(2, 3).Values());
        Assert.Same(first, storage.Read(0, 4));
    }

    [Fact]
    public void A_view_sees_what_another_writes()
    {
        var engine = DiffSharpEngine.Reference;
        var all = engine.Allocate(ElementType.Float, [6]);
        var (left, right) = (engine.View(all, 0, [2, 2]), engine.View(all, 2, [4]));
        engine.Fill(1.0, left);
        Assert.Equal([1f, 1, 0, 0], Read(engine, right));
        engine.Fill(2.0, right);
        Assert.Equal([1f, 1, 2, 2], Read(engine, left));
        engine.Scale(left, 3.0, left);
        Assert.Equal([3f, 3, 6, 6, 2, 2], Read(engine, all));
    }

    [Fact]
    public void The_end_of_a_region_lets_its_tensors_go()
    {
        var engine = DiffSharpEngine.Reference;
        var outside = engine.Allocate(ElementType.Float, [3]);
        TensorBuffer inside;
        using (var region = engine.NewRegion())
        {
            using (region.Enter())
            {
                inside = engine.Allocate(ElementType.Float, [3]);
                using var inner = engine.NewRegion();
                using (inner.Enter()) engine.Allocate(ElementType.Float, [3]);
            }
            Assert.Equal([0f, 0, 0], Read(engine, inside));
        }
        Assert.ThrowsAny<ObjectDisposedException>(() => Read(engine, inside));
        Assert.Equal([0f, 0, 0], Read(engine, outside));
    }

    private static float[] Read(ITensorEngine engine, TensorBuffer buffer)
    {
        var numbers = new float[buffer.Count];
        engine.Read(buffer, numbers);
        return numbers;
    }
}
