namespace ModelDsl.Engines;

/// <summary>The operands of a matrix product that are transposed.</summary>
public enum Transpose
{
    /// <summary><c>a·b</c>: <c>[m, k]·[k, n]</c></summary>
    None,

    /// <summary><c>aᵀ·b</c>: <c>[k, m]ᵀ·[k, n]</c></summary>
    Left,

    /// <summary><c>a·bᵀ</c>: <c>[m, k]·[n, k]ᵀ</c></summary>
    Right,

    /// <summary><c>aᵀ·bᵀ</c>: <c>[k, m]ᵀ·[n, k]ᵀ</c></summary>
    Both,
}
