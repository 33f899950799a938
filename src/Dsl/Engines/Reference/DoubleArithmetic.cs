namespace ModelDsl.Engines.Reference;

/// <summary>The operations of kernels in double precision, one number at a time.</summary>
internal readonly struct DoubleArithmetic : IArithmetic<double>
{
    public static double Number(double value) => value;

    public static double Add(double a, double b) => a + b;

    public static double Subtract(double a, double b) => a - b;

    public static double Multiply(double a, double b) => a * b;

    public static double Divide(double a, double b) => a / b;

    public static double MultiplyAdd(double a, double b, double c) => a * b + c;

    public static double Negate(double x) => -x;

    public static double Abs(double x) => Math.Abs(x);

    public static double Sqrt(double x) => Math.Sqrt(x);

    public static double ReciprocalSqrt(double x) => 1 / Math.Sqrt(x);

    public static double Exp(double x) => Math.Exp(x);

    public static double ExpMinus1(double x) => ReferenceActivations.ExpMinus1(x);

    public static double Log(double x) => Math.Log(x);

    public static double Sin(double x) => Math.Sin(x);

    public static double Cos(double x) => Math.Cos(x);

    public static double Tanh(double x) => Math.Tanh(x);

    public static double Sigmoid(double x) => ReferenceActivations.Sigmoid(x);

    public static double Softplus(double x) => ReferenceActivations.Value(ActivationKind.Softplus, x);

    public static double Normal(double x) => ReferenceActivations.Normal(x);

    public static double Floor(double x) => Math.Floor(x);

    public static double Power(double x, double y) => Math.Pow(x, y);

    public static double Less(double a, double b, double yes, double no) => a < b ? yes : no;

    public static double Equal(double a, double b, double yes, double no) => a == b ? yes : no;
}
