namespace ModelDsl;

/// <summary>Whose formula an optimizer follows, where Keras and PyTorch differ.</summary>
public enum Formula
{
    /// <summary>Keras 3.</summary>
    Keras,

    /// <summary>PyTorch 2. The defaults of hyper-parameters stay Keras's.</summary>
    PyTorch,
}
