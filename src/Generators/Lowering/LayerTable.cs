using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering;

/// <summary>
/// Every kind of layer. A new kind needs a row here, its spec and definition in Layers, and its attribute and record in src/Dsl/Layers.
/// </summary>
internal static class LayerTable
{
    /// <summary>The layer that examples show.</summary>
    public static readonly LayerDefinition Dense = new DenseLayer();

    public static readonly IReadOnlyList<LayerDefinition> All =
    [
        new FlattenLayer(), Dense, new DropoutLayer(), new ActivationLayer(), new ReshapeLayer(),
        new ReLULayer(), new LeakyReLULayer(), new ELULayer(), new SoftmaxLayer(), new PReLULayer(),
        new Conv2DLayer(), new Conv1DLayer(), new DepthwiseConv2DLayer(), new SeparableConv2DLayer(), new Conv2DTransposeLayer(),
        new DepthwiseConv1DLayer(), new SeparableConv1DLayer(), new Conv1DTransposeLayer(),
        new MaxPooling1DLayer(), new AveragePooling1DLayer(), new GlobalMaxPooling1DLayer(), new GlobalAveragePooling1DLayer(),
        new ZeroPadding1DLayer(), new Cropping1DLayer(), new UpSampling1DLayer(), new RepeatVectorLayer(),
        new ZeroPadding2DLayer(), new Cropping2DLayer(), new UpSampling2DLayer(), new PermuteLayer(),
        new MaxPooling2DLayer(), new AveragePooling2DLayer(), new GlobalMaxPooling2DLayer(), new GlobalAveragePooling2DLayer(),
        new BatchNormalizationLayer(), new LayerNormalizationLayer(), new GroupNormalizationLayer(), new RMSNormalizationLayer(),
        new SpatialDropout1DLayer(), new SpatialDropout2DLayer(), new GaussianNoiseLayer(), new GaussianDropoutLayer(),
        new RescalingLayer(), new NormalizationLayer(), new CategoryEncodingLayer(), new DiscretizationLayer(),
        new EmbeddingLayer(), new SimpleRnnLayer(), new LstmLayer(), new GruLayer(), new MultiHeadAttentionLayer(), new WeightLayer(),
        new MaskingLayer(),
        new ResizingLayer(), new CenterCropLayer(), new RandomCropLayer(), new RandomFlipLayer(), new RandomBrightnessLayer(),
        new RandomContrastLayer(), new RandomTranslationLayer(), new RandomZoomLayer(), new RandomRotationLayer(),
    ];

    private static readonly Dictionary<string, LayerDefinition> ByAttributes = All.ToDictionary(layer => layer.Name + "Attribute");

    public static LayerDefinition Of(LayerSpec spec) => All.First(layer => layer.Owns(spec));

    /// <param name="attribute">The attribute's name within our namespace.</param>
    public static LayerDefinition? ByAttribute(string attribute) => ByAttributes.TryGetValue(attribute, out var layer) ? layer : null;

    /// <param name="type">The layer's name within our namespace.</param>
    public static LayerDefinition? ByType(string type) => All.FirstOrDefault(layer => layer.Name == type);
}
