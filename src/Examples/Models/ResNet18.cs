// ResNet18 is ResNet18.onnx (opset 8, by CNTK 2.6) as a model of ModelDsl.
// Its weights: ResNet18.Load("ResNet18.safetensors").
// The file was written for a batch of 1. The model takes batches of any size.
// The file names no loss. This one fits the last activation: choose your own before you train.

namespace ModelDsl.Examples;

/// <summary><c>Input247 [N, 3, 224, 224] → Pooling395_Output_0 [N, 512, 1, 1]</c></summary>
[Model(3, 224, 224), MeanSquaredError]
public sealed partial record ResNet18(
    [Conv2D(64, 7, Strides = 2, Pads = [3, 2, 3, 2], UseBias = false)] Conv2D Conv1,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm1,
    [MaxPooling2D(3, Strides = 2, Pads = [1, 0, 1, 0])] MaxPooling2D MaxPool,
    [Conv2D(64, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv2,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm2,
    [Conv2D(64, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv3,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm3,
    [Conv2D(64, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv4,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm4,
    [Conv2D(64, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv5,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm5,
    [Conv2D(128, 1, Strides = 2, UseBias = false)] Conv2D Conv6,
    [Conv2D(128, 3, Strides = 2, Pads = [1, 0, 1, 0], UseBias = false)] Conv2D Conv7,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm6,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm7,
    [Conv2D(128, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv8,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm8,
    [Conv2D(128, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv9,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm9,
    [Conv2D(128, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv10,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm10,
    [Conv2D(256, 1, Strides = 2, UseBias = false)] Conv2D Conv11,
    [Conv2D(256, 3, Strides = 2, Pads = [1, 0, 1, 0], UseBias = false)] Conv2D Conv12,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm11,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm12,
    [Conv2D(256, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv13,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm13,
    [Conv2D(256, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv14,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm14,
    [Conv2D(256, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv15,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm15,
    [Conv2D(512, 1, Strides = 2, UseBias = false)] Conv2D Conv16,
    [Conv2D(512, 3, Strides = 2, Pads = [1, 0, 1, 0], UseBias = false)] Conv2D Conv17,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm16,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm17,
    [Conv2D(512, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv18,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm18,
    [Conv2D(512, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv19,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm19,
    [Conv2D(512, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv20,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm20,
    [Conv2D(512, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv21,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm21,
    [Conv2D(512, 3, Padding = Padding.Same, UseBias = false)] Conv2D Conv22,
    [BatchNormalization(Momentum = 0.9883497, Epsilon = 1e-5)] BatchNormalization Norm22,
    [GlobalAveragePooling2D] GlobalAveragePooling2D GlobalAverage)
{
    [Forward]
    static Tensor Run(ResNet18 m, Tensor x)
    {
        var h = x.Transpose(0, 2, 3, 1) | m.Conv1 | m.Norm1 | Relu | m.MaxPool;
        h = h + (h | m.Conv2 | m.Norm2 | Relu | m.Conv3 | m.Norm3) | Relu;
        h = h + (h | m.Conv4 | m.Norm4 | Relu | m.Conv5 | m.Norm5) | Relu;
        h = (h | m.Conv7 | m.Norm7 | Relu | m.Conv8 | m.Norm8) + (h | m.Conv6 | m.Norm6) | Relu;
        h = h + (h | m.Conv9 | m.Norm9 | Relu | m.Conv10 | m.Norm10) | Relu;
        h = (h | m.Conv12 | m.Norm12 | Relu | m.Conv13 | m.Norm13) + (h | m.Conv11 | m.Norm11) | Relu;
        h = h + (h | m.Conv14 | m.Norm14 | Relu | m.Conv15 | m.Norm15) | Relu;
        h = (h | m.Conv17 | m.Norm17 | Relu | m.Conv18 | m.Norm18) + (h | m.Conv16 | m.Norm16) | Relu;
        h = h + (h | m.Conv19 | m.Norm19 | Relu | m.Conv20 | m.Norm20) | Relu;
        return (h + (h | m.Conv21 | m.Norm21 | Relu | m.Conv22 | m.Norm22) | Relu | m.GlobalAverage).Reshape(-1, 512, 1, 1);
    }
}
