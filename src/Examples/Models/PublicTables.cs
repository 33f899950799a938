namespace ModelDsl.Examples;

/// <summary>The three species of iris.csv. An enum's members are the classes.</summary>
public enum Species
{
    Setosa,
    Versicolor,
    Virginica,
}

/// <summary>A flower, measured in centimetres.</summary>
[Features]
public sealed partial record Flower(
    [Normalize] float SepalLength,
    [Normalize] float SepalWidth,
    [Normalize] float PetalLength,
    [Normalize] float PetalWidth,
    [Label] Species? Species = null);

/// <summary>A layer for three classes.</summary>
[Model(typeof(Flower)), SparseCategoricalCrossentropy]
public sealed partial record IrisModel(
    [Dense(3, Activation.Softmax)] Dense Output);

/// <summary>A wine of one of three cultivars, by chemical analysis. Classes of a text are listed.</summary>
[Features]
public sealed partial record Wine(
    [Normalize] float Alcohol,
    [Normalize] float MalicAcid,
    [Normalize] float Ash,
    [Normalize] float Alkalinity,
    [Normalize] float Magnesium,
    [Normalize] float Phenols,
    [Normalize] float Flavanoids,
    [Normalize] float OtherPhenols,
    [Normalize] float Proanthocyanins,
    [Normalize] float Color,
    [Normalize] float Hue,
    [Normalize] float Od280,
    [Normalize(Log = true)] float Proline,
    [Label("1", "2", "3")] string? Cultivar = null);

/// <summary>The same layer, for wines.</summary>
[Model(typeof(Wine)), SparseCategoricalCrossentropy]
public sealed partial record WineModel(
    [Dense(3, Activation.Softmax)] Dense Output);

/// <summary>The two kinds of tumors.</summary>
public enum Diagnosis
{
    Malignant,
    Benign,
}

/// <summary>Ten measures of the nuclei in an image of cells.</summary>
[Features]
public sealed partial record Nuclei(
    [Normalize] float Radius,
    [Normalize] float Texture,
    [Normalize] float Perimeter,
    [Normalize] float Area,
    [Normalize] float Smoothness,
    [Normalize] float Compactness,
    [Normalize] float Concavity,
    [Normalize] float ConcavePoints,
    [Normalize] float Symmetry,
    [Normalize] float FractalDimension);

/// <summary>
/// An image: mean, standard error and worst of the measures. A record in a record brings its columns: <c>mean.radius</c>.
/// </summary>
[Features]
public sealed partial record CellImage(Nuclei Mean, Nuclei Error, Nuclei Worst, [Label] Diagnosis? Diagnosis = null);

/// <summary>One sigmoid: the probability of the second class.</summary>
[Model(typeof(CellImage)), BinaryCrossentropy]
public sealed partial record CancerModel(
    [Dense(1, Activation.Sigmoid, KernelL2 = 1e-3)] Dense Output);

/// <summary>A patient, and how far the illness has progressed after a year.</summary>
[Features]
public sealed partial record Patient(
    [Normalize] float Age,
    [Category("1", "2")] string Sex,
    [Normalize] float Bmi,
    [Normalize] float BloodPressure,
    [Normalize] float Tc,
    [Normalize] float Ldl,
    [Normalize] float Hdl,
    [Normalize] float Tch,
    [Normalize] float Ltg,
    [Normalize] float Glu,
    [Label(Normalize = true)] float? Progression = null);

/// <summary>A linear regression.</summary>
[Model(typeof(Patient)), MeanSquaredError]
public sealed partial record DiabetesModel(
    [Dense(1)] Dense Output);
