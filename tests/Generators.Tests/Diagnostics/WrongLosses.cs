namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL040 to MDSL048, MDSL065 to MDSL067: agreement between the loss and the layers before it.</summary>
public static class WrongLosses
{
    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "no loss",
            "[Model(4)] public partial record {|MDSL040:Net|}([Dense(1)] Dense A);",
            "Model 'Net' has no loss, so it can't be trained: add one beside [Model], such as [SparseCategoricalCrossentropy] for class labels or [MeanSquaredError] for numbers"
        },
        {
            "two losses in one list",
            "[Model(4), MeanSquaredError, {|MDSL041:BinaryCrossentropy|}] public partial record Net([Dense(1)] Dense A);",
            "Model 'Net' has the losses [MeanSquaredError], [BinaryCrossentropy]: keep one, or give each an output of its own with a [Forward] method that returns several"
        },
        {
            "two losses on two parts",
            """
            [Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A);
            // file
            [{|MDSL041:CategoricalCrossentropy(LabelSmoothing = 0.1)|}] public partial record Net;
            """,
            "Model 'Net' has the losses [MeanSquaredError], [CategoricalCrossentropy]: keep one, or give each an output of its own with a [Forward] method that returns several"
        },
        {
            "softmax before binary cross-entropy",
            "[Model(4), BinaryCrossentropy] public partial record Net([Dense(10, {|MDSL042:Activation.Softmax|})] Dense A);",
            "Layer 'A' ends the model with softmax, but BinaryCrossentropy expects sigmoid or logits before it: use Activation.Sigmoid, or [SparseCategoricalCrossentropy] as the loss"
        },
        {
            "sigmoid before sparse cross-entropy, named",
            "[Model(4), SparseCategoricalCrossentropy] public partial record Net([Dense(activation: {|MDSL042:Activation.Sigmoid|}, units: 10)] Dense A);",
            "Layer 'A' ends the model with sigmoid, but SparseCategoricalCrossentropy expects softmax or logits before it: use Activation.Softmax, or [BinaryCrossentropy] as the loss"
        },
        {
            "sigmoid before categorical cross-entropy, as a layer",
            "[Model(4), CategoricalCrossentropy] public partial record Net([Dense(10)] Dense A, [Activation({|MDSL042:ActivationKind.Sigmoid|})] Activation B);",
            "Layer 'B' ends the model with sigmoid, but CategoricalCrossentropy expects softmax or logits before it: use Activation.Softmax, or [BinaryCrossentropy] as the loss"
        },
        {
            "softmax before binary cross-entropy, with a linear layer between",
            "[Model(4), BinaryCrossentropy] public partial record Net([Dense(10, {|MDSL042:Activation.Softmax|})] Dense A, [Activation(Activation.Linear)] Activation B);",
            "Layer 'A' ends the model with softmax, but BinaryCrossentropy expects sigmoid or logits before it: use Activation.Sigmoid, or [SparseCategoricalCrossentropy] as the loss"
        },
        {
            "softmax before binary cross-entropy, with dropout between: the activation is what is wrong",
            "[Model(4), BinaryCrossentropy] public partial record Net([Dense(10, {|MDSL042:Activation.Softmax|})] Dense A, [Dropout(0.5)] Dropout B);",
            "Layer 'A' ends the model with softmax, but BinaryCrossentropy expects sigmoid or logits before it: use Activation.Sigmoid, or [SparseCategoricalCrossentropy] as the loss"
        },
        {
            "dropout after softmax",
            "[Model(4), SparseCategoricalCrossentropy] public partial record Net([Dense(10, Activation.Softmax)] Dense A, [{|MDSL043:Dropout(0.5)|}] Dropout B);",
            "Layer 'B' changes the probabilities that layer 'A' makes with softmax, before SparseCategoricalCrossentropy reads them: put it before 'A'"
        },
        {
            "dropout after sigmoid",
            "[Model(4), BinaryCrossentropy] public partial record Net([Dense(1)] Dense A, [Activation(Activation.Sigmoid)] Activation B, [{|MDSL043:Dropout(0.5)|}] Dropout C);",
            "Layer 'C' changes the probabilities that layer 'B' makes with sigmoid, before BinaryCrossentropy reads them: put it before 'B'"
        },
        {
            "flatten after softmax over rows",
            "[Model(28, 28), CategoricalCrossentropy] public partial record Net([Dense(10, Activation.Softmax)] Dense A, [{|MDSL043:Flatten|}] Flatten B);",
            "Layer 'B' changes the probabilities that layer 'A' makes with softmax, before CategoricalCrossentropy reads them: put it before 'A'"
        },
        {
            "dropout after softmax over rows: one mistake at a time",
            "[Model(28, 28), CategoricalCrossentropy] public partial record Net([Dense(10, Activation.Softmax)] Dense A, [{|MDSL043:Dropout(0.5)|}] Dropout B);",
            "Layer 'B' changes the probabilities that layer 'A' makes with softmax, before CategoricalCrossentropy reads them: put it before 'A'"
        },
        {
            "labels with a class dimension for a sparse loss",
            "[Model(4), SparseCategoricalCrossentropy(Labels = {|MDSL044:new[] { 10 }|})] public partial record Net([Dense(10, Activation.Softmax)] Dense A);",
            "Labels are declared with shape [10], but SparseCategoricalCrossentropy on the output [10] of layer 'A' takes labels of shape [], that is one class index for each sample"
        },
        {
            "no label dimension for a dense loss",
            "[Model(4), CategoricalCrossentropy(Labels = {|MDSL044:new int[0]|})] public partial record Net([Dense(10, Activation.Softmax)] Dense A);",
            "Labels are declared with shape [], but CategoricalCrossentropy on the output [10] of layer 'A' takes labels of shape [10]"
        },
        {
            "labels of another width",
            "[Model(4), MeanSquaredError(Labels = {|MDSL044:[2]|})] public partial record Net([Dense(8)] Dense A, [Dense(3)] Dense B);",
            "Labels are declared with shape [2], but MeanSquaredError on the output [3] of layer 'B' takes labels of shape [3]"
        },
        {
            "labels of another rank, beside other arguments",
            "[Model(28, 28), BinaryCrossentropy(LabelSmoothing = 0.1, Labels = {|MDSL044:new[] { 1 }|})] public partial record Net([Dense(1)] Dense A);",
            "Labels are declared with shape [1], but BinaryCrossentropy on the output [28, 1] of layer 'A' takes labels of shape [28, 1]"
        },
        {
            "one label for many rows of a sparse loss",
            "[Model(28, 28), SparseCategoricalCrossentropy(Labels = {|MDSL044:new int[] { }|})] public partial record Net([Dense(10, Activation.Softmax)] Dense A);",
            "Labels are declared with shape [], but SparseCategoricalCrossentropy on the output [28, 10] of layer 'A' takes labels of shape [28]"
        },
        {
            "softmax over one class",
            "[Model(4), SparseCategoricalCrossentropy] public partial record Net([Dense(1, {|MDSL045:Activation.Softmax|})] Dense A);",
            "Layer 'A' applies softmax to the shape [1], whose last axis has one element, so the result is always 1: use Activation.Sigmoid with [BinaryCrossentropy], or more units"
        },
        {
            "softmax over one class in the midst of a model",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A, [Activation({|MDSL045:Activation.Softmax|})] Activation B, [Dense(3)] Dense C);",
            "Layer 'B' applies softmax to the shape [1], whose last axis has one element, so the result is always 1: use Activation.Sigmoid with [BinaryCrossentropy], or more units"
        },
        {
            "one logit into a loss that applies softmax",
            "[Model(4), {|MDSL045:SparseCategoricalCrossentropy|}] public partial record Net([Dense(1)] Dense A);",
            "SparseCategoricalCrossentropy applies softmax to the shape [1], whose last axis has one element, so the result is always 1: use Activation.Sigmoid with [BinaryCrossentropy], or more units"
        },
        {
            "no flatten before a sparse loss",
            "[Model(28, 28), SparseCategoricalCrossentropy] public partial record Net([Dense(10, Activation.Softmax)] Dense {|MDSL046:A|});",
            "The output of layer 'A' has shape [28, 10], so every sample needs labels of shape [28]; if each sample has one label, put [Flatten] before the first Dense layer, otherwise declare the labels: [SparseCategoricalCrossentropy(Labels = new[] { 28 })]"
        },
        {
            "no flatten before a categorical loss, from logits",
            "[Model(28, 28, 3), CategoricalCrossentropy] public partial record Net([Dense(8, Activation.Relu)] Dense A, [Dense(10)] Dense {|MDSL046:B|});",
            "The output of layer 'B' has shape [28, 28, 10], so every sample needs labels of shape [28, 28, 10]; if each sample has one label, put [Flatten] before the first Dense layer, otherwise declare the labels: [CategoricalCrossentropy(Labels = new[] { 28, 28, 10 })]"
        },
        {
            "label smoothing of 1",
            "[Model(4), BinaryCrossentropy(LabelSmoothing = {|MDSL047:1|})] public partial record Net([Dense(1)] Dense A);",
            "BinaryCrossentropy smooths labels by 1.0, but smoothing must be at least 0 and less than 1: 0.1 spreads a tenth of the probability evenly over all classes"
        },
        {
            "negative label smoothing",
            "[Model(4), CategoricalCrossentropy(LabelSmoothing = {|MDSL047:-.1|})] public partial record Net([Dense(3)] Dense A);",
            "CategoricalCrossentropy smooths labels by -0.1, but smoothing must be at least 0 and less than 1: 0.1 spreads a tenth of the probability evenly over all classes"
        },
        {
            "label smoothing that is no number",
            "[Model(4), CategoricalCrossentropy(LabelSmoothing = {|MDSL047:0 / 0.0|})] public partial record Net([Dense(3)] Dense A);",
            "CategoricalCrossentropy smooths labels by NaN, but smoothing must be at least 0 and less than 1: 0.1 spreads a tenth of the probability evenly over all classes"
        },
        {
            "softmax twice",
            "[Model(4), SparseCategoricalCrossentropy] public partial record Net([Dense(3, Activation.Softmax)] Dense A, [Activation({|MDSL048:Activation.Softmax|})] Activation B);",
            "Layer 'B' applies softmax, but layer 'A' has already made probabilities with softmax: remove one of the two"
        },
        {
            "sigmoid after softmax, with dropout between",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3, Activation.Softmax)] Dense A, [Dropout(0.1)] Dropout B, [Activation({|MDSL048:Activation.Sigmoid|})] Activation C);",
            "Layer 'C' applies sigmoid, but layer 'A' has already made probabilities with softmax: remove one of the two"
        },
        {
            "Huber's delta of 0",
            "[Model(4), Huber(Delta = {|MDSL065:0|})] public partial record Net([Dense(1)] Dense A);",
            "Huber has the Delta 0.0, but it must be a finite number greater than 0"
        },
        {
            "Huber's delta without end",
            "[Model(4), Huber(Delta = {|MDSL065:1 / 0.0|})] public partial record Net([Dense(1)] Dense A);",
            "Huber has the Delta Infinity, but it must be a finite number greater than 0"
        },
        {
            "counts that may be negative",
            "[Model(4), Poisson] public partial record Net([Dense(8, Activation.Relu)] Dense A, [Dense(1)] Dense {|MDSL066:B|});",
            "Poisson needs positive predictions, but layer 'B' ends the model without them: use Activation.Exponential or Activation.Softplus"
        },
        {
            "a divergence of what is no probability",
            "[Model(4), KLDivergence] public partial record Net([Dense(3, Activation.Tanh)] Dense A, [Dropout(0.1)] Dropout {|MDSL066:B|});",
            "KLDivergence needs predicted probabilities, but layer 'B' ends the model without them: use Activation.Softmax or Activation.Sigmoid"
        },
        {
            "a reduction that is none",
            "[Model(4), MeanAbsoluteError(Reduction = {|MDSL067:(Reduction)7|})] public partial record Net([Dense(1)] Dense A);",
            "MeanAbsoluteError has the reduction 7, which is not a member of Reduction: write for instance Reduction.Sum"
        },
        {
            "a share of more than all",
            "[Model(4), BinaryFocalCrossentropy(ApplyClassBalancing = true, Alpha = {|MDSL065:1.5|})] public partial record Net([Dense(1)] Dense A);",
            "BinaryFocalCrossentropy has the Alpha 1.5, but it must be in [0, 1]"
        },
        {
            "a negative power",
            "[Model(4), CategoricalFocalCrossentropy(Gamma = {|MDSL065:-1|}, Alpha = 3)] public partial record Net([Dense(3)] Dense A);",
            "CategoricalFocalCrossentropy has the Gamma -1.0, but it must be a finite number of 0 or more"
        },
        {
            "a sigmoid before a categorical focal loss",
            "[Model(4), CategoricalFocalCrossentropy] public partial record Net([Dense(3, {|MDSL042:Activation.Sigmoid|})] Dense A);",
            "Layer 'A' ends the model with sigmoid, but CategoricalFocalCrossentropy expects softmax or logits before it: use Activation.Softmax, or [BinaryFocalCrossentropy] as the loss"
        },
    };
}
