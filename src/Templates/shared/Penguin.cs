/// <summary>A row of penguins.csv. Each attribute says how a value becomes numbers; null is a missing value.</summary>
[Features]
public sealed partial record Penguin(
    [Category] Island Island,
    [Normalize] float? BillLength,                   // in millimetres
    [Normalize] float? BillDepth,                    // in millimetres
    [Normalize] float? FlipperLength,                // in millimetres
    [Normalize] float? BodyMass,                     // in grams
    [Category] Sex? Sex,
    [Label] Species? Species = null);                // the answer; not known in rows to predict

public enum Island { Biscoe, Dream, Torgersen }

public enum Sex { Female, Male }

public enum Species { Adelie, Chinstrap, Gentoo }

/// <summary>Predicts the species of a penguin: two layers, and the loss with which they are trained.</summary>
[Model(typeof(Penguin)), SparseCategoricalCrossentropy]
public sealed partial record PenguinModel(
    [Dense(16, Activation.Relu)] Dense Hidden,
    [Dense(3, Activation.Softmax)] Dense Output);
