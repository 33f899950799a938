namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL160 and MDSL161, and the members that a model with an error has besides its gradient.</summary>
public static class WrongDerivatives
{
    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "derivatives of no name",
            "[Model(4, Derivatives = {|MDSL160:(Derivatives)4|}), MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "Model 'Net' asks for the derivatives 4, which are not members of Derivatives: write for instance Derivatives.HessianVectorProduct"
        },
        {
            "one derivative that is known, and one that is not",
            "[Model(4, Derivatives = {|MDSL160:Derivatives.HessianVectorProduct | (Derivatives)64|}), MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "Model 'Net' asks for the derivatives 66, which are not members of Derivatives: write for instance Derivatives.HessianVectorProduct"
        },
        {
            "too many steps for a Hessian",
            "[Model(257, 2, Derivatives = Derivatives.HessianVectorProduct), MeanSquaredError] public partial record Net([{|MDSL161:LSTM(3)|}] LSTM A, [Dense(1)] Dense B);",
            "Layer 'A' has 257 steps, but a model with Derivatives.HessianVectorProduct unrolls all steps and can have 256 at most: shorten the sequences, or leave the derivative out"
        },
        {
            "too many steps for a Jacobian, in the second of two layers",
            "[Model(300, 2, Derivatives = Derivatives.JacobianVectorProduct), MeanSquaredError] public partial record Net([Dense(3)] Dense A, [{|MDSL161:GRU(3)|}] GRU B, [Dense(1)] Dense C);",
            "Layer 'B' has 300 steps, but a model with Derivatives.JacobianVectorProduct unrolls all steps and can have 256 at most: shorten the sequences, or leave the derivative out"
        },
        {
            "a layer that is named after a derivative",
            "[Model(4, Derivatives = Derivatives.HessianVectorProduct), MeanSquaredError] public partial record Net([Dense(1)] Dense {|MDSL015:HessianVectorProduct|});",
            "A layer can't be named 'HessianVectorProduct', because the generated half of the model has a member of this name: choose another name"
        },
        {
            "a member that is named after a derivative",
            """
            [Model(4, Derivatives = Derivatives.JacobianVectorProduct), MeanSquaredError]
            public partial record Net([Dense(1)] Dense A) { public int {|MDSL016:CompileJacobianVectorProduct|} => 1; }
            """,
            "Model 'Net' can't declare 'CompileJacobianVectorProduct', because its generated half has one: choose another name, or leave it out"
        },
        {
            "a mistake in a model whose derivatives are used",
            """
            [Model(4, Derivatives = Derivatives.JacobianVectorProduct | Derivatives.HessianVectorProduct), MeanSquaredError]
            public partial record Net([Dense({|MDSL030:0|})] Dense A);
            static class Uses
            {
                public static Net Curvature<T>(T other, Net model, Batch batch) where T : class, IHessianVectorProduct<T> => model.HessianVectorProduct(batch, model).Product;
                public static Tensor Along(Net model, Tensor x) => model.JacobianVectorProduct(x, model).Tangent + model.JacobianVectorProduct(x, x).Tangent;
                public static Net Both(Net model, Batch batch) => Curvature(model, model, batch);
            }
            """,
            "Layer 'A' has 0 units, but it needs 1 or more: write for instance [Dense(10)]"
        },
    };
}
