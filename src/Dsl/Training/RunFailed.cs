using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl;

/// <summary>A run that began and failed. Every kind says where it was, and its generic form carries a model.</summary>
[JsonConverter(typeof(TextJson))]
public abstract record RunFailed : Expected
{
    private protected RunFailed(string message, int epoch, Seq<Epoch> history, Option<Error> inner = default) : base(message, 0, inner) =>
        (Epoch, History) = (epoch, history);

    /// <summary>The epoch in which it happened, from 1; 0 before the first epoch, and if there are no epochs.</summary>
    public int Epoch { get; }

    /// <summary>The epochs completed before.</summary>
    public Seq<Epoch> History { get; }

    /// <summary>The message.</summary>
    public sealed override string ToString() => Message;
}
