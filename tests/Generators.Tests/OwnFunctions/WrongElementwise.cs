namespace ModelDsl.Generators.Tests.OwnFunctions;

/// <summary>
/// Wrong functions of numbers, and models that name a wrong one, with the part of the message that identifies the mistake.
/// </summary>
public static class WrongElementwise
{
    /// <summary>Members of a static class.</summary>
    public static TheoryData<string, string> Functions() => new()
    {
        // MDSL130: signatures
        { "[Elementwise] static {|MDSL130:double|} F(float x) => x;", "returns 'double', not float" },
        { "[Elementwise] static float F({|MDSL130:double|} x) => (float)x;", "takes 'double', not float" },
        { "[Elementwise] static float F({|MDSL130:int|} x) => x;", "takes 'int', not float" },
        { "[Elementwise] static {|MDSL130:Tensor|} F(Tensor x) => x;", "returns 'Tensor', not float" },
        { "[Elementwise] static float F{|MDSL130:()|} => 1;", "takes 0 numbers" },
        { "[Elementwise] static float F{|MDSL130:(float a, float b, float c, float d, float e)|} => a + b + c + d + e;", "takes 5 numbers" },
        { "[Elementwise] static float F{|MDSL130:<T>|}(float x) => x;", "is generic" },
        { "[Elementwise] static float F({|MDSL130:ref float x|}) => x;", "takes references" },
        { "[Elementwise] static float F({|MDSL130:in float x|}) => x;", "takes references" },
        { "[Elementwise] static extern float {|MDSL130:F|}(float x); // CS0626", "has no body" },
        { "class Inner<T> { [Elementwise] static float {|MDSL130:F|}(float x) => x; }", "stands in a generic type" },
        { "class Inner { [Elementwise] float {|MDSL130:F|}(float x) => x; }", "is an instance method" },
        { "[Elementwise] static float F({|CS0246:Numbr|} x) => 1;", "" },

        // MDSL131: functions without a derivative
        { "[Elementwise] static float F(float x) => {|MDSL131:MathF.Cbrt(x)|};", "Cbrt has no derivative here" },
        { "[Elementwise] static float F(float x) => {|MDSL131:float.Cbrt(x)|};", "Cbrt has no derivative here" },
        { "[Elementwise] static float F(float x) => {|MDSL131:MathF.Atan2(x, 1)|};", "docs/elementwise.md" },
        { "[Elementwise] static float F(float x) => {|MDSL131:MathF.Round(x)|};", "Round has no derivative here" },
        { "[Elementwise] static float F(float x) => (float)Math.Round({|MDSL131:(decimal)x|});", "must stay float or double" },
        { "[Elementwise] static float F(float x) => {|MDSL131:x % 2|};", "+ - * / and comparisons" },
        { "[Elementwise] static float F(float x) => {|MDSL131:(int)x|};", "use Floor for whole numbers" },
        { "[Elementwise] static float F(float x) { var y = {|MDSL131:(int)x|} + 1; return y; }", "must stay float or double" },
        { "[Elementwise] static float F(float x) { x %= 2; return x; }".Replace("x %= 2", "{|MDSL131:x %= 2|}", StringComparison.Ordinal), "comparisons" },
        { "[Elementwise] static float F(float x) { object o = 1f; {|MDSL131:if (x > 0) o = true;|} return x; }", "both branches must give numbers" },
        { "[Elementwise] static float F(float x) => {|MDSL131:x.GetHashCode()|};", "static methods and local functions" },
        { "[Elementwise] static float F(float x) => {|MDSL105:x|} switch { > 0 => x, _ => 0 };", "it differs from number to number" },
        { "[Elementwise] static float F(float x) => {|MDSL105:x is > 0|} ? x : 0;", "it differs from number to number" },
        { "[Elementwise] static float F(float x) => new[] { x }.{|MDSL131:Max()|};", "is not of this project" },
        { "[Elementwise] static float F(float x) { {|MDSL131:try|} { return x; } finally { } }", "variables, if, switch, for" },
        { "[Elementwise] static float F(float x) { {|MDSL131:throw new Exception();|} }", "variables, if, switch, for" },
        { "[Elementwise] static float F(float x) { {|MDSL131:Counter|} = x; return x; }", "assigns to its own variables only" },
        { "[Elementwise] static float F(float x) { {|MDSL131:x++|}; return x; }", "only numbers can be incremented or decremented" },
        { "[Elementwise] static float F(float x) => G(x); static float G(float x) => {|MDSL131:MathF.Cbrt(x)|};", "Cbrt" },
        { "[Elementwise] static float F(float x) => G(x); [Elementwise] static float G(float x) => {|MDSL131:MathF.Cbrt(x)|};", "Cbrt" },

        // MDSL134: constants that float32 can't hold
        { "[Elementwise] static float F(float x) => (float)(x / (x + {|MDSL134:1e-50|}));", "it would be 0" },
        { "[Elementwise] static float F(float x) => x / (x + {|MDSL134:1e-50f|});", "it would be 0" },
        { "[Elementwise] static float F(float x) => x / (x + {|MDSL134:(float)1e-50|});", "it would be 0" },
        { "[Elementwise] static float F(float x) => x / (x + {|MDSL134:-1e-400|} > 0 ? 1 : 2);", "it would be 0" },
        { "[Elementwise] static float F(float x) => x + {|MDSL134:float.Epsilon|};", "a few of its digits" },
        { "[Elementwise] static float F(float x) => (float)(x * {|MDSL134:1e-40|} * 1e40);", "between 1.2E-38 and 3.4E+38" },
        { "[Elementwise] static float F(float x) => (float)(x * {|MDSL134:1e40|} * 1e-30);", "it would be infinity" },
        { "[Elementwise] static float F(float x) => x * {|MDSL134:(float)1e50|};", "it would be infinity" },
        { "[Elementwise] static float F(float x) => x > {|MDSL134:-1e39|} ? x : 0;", "it would be -infinity" },
        { "[Elementwise] static float F(float x) => x > 0 ? x : {|MDSL134:Tiny|} * x; const float Tiny = 1e-40f;", "a few of its digits" },
        { "[Elementwise] static float F(float x) { double tiny = {|MDSL134:1e-50|}; return (float)(x / (x + tiny)); }", "it would be 0" },
        { "[Elementwise] static float F(float x) { double a = 1e-30, b = 1e-30; return (float)({|MDSL134:x / (a * b)|}); }", "it would be 0" },
        { "[Elementwise] static float F(float x) { x *= {|MDSL134:1e-42f|}; return x; }", "a few of its digits" },
        { "[Elementwise] static float F(float x) => MathF.Max(x, {|MDSL134:1e-39f|});", "a few of its digits" },
        { "[Elementwise] static float F(float x) => Clip(x, {|MDSL134:1e-45f|}, 1);", "a few of its digits" },
        { "[Elementwise] static float F(float x) => G(x, {|MDSL134:1e-50|}); static float G(float x, double least) => (float)(x + least);", "it would be 0" },

        // MDSL105, MDSL114, MDSL115: unknown values, recursion, no end
        { "[Elementwise] static float F(float x) => {|MDSL105:Counter|} * x;", "declare it const" },
        { "[Elementwise] static float F(float x) => {|MDSL105:Property|} * x;", "a property may change" },
        { "[Elementwise] static float F(float x) { while ({|MDSL105:x > 1|}) x = 0.5f * x; return x; }", "a loop runs equally often for all" },
        { "[Elementwise] static float F(float x) { for (var i = 0; {|MDSL105:i < x|}; i++) x = 0.5f * x; return x; }", "differs from number to number" },
        { "[Elementwise] static float F(float x) { for (var i = 0; i < 3; i++) { {|MDSL105:if (x > 1) break;|} x = 2 * x; } return x; }", "end it by a condition that is known at compile time" },
        { "[Elementwise] static float F(float x) { for (var i = 0; i < 3; i++) { {|MDSL105:if (x > 1) continue;|} x = 2 * x; } return x; }", "end it by a condition that is known at compile time" },
        { "[Elementwise] static float F(float x) => x > 0 ? {|MDSL114:F(x - 1)|} : x;", "calls itself" },
        { "[Elementwise] static float F(float x) { while ({|MDSL115:true|}) { } }", "longer than 200000 steps" },
    };

    /// <summary>Whole models.</summary>
    public static TheoryData<string, string> Models() => new()
    {
        { Net("Dense(4, Activate = {|MDSL132:\"Nothing\"|})"), "no method with this name" },
        { Net("Dense(4, Activate = {|MDSL132:nameof(Curves.Two)|})"), "takes several numbers" },
        { Net("Dense(4, Activate = {|MDSL132:nameof(Curves.Wide)|})"), "returns 'double', not float" },
        { Net("Dense(4, Activate = {|MDSL132:nameof(Math.Tanh)|})"), "not float" },
        { Net("Dense(4, Activate = {|MDSL132:nameof(MathF.Tanh)|})"), "is not of this project" },
        { Net("Dense(4, Activate = {|MDSL132:nameof(Curves)|})"), "no method with this name" },
        { Net("Dense(4, Activation.Relu, Activate = {|MDSL133:nameof(Curves.Own)|})"), "two activations, relu and 'Own'" },
        { Net("Dense(4, activation: Activation.Tanh, Activate = {|MDSL133:nameof(Curves.Own)|})"), "two activations, tanh and 'Own'" },
        { Net("Dense(4, Activate = nameof(Curves.Unmarked))"), "Cbrt" },
        { Net("Dense(4, Activate = nameof(Curves.Wrong))").Replace("Wrong(float x) => MathF.Floor(x) * x", "Wrong(float x) => {|MDSL131:MathF.Cbrt(x)|}", StringComparison.Ordinal), "Cbrt" },
        { Net("Activation({|MDSL132:nameof(Curves.Two)|})"), "takes several numbers" },
        { Net("Conv2D(4, 3, Activate = {|MDSL132:\"Own2\"|})", input: "8, 8, 1"), "no method with this name" },
    };

    /// <summary>Bodies of forward methods; the input is <c>[N, 8]</c>.</summary>
    public static TheoryData<string, string> Bodies() => new()
    {
        { "return {|MDSL106:Map(Curves.Two, x | m.A, x | m.B)|};", "these are [N, 8] and [N, 4]" },
        { "return x | m.A | {|CS1503:Curves.Wide|} | m.B;".Replace("{|CS1503:Curves.Wide|}", "Curves.Own", StringComparison.Ordinal).Replace("Curves.Own", "(v => {|MDSL131:MathF.Cbrt((float)v)|})", StringComparison.Ordinal), "Cbrt" },
        { "return Map(v => {|MDSL131:v % 2|}, x | m.A) | m.B;", "comparisons" },
        { "return x | m.A | Unmarked | m.B; static float Unmarked(float v) => {|MDSL131:MathF.Cbrt(v)|};", "Cbrt" },
        { "return {|MDSL104:Map(Curves.Own, x * 0 > x ? x : x)|};".Replace("x * 0 > x ? x : x", "x", StringComparison.Ordinal).Replace("{|MDSL104:Map(Curves.Own, x)|}", "Map(v => {|MDSL105:Net.Counter|} * v, x) | m.A | m.B", StringComparison.Ordinal), "declare it const" },
    };

    public const string Curves = """
        internal static class Curves
        {
            [Elementwise] public static float Own(float x) => x > 0 ? x : 0.1f * x;
            [Elementwise] public static float Two(float x, float y) => x * y;
            public static double Wide(double x) => x;
            [Elementwise] public static float Wrong(float x) => MathF.Floor(x) * x;
            public static float Unmarked(float x) => MathF.Floor(x) * x;
        }
        """;

    private static string Net(string layer, string input = "8") => $$"""
        [Model({{input}}), MeanSquaredError]
        public sealed partial record Net([{{layer}}] {{layer.Split('(')[0]}} A, [Flatten] Flatten F, [Dense(4)] Dense B);

        """ + (layer.Contains("Unmarked", StringComparison.Ordinal)
        ? Curves.Replace("Unmarked(float x) => MathF.Floor(x) * x", "Unmarked(float x) => {|MDSL131:MathF.Cbrt(x)|}", StringComparison.Ordinal)
        : Curves);
}
