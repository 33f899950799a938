namespace ModelDsl;

/// <summary>The formula that an optimizer follows if Keras and PyTorch differ.</summary>
public enum Formula
{
    /// <summary>Keras 3.</summary>
    Keras,

    /// <summary>PyTorch 2. The defaults of hyper-parameters are still Keras's.</summary>
    PyTorch,
}
