using LanguageExt;
using ModelDsl.Matching;

namespace ModelDsl;

/// <summary>
/// Models with weights from Python: <c>Digits.LoadTorch("digits.pt")</c>, <c>Digits.LoadKeras("digits.keras")</c>.
/// </summary>
/// <remarks>
/// A layer takes the tensors of the layer of Python with the same name: <c>Hidden</c> is <c>hidden</c>, <c>Blocks.0.Wide</c> is
/// <c>blocks.0.wide</c>. Otherwise shapes and numbers of names decide, if only one way is possible. Every tensor of the file and every
/// parameter of the model must have its place; one error names all that have none, and prints the lines of a <see cref="WeightMap"/>. The
/// framework decides how numbers lie, never a shape. Hyper-parameters are not in a file of weights: write the same in the model, for
/// instance <c>Epsilon = 1e-5</c> for a normalisation of PyTorch.
/// </remarks>
public static class PythonWeights
{
    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>Returns the model with the weights of PyTorch in a file: <c>.pt</c>, <c>.pth</c>, <c>.bin</c> or safetensors.</summary>
        /// <param name="path">The file, a state dict or a checkpoint with one. No code of it is run.</param>
        /// <param name="map">What to do where names don't say it; null for nothing.</param>
        /// <returns>The model, or an error that names every tensor without a place.</returns>
        public Fin<T> WithTorch(string path, WeightMap? map = null) => With(model, ForeignWeights.OpenTorch(path), map);

        /// <summary>Returns the model with the weights of Keras 3 in a file: <c>.keras</c> or <c>.weights.h5</c>.</summary>
        /// <param name="path">The file.</param>
        /// <param name="map">What to do where names don't say it; null for nothing.</param>
        /// <returns>The model, or an error that names every tensor without a place.</returns>
        public Fin<T> WithKeras(string path, WeightMap? map = null) => With(model, ForeignWeights.OpenKeras(path), map);

        /// <summary>Returns the model with weights of an open file.</summary>
        /// <param name="weights">The file, which stays open.</param>
        /// <param name="map">What to do where names don't say it; null for nothing.</param>
        /// <returns>The model, or an error that names every tensor without a place.</returns>
        public Fin<T> WithWeights(ForeignWeights weights, WeightMap? map = null)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(weights);
            return WeightReader.Read(weights, T.Description, model.Parameters, map ?? new WeightMap()).Bind(model.WithParameters);
        }

        /// <summary>Reads a model from weights of PyTorch: <c>.pt</c>, <c>.pth</c>, <c>.bin</c> or safetensors.</summary>
        /// <param name="path">The file, a state dict or a checkpoint with one. No code of it is run.</param>
        /// <param name="map">What to do where names don't say it; null for nothing. Layers that it keeps are fresh.</param>
        /// <returns>The model, or an error that names every tensor without a place.</returns>
        public static Fin<T> LoadTorch(string path, WeightMap? map = null) => T.Initialize(0).WithTorch(path, map);

        /// <summary>Reads a model from weights of Keras 3: <c>.keras</c> or <c>.weights.h5</c>.</summary>
        /// <param name="path">The file.</param>
        /// <param name="map">What to do where names don't say it; null for nothing. Layers that it keeps are fresh.</param>
        /// <returns>The model, or an error that names every tensor without a place.</returns>
        public static Fin<T> LoadKeras(string path, WeightMap? map = null) => T.Initialize(0).WithKeras(path, map);
    }

    private static Fin<T> With<T>(T model, Fin<ForeignWeights> opened, WeightMap? map) where T : class, IModel<T> => opened.Bind(weights =>
    {
        using (weights) return model.WithWeights(weights, map);
    });
}
