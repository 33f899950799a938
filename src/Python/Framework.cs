namespace ModelDsl;

/// <summary>The framework that wrote weights. It decides how they lie: equal shapes don't.</summary>
public enum Framework
{
    /// <summary>PyTorch: channels first, kernels of dense layers <c>[units, inputs]</c>.</summary>
    PyTorch,

    /// <summary>Keras 3: channels last, as here.</summary>
    Keras,
}
