namespace ModelDsl.Gpu;

/// <summary>Four numbers that are read by one instruction: memory of such structs is aligned to 16 bytes.</summary>
internal struct Four
{
    public float X, Y, Z, W;

    /// <summary>Adds four products with one number.</summary>
    public void Add(float factor, Four other)
    {
        X += factor * other.X;
        Y += factor * other.Y;
        Z += factor * other.Z;
        W += factor * other.W;
    }
}
