namespace ModelDsl.Generators.Tests.Support;

/// <summary>A program that uses every member of a model. If a wrong model breaks it, one mistake looks like many.</summary>
public static class ModelUse
{
    public static string Of(string model) => $$"""
        using LanguageExt;
        using ModelDsl.CompilerServices;
        using ModelDsl.Engines;

        internal static class UseOfTheModel
        {
            public static object Run(Batch batch, Tensor samples, Dataset data)
            {
                var model = {{model}}.Initialize(seed: 1);
                {{model}} other = model + 0.5 * model - model * 2.0;
                var (loss, gradient) = other.LossAndGradient(batch);
                other -= 0.1 * gradient;
                ModelDescription description = {{model}}.Description;
                string summary = {{model}}.Summary;
                Seq<Tensor> parameters = other.Parameters;
                Fin<{{model}}> same = model.WithParameters(parameters);
                Tensor prediction = model.Forward(samples);
                double value = model.Loss(batch) + loss;
                var fitted = from run in model.Fit(data) from tested in run.Model.Evaluate(data) select tested.Loss;
                return (description, summary, same, prediction, value, fitted, model.Predict(samples), Interface<{{model}}>());
            }

            private static ModelProgram Interface<T>() where T : class, IModel<T>
            {
                var engine = Engine.Cpu;
                return T.Compile(ProgramKind.Forward, engine, 1, new ParameterArena(engine, T.Description), null);
            }
        }
        """;
}
