using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl;

/// <summary>Checks the options of an ONNX file.</summary>
internal static class OnnxChecks
{
    /// <summary>Returns an error that says what is wrong with the options, and what to do.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The options.</param>
    /// <param name="isFile">Whether a file is written.</param>
    public static Fin<Unit> Check(ModelDescription model, OnnxOptions options, bool isFile)
    {
        if (options.Opset is < OnnxOptions.FirstOpset or > OnnxOptions.LastOpset)
            return Error.New(FormattableString.Invariant(
                $"Opset {options.Opset} can't be written: choose one from {OnnxOptions.FirstOpset} to {OnnxOptions.LastOpset}."));
        if (options.Classifier && !IsClassifier(model))
            return Error.New($"{model.Name} is not a classifier with one output of classes: leave the option {nameof(OnnxOptions.Classifier)} out.");
        if (options.Classes.Count > 0 && (!model.Outputs.IsEmpty || options.Classes.Count != model.Classes))
            return Error.New(FormattableString.Invariant(
                $"{model.Name} has {(model.Outputs.IsEmpty ? $"{model.Classes} classes" : "several outputs")}, but the option {nameof(OnnxOptions.Classes)} names {options.Classes.Count}."));
        if (options.ExternalData && !isFile)
            return Error.New($"The weights can have a file of their own only beside another: write to a path, or leave the option {nameof(OnnxOptions.ExternalData)} out.");
        return Unit.Default;
    }

    /// <summary>Returns whether a row of the only output is one class among several: probabilities, or logits under softmax.</summary>
    private static bool IsClassifier(ModelDescription model) => model.Outputs.IsEmpty && model.OutputShape.Rank == 1
        && (model.Output == OutputKind.Probabilities || (model.Output == OutputKind.Logits
            && model.Loss is LossKind.SparseCategoricalCrossentropy or LossKind.CategoricalCrossentropy
                or LossKind.CategoricalFocalCrossentropy));
}
