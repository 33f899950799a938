#if MLNET
using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
#endif

namespace Benchmarks.Peers;

/// <summary>
/// ML.NET in a service: a pool of prediction engines, as <c>PredictionEnginePool</c> of Microsoft.Extensions.ML has inside. ML.NET has no
/// such network of its own: it runs the file of ONNX by its transformer.
/// </summary>
public static class MlNetEngines
{
#if MLNET
    private const string Name = "ML.NET, pool of engines";

    /// <summary>How the side works.</summary>
    public static IReadOnlyList<string> Notes =>
        [$"{Name}: PredictionEngine objects in an ObjectPool, as PredictionEnginePool has inside; they run the network by ONNX Runtime"];

    /// <summary>The side, from the bytes of a model file to the function that predicts one image.</summary>
    public static IReadOnlyList<(string Name, Func<byte[], Func<float[], float[]>> Open)> Sides => [(Name, Pool)];

    private static Func<float[], float[]> Pool(byte[] onnx)
    {
        var ml = new MLContext();
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, onnx);
            var model = ml.Transforms
                .ApplyOnnxModel(new OnnxOptions
                {
                    ModelFile = file,
                    InputColumns = [OnnxModel.Input],
                    OutputColumns = [OnnxModel.Output],
                    IntraOpNumThreads = 1,
                    InterOpNumThreads = 1,
                })
                .Fit(ml.Data.LoadFromEnumerable<Image>([]));
            var pool = new DefaultObjectPool<PredictionEngine<Image, Answer>>(new Engines(ml, model));
            return image =>
            {
                var engine = pool.Get();
                try
                {
                    return engine.Predict(new Image { Pixels = image }).Probabilities;
                }
                finally
                {
                    pool.Return(engine);
                }
            };
        }
        finally
        {
            File.Delete(file);
        }
    }

    private sealed class Engines(MLContext ml, ITransformer model) : PooledObjectPolicy<PredictionEngine<Image, Answer>>
    {
        public override PredictionEngine<Image, Answer> Create() => ml.Model.CreatePredictionEngine<Image, Answer>(model);

        public override bool Return(PredictionEngine<Image, Answer> obj) => true;
    }

    private sealed class Image
    {
        [VectorType(SampleBytes.ImageSize), ColumnName(OnnxModel.Input)]
        public float[] Pixels { get; set; } = [];
    }

    private sealed class Answer
    {
        [VectorType(10), ColumnName(OnnxModel.Output)]
        public float[] Probabilities { get; set; } = [];
    }
#else
    /// <summary>Why ML.NET is missing.</summary>
    public static IReadOnlyList<string> Notes => ["ML.NET is left out: its package is restored by bench.sh."];

    /// <summary>No side.</summary>
    public static IReadOnlyList<(string Name, Func<byte[], Func<float[], float[]>> Open)> Sides => [];
#endif
}
