namespace ModelDsl.Engines.Cpu;

/// <summary>A function of one number, on vectors.</summary>
internal interface IFunction<TVector> where TVector : struct
{
    TVector Of(TVector x);
}

/// <summary>A function of two numbers, on vectors.</summary>
internal interface IBinaryFunction<TVector> where TVector : struct
{
    TVector Of(TVector a, TVector b);
}
