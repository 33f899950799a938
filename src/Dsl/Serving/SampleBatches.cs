using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Serving;

/// <summary>Runs samples together.</summary>
internal static class SampleBatches
{
    /// <summary>Returns what runs samples, as many as a power of two.</summary>
    public static Func<IReadOnlyList<ReadOnlyMemory<float>>, Fin<Answer<Seq<float[]>>>> Runner<T>(ServedModel<T> served)
        where T : class, IModel<T>
    {
        var (inputs, outputs) = (T.Description.InputShape.Size, T.Description.OutputShape.Size);
        var (samples, predictions) = (Array.Empty<float>(), Array.Empty<float>());
        return requests => served.Use<Seq<float[]>>(version =>
        {
            if (samples.Length < requests.Count * inputs)
                (samples, predictions) = (new float[requests.Count * inputs], new float[requests.Count * outputs]);
            for (var i = 0; i < requests.Count; i++)
            {
                if (requests[i].Length != inputs)
                    return Error.New(FormattableString.Invariant($"{T.Description.Name} takes samples {T.Description.InputShape}, {inputs} numbers, but was given {requests[i].Length}."));
                requests[i].Span.CopyTo(samples.AsSpan(i * inputs));
            }
            var all = predictions.AsSpan(0, requests.Count * outputs);
            version.For(requests.Count).Predict(samples.AsSpan(0, requests.Count * inputs), all);
            var answers = new float[requests.Count][];
            for (var i = 0; i < answers.Length; i++) answers[i] = all.Slice(i * outputs, outputs).ToArray();
            return Prelude.toSeq(answers);
        });
    }
}
