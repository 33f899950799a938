using Microsoft.CodeAnalysis;

namespace ModelDsl.Generators.Diagnostics;

/// <summary>
/// The table of all diagnostics of ModelDsl. An id is never used again. Each diagnostic has a page docs/diagnostics/MDSLnnn.md and a line
/// in AnalyzerReleases; a test compares the three.
/// </summary>
internal static class Rules
{
    private const string Category = "ModelDsl";

    // The declaration
    public static readonly DiagnosticDescriptor NotPartial = Error("MDSL001", "A model must be partial",
        "Model '{0}' must be declared partial, so that the generator can add its other half: write 'partial record {0}'");

    public static readonly DiagnosticDescriptor NotRecord = Error("MDSL002", "A model must be a record class",
        "Model '{0}' is a {1}, but a model must be a record class: write 'sealed partial record {0}(…)'");

    public static readonly DiagnosticDescriptor ContainerNotPartial = Error("MDSL003", "The types around a model must be partial",
        "Model '{0}' stands inside '{1}', which must be declared partial too");

    public static readonly DiagnosticDescriptor Generic = Error("MDSL004", "A model can't be generic",
        "Model '{0}' is generic or stands inside a generic type; layer sizes are fixed at compile time, so declare it without type parameters");

    public static readonly DiagnosticDescriptor FileLocal = Error("MDSL005", "A model can't be file-local",
        "Model '{0}' is declared 'file', or stands inside a type that is, and its generated half lies in another file: declare it internal instead");

    public static readonly DiagnosticDescriptor Abstract = Error("MDSL006", "A model can't be abstract or derived",
        "Model '{0}' {1}; a model is one complete, independent record: declare it sealed");

    public static readonly DiagnosticDescriptor NotModel = Warning("MDSL007", "Layers, inputs and losses belong to a model",
        "'{0}' has {1} but no [Model], so nothing is generated for it: write {2} before it");

    // The layers
    public static readonly DiagnosticDescriptor NoLayers = Error("MDSL010", "A model needs a layer",
        "Model '{0}' has no layers: give the record parameters such as '[Dense(10)] Dense Output'");

    public static readonly DiagnosticDescriptor NoLayerAttribute = Error("MDSL011", "A parameter needs a layer attribute",
        "Parameter '{0}' has no layer attribute, but every parameter of a model is a layer: write for instance '[{1}] {2} {0}'");

    public static readonly DiagnosticDescriptor WrongLayerType = Error("MDSL012", "A layer attribute must fit its parameter's type",
        "Parameter '{0}' has the type '{1}', but [{2}] needs the type '{3}': change one of the two");

    public static readonly DiagnosticDescriptor SeveralLayerAttributes = Error("MDSL013", "A parameter has one layer attribute",
        "Parameter '{0}' has the layer attributes {1}; a parameter is one layer, so give each a parameter of its own");

    public static readonly DiagnosticDescriptor DuplicateName = Error("MDSL014", "Layers need different names",
        "Model '{0}' has two layers named '{1}': give each its own name");

    public static readonly DiagnosticDescriptor ReservedName = Error("MDSL015", "A parameter's name is taken",
        "{2} can't be named '{0}', because {1}: choose another name");

    public static readonly DiagnosticDescriptor TakenMember = Error("MDSL016", "A member's name is taken by a generated member",
        "{2} '{0}' can't declare '{1}', because its generated half has one: choose another name, or leave it out");

    public static readonly DiagnosticDescriptor ReadOnlyLayer = Error("MDSL017", "A layer must be settable",
        "Layer '{0}' is declared again as a member that can't be set, so no trained copy of the model could be made: remove it, or give it an init accessor");

    public static readonly DiagnosticDescriptor RequiredMember = Error("MDSL018", "Models and rows can't have required members",
        "Member '{1}' of {2} '{0}' is required, but {3} can't know its value: remove 'required' and give it a default");

    // The input
    public static readonly DiagnosticDescriptor NoInputShape = Error("MDSL020", "A model needs an input shape",
        "Model '{0}' has no input shape: write the shape of one sample without the batch, such as [Model(28, 28)]");

    public static readonly DiagnosticDescriptor InputNotPositive = Error("MDSL021", "Input dimensions must be positive",
        "Dimension {0} of the input of model '{1}' is {2}, but every dimension must be 1 or more");

    public static readonly DiagnosticDescriptor TooLarge = Error("MDSL022", "A tensor is too large",
        "{0} would need {1} numbers, more than the 2147483647 that fit: use smaller sizes");

    // Hyperparameters
    public static readonly DiagnosticDescriptor UnitsNotPositive = Error("MDSL030", "Units must be positive",
        "Layer '{0}' has {1} units, but it needs 1 or more: write for instance [{2}]");

    public static readonly DiagnosticDescriptor DropoutRate = Error("MDSL031", "A dropout rate lies in [0, 1)",
        "Layer '{0}' drops with rate {1}, but a rate must be at least 0 and less than 1: 0.3 drops 30 % of the values");

    public static readonly DiagnosticDescriptor Regularizer = Error("MDSL032", "A regulariser must be finite and not negative",
        "Layer '{0}' has the {1} factor {2}, but it must be a finite number, 0 or more");

    public static readonly DiagnosticDescriptor UnknownActivation = Error("MDSL033", "An activation must be a member of Activation",
        "Layer '{0}' has the activation {1}, which is not a member of Activation: write for instance Activation.Relu");

    // The loss
    public static readonly DiagnosticDescriptor NoLoss = Error("MDSL040", "A model needs a loss",
        "Model '{0}' has no loss, so it can't be trained: add one beside [Model], such as [SparseCategoricalCrossentropy] for class labels or [MeanSquaredError] for numbers");

    public static readonly DiagnosticDescriptor SeveralLosses = Error("MDSL041", "A model has one loss",
        "Model '{0}' has the losses {1}: keep one, or give each an output of its own with a [Forward] method that returns several");

    public static readonly DiagnosticDescriptor WrongActivation = Error("MDSL042", "The last activation must fit the loss",
        "{0} ends the model with {1}, but {2} expects {3} or logits before it: use {4}");

    public static readonly DiagnosticDescriptor ProbabilitiesChanged = Error("MDSL043", "Nothing may change the probabilities before the loss",
        "{0} changes the probabilities that {1} makes with {2}, before {3} reads them: {4}");

    public static readonly DiagnosticDescriptor LabelShape = Error("MDSL044", "The declared label shape must fit the output",
        "Labels are declared with shape {0}, but {1} on the output {2} of {3} takes labels of shape {4}");

    public static readonly DiagnosticDescriptor SoftmaxOfOne = Warning("MDSL045", "Softmax over one class is always 1",
        "{0} applies softmax to the shape {1}, whose last axis has one element, so the result is always 1: use Activation.Sigmoid with [BinaryCrossentropy], or more units");

    public static readonly DiagnosticDescriptor ManyRows = Warning("MDSL046", "Is a Flatten missing?",
        "The output of {0} has shape {1}, so every sample needs labels of shape {2}; if each sample has one label, {5} before the first Dense layer, otherwise declare the labels: [{3}(Labels = new[] {{ {4} }})]");

    public static readonly DiagnosticDescriptor LabelSmoothing = Error("MDSL047", "Label smoothing lies in [0, 1)",
        "{0} smooths labels by {1}, but smoothing must be at least 0 and less than 1: 0.1 spreads a tenth of the probability evenly over all classes");

    public static readonly DiagnosticDescriptor TwiceProbabilities = Warning("MDSL048", "Probabilities are made once",
        "{0} applies {1}, but {2} has already made probabilities with {3}: remove one of the two");

    // Windows over images
    public static readonly DiagnosticDescriptor FiltersNotPositive = Error("MDSL050", "Filters must be positive",
        "Layer '{0}' has {1} filters, but a convolution needs 1 or more");

    public static readonly DiagnosticDescriptor WindowNotPositive = Error("MDSL051", "Sizes, strides and dilations must be positive",
        "Layer '{0}' has a {1} of {2}, but it must be 1 or more");

    public static readonly DiagnosticDescriptor UnknownPadding = Error("MDSL052", "Padding is Valid or Same",
        "Layer '{0}' has the padding {1}, which is not a member of Padding: write Padding.Valid or Padding.Same");

    public static readonly DiagnosticDescriptor NotImages = Error("MDSL053", "Windows walk over images",
        "Layer '{0}' needs images of shape [height, width, channels], but its input has shape {1}: put a layer '[Reshape({2})]' before it");

    public static readonly DiagnosticDescriptor WindowTooLarge = Error("MDSL054", "A window must fit into its image",
        "The window of layer '{0}' covers {1}, but the layer's input has shape {2}: make the window smaller, or write Padding = Padding.Same");

    public static readonly DiagnosticDescriptor ReshapeSize = Error("MDSL055", "A reshape keeps every number",
        "Layer '{0}' can't reshape {1} into {2}: the dimensions must be positive (one of them may be -1), and their product must be {3}");

    public static readonly DiagnosticDescriptor NotSequences = Error("MDSL056", "Windows in one dimension walk over sequences",
        "Layer '{0}' needs sequences of shape [steps, channels], but its input has shape {1}: put a layer '[Reshape({2})]' before it");

    public static readonly DiagnosticDescriptor CausalPadding = Error("MDSL057", "Causal padding belongs to convolutions over sequences",
        "Layer '{0}' has causal padding, but only Conv1D, DepthwiseConv1D and SeparableConv1D have steps in the order of time: write Padding.Valid or Padding.Same");

    public static readonly DiagnosticDescriptor Groups = Error("MDSL058", "Groups divide channels and filters",
        "Layer '{0}' has {1} groups, which don't divide the {2}: choose a number of groups that divides channels and filters");

    public static readonly DiagnosticDescriptor StridesAndDilation = Error("MDSL059", "A transposed convolution has strides or dilation, not both",
        "Layer '{0}' has strides of {1} and a dilation of {2}, but one of the two must be 1");

    // Normalization and noise
    public static readonly DiagnosticDescriptor Epsilon = Error("MDSL060", "An epsilon is positive",
        "Layer '{0}' has the epsilon {1}, but it must be a finite number above 0, which keeps the variance from zero: 0.001 for instance");

    public static readonly DiagnosticDescriptor Momentum = Error("MDSL061", "A momentum lies in [0, 1]",
        "Layer '{0}' has the momentum {1}, but this share, which moving statistics keep in each step, must be at least 0 and at most 1: 0.99 for instance");

    public static readonly DiagnosticDescriptor NormalizationGroups = Error("MDSL062", "Groups divide the channels",
        "Layer '{0}' has {1} groups, but its input of shape {3} has {2} channels: choose a number that divides them, or -1 for one group per channel");

    public static readonly DiagnosticDescriptor Deviation = Error("MDSL063", "A standard deviation is finite and not negative",
        "Layer '{0}' has the standard deviation {1}, but it must be a finite number, 0 or more: 0.1 for instance");

    // Options of losses
    public static readonly DiagnosticDescriptor LossOption = Error("MDSL065", "An option of a loss must be in its range",
        "{0} has the {1} {2}, but it must be {3}");

    public static readonly DiagnosticDescriptor OutsideLoss = Warning("MDSL066", "The output must lie in the range of the loss",
        "{0} needs {1}, but {2} ends the model without them: use {3}");

    public static readonly DiagnosticDescriptor UnknownReduction = Error("MDSL067", "A reduction must be a member of Reduction",
        "{0} has the reduction {1}, which is not a member of Reduction: write for instance Reduction.Sum");

    // Preprocessing
    public static readonly DiagnosticDescriptor PreprocessingOption = Error("MDSL068", "An argument of a preprocessing layer must have a meaning",
        "Layer '{0}' has {1}, but {2}");

    public static readonly DiagnosticDescriptor AdaptsToInput = Error("MDSL069", "Data is known before weights are",
        "Layer '{0}' learns from data by Adapt, but {1}: put it before the layers that have weights, and use it once");

    // Sequences
    public static readonly DiagnosticDescriptor NoSteps = Error("MDSL070", "Layers over sequences need steps",
        "Layer '{0}' needs sequences of shape [steps, features], but its input has shape {1}: {2}");

    public static readonly DiagnosticDescriptor RecurrentActivation = Error("MDSL071", "A recurrent layer's activations are elementwise",
        "Layer '{0}' applies {1} at every step, but it needs activations that work on each number by itself: write for instance Activation.{2}");

    public static readonly DiagnosticDescriptor EmbeddingNotFirst = Error("MDSL072", "An embedding looks up the model's inputs",
        "Layer '{0}' looks up indices, but {1} changes the inputs before that: only Flatten and Reshape, and slices in a method, may come before it");

    public static readonly DiagnosticDescriptor SizeNotPositive = Error("MDSL073", "Dimensions and heads must be positive",
        "Layer '{0}' has an argument {1} of {2}, but it must be 1 or more");

    public static readonly DiagnosticDescriptor TooManyIndices = Error("MDSL074", "Indices must be exact",
        "Layer '{0}' has {1} indices, but inputs are float32 numbers, which hold whole numbers exactly up to 16777216: use fewer");

    // Layers that move pixels
    public static readonly DiagnosticDescriptor OutputPadding = Error("MDSL075", "Output padding lies in [0, strides)",
        "Layer '{0}' has an output padding of {1}, but {2}");

    public static readonly DiagnosticDescriptor EdgeNegative = Error("MDSL076", "Paddings and croppings are not negative",
        "Layer '{0}' has a {1} of {2}, but it must be 0 or more");

    public static readonly DiagnosticDescriptor CroppedAway = Error("MDSL077", "A cropping leaves something of the image",
        "Layer '{0}' cuts away {1}, but its input has shape {2}: nothing would be left, so cut away less");

    public static readonly DiagnosticDescriptor NoPermutation = Error("MDSL078", "A permutation names every dimension once",
        "Layer '{0}' permutes by ({1}), but its input has shape {2}: name the dimensions {3}, without the batch");

    public static readonly DiagnosticDescriptor Pads = Error("MDSL079", "Pads count rows and columns at each edge",
        "Layer '{0}' has the pads {1}, but {2}");

    // Weights and activations
    public static readonly DiagnosticDescriptor UnknownInitializer = Error("MDSL080", "An initializer must be a member of Initializer",
        "Layer '{0}' has the initializer {1}, which is not a member of Initializer: write for instance Initializer.HeNormal");

    public static readonly DiagnosticDescriptor InitializerFit = Error("MDSL081", "An initializer must fit its tensor",
        "Layer '{0}' can't initialise its {1} with {2}: {3}");

    public static readonly DiagnosticDescriptor ActivationOption = Error("MDSL082", "An activation's option must be legal",
        "Layer '{0}' has the {1} {2}, but {3}");

    public static readonly DiagnosticDescriptor OddHalves = Error("MDSL083", "A gated linear unit halves an even number",
        "Layer '{0}' applies Glu to the shape {1}, but its last axis can't be halved: make the size even, twice the size that you want");

    // Forward methods
    public static readonly DiagnosticDescriptor ForwardSignature = Error("MDSL100", "A forward method takes the model and a batch",
        "[Forward] method '{0}' {1}: write 'static Tensor {0}({2} m, Tensor x)', and add 'bool training' or 'Noise noise' at the end if it needs them");

    public static readonly DiagnosticDescriptor SeveralForwards = Error("MDSL101", "A model has one forward method",
        "Model '{0}' has the [Forward] methods {1}: keep one, which may call the others");

    public static readonly DiagnosticDescriptor StrayForward = Warning("MDSL102", "A forward method belongs to a model",
        "[Forward] method '{0}' stands in '{1}', which is not a model, so nothing is generated for it: move it into a record with [Model(…)]");

    public static readonly DiagnosticDescriptor UnusedLayer = Error("MDSL103", "A layer must be used",
        "Layer '{0}' is never used by '{1}', so it would never be trained: use it, as in 'x | m.{0}', or remove it");

    public static readonly DiagnosticDescriptor NotDifferentiable = Error("MDSL104", "A forward method must be differentiable",
        "'{0}' can't be used in a forward method: {1}");

    public static readonly DiagnosticDescriptor NotConstant = Error("MDSL105", "Control flow must be known at compile time",
        "'{0}' must be known at compile time, but {1}");

    public static readonly DiagnosticDescriptor ShapesDiffer = Error("MDSL106", "Operands must have equal shapes",
        "'{0}' takes equal shapes, but these are {1} and {2}: {3}");

    public static readonly DiagnosticDescriptor NoAxis = Error("MDSL107", "An axis must exist in its tensor",
        "'{0}' names {1}, but the shape is {2}: {3}");

    public static readonly DiagnosticDescriptor BatchAxis = Error("MDSL108", "Samples must stay independent",
        "'{0}' works along the batch of {1}, but a prediction must not depend on other samples: {2}");

    public static readonly DiagnosticDescriptor OutsideAxis = Error("MDSL109", "A slice must lie within its axis",
        "'{0}' takes {1} of an axis of size {2}, but {3}");

    public static readonly DiagnosticDescriptor ForwardReshape = Error("MDSL110", "A reshape in a method keeps every number",
        "'{0}' can't give {1} the shape [{2}]: write −1 for the batch first, then dimensions whose product is {3}");

    public static readonly DiagnosticDescriptor BroadcastShape = Error("MDSL111", "Only axes of size 1 are repeated",
        "'{0}' can't repeat {1} to [{2}]: write −1 for the batch first, then as many axes as the tensor has; only axes of size 1 may change");

    public static readonly DiagnosticDescriptor ProductShapes = Error("MDSL112", "Factors of a matrix product must fit",
        "'{0}' takes {3}, but these are {1} and {2}: {4}");

    public static readonly DiagnosticDescriptor SharedLayer = Error("MDSL113", "A layer used twice has one shape",
        "Layer '{0}' shares its {1} {2} with an earlier use, but would need {3} here: give both uses inputs of one shape, or declare a second layer");

    public static readonly DiagnosticDescriptor Recursion = Error("MDSL114", "A forward method can't be recursive",
        "'{0}' calls itself, but calls are expanded at compile time: use a loop with constant bounds");

    public static readonly DiagnosticDescriptor TooLong = Error("MDSL115", "A forward method has a limited length",
        "'{0}' makes the method longer than {1} steps when its loops are unrolled: use fewer iterations");

    public static readonly DiagnosticDescriptor TrainingOnly = Error("MDSL116", "Training and prediction use the same layers",
        "'{0}' uses layers with weights in another order in training than in prediction: apply each layer in both cases, and choose between the results");

    public static readonly DiagnosticDescriptor SplitSections = Error("MDSL117", "A split divides its axis",
        "'{0}' can't divide axis {1} of {2} into {3} equal parts: choose a number that divides its size");

    public static readonly DiagnosticDescriptor NotFinite = Error("MDSL118", "A number must be finite",
        "'{0}' computes with {1}, which is not a finite number");

    public static readonly DiagnosticDescriptor RedeclaredLayer = Error("MDSL119", "Layers of a method are declared once",
        "Layer '{0}' is declared again as a member, but in a model with [Forward] or [Repeat] the generated half already declares it: remove the member");

    public static readonly DiagnosticDescriptor OutputRows = Error("MDSL120", "A loss takes rows",
        "'{0}' returns {1}, a number for each sample, but a loss takes rows: keep the axis with keepDims, or write Reshape(-1, 1)");

    public static readonly DiagnosticDescriptor LostLoss = Error("MDSL121", "An added loss must reach the result",
        "'{0}' adds a loss, but '{1}' returns nothing that is computed from its result, so the loss would not count: use the result, as in 'x = x | WithLoss(penalty)'");

    public static readonly DiagnosticDescriptor PenaltyShape = Error("MDSL122", "A loss in a method is one number for each sample",
        "'{0}' adds {1} to the loss, but it must be a number for each sample, [N]: take Sum or Mean over the other axes");

    public static readonly DiagnosticDescriptor NoiseRange = Error("MDSL123", "Random numbers have a range",
        "'{0}' draws from [{1}, {2}), but both ends must be finite, and the first less than the second");

    // Several inputs
    public static readonly DiagnosticDescriptor NamedInput = Error("MDSL124", "Each of several inputs has a name and a shape",
        "Input '{0}' of model '{1}' {2}");

    public static readonly DiagnosticDescriptor ShapeAndInputs = Error("MDSL125", "A model has one shape, or several inputs",
        "Model '{0}' has a shape of its own beside the inputs {1}: write [Model] without a shape, or remove every [Input]");

    public static readonly DiagnosticDescriptor InputsWithoutForward = Error("MDSL126", "A method says what happens to several inputs",
        "Model '{0}' has the inputs {1}, but no [Forward] method that says what happens to each: write one that takes '({2}) x'");

    public static readonly DiagnosticDescriptor ForwardInputs = Error("MDSL127", "A forward method takes the inputs of its model",
        "[Forward] method '{0}' takes '{1}', but the inputs of model '{2}' are {3}: write '({4}) x', or a record of these tensors in this order");

    public static readonly DiagnosticDescriptor LossOutput = Error("MDSL128", "Each loss judges one output",
        "The loss [{0}] of model '{1}' {2}");

    public static readonly DiagnosticDescriptor NamedOutput = Error("MDSL129", "Each of several outputs has a name and a loss",
        "Output '{0}' of model '{1}' {2}");

    // The author's own functions of numbers, losses and optimizers
    public static readonly DiagnosticDescriptor ElementwiseSignature = Error("MDSL130", "An elementwise function takes floats and gives one",
        "[Elementwise] method '{0}' {1}: write 'static float {0}(float x)', with up to four numbers");

    public static readonly DiagnosticDescriptor NotElementwise = Error("MDSL131", "An elementwise function must be differentiable",
        "'{0}' can't be used in an elementwise function: {1}");

    public static readonly DiagnosticDescriptor NoFunction = Error("MDSL132", "A custom activation is a function of one number",
        "Layer '{0}' can't use '{1}' as its activation ({2}): name a static method from float to float, as in 'Activate = nameof(Curves.Swish)'");

    public static readonly DiagnosticDescriptor TwoActivations = Error("MDSL133", "A layer has one activation",
        "Layer '{0}' has two activations, {1} and '{2}': keep one");

    public static readonly DiagnosticDescriptor NotFloat32 = Error("MDSL134", "A constant must fit into float32",
        "'{0}' does not fit into float32, in which engines compute: {1}; write a number whose size lies between 1.2E-38 and 3.4E+38");

    public static readonly DiagnosticDescriptor NoLossFunction = Error("MDSL140", "A custom loss is a function of two tensors",
        "The loss '{0}' can't be used: {1}; name a method 'static Tensor {0}(Tensor prediction, Tensor target)'");

    public static readonly DiagnosticDescriptor LossRows = Error("MDSL141", "A loss gives a number for each row",
        "'{0}' gives {1}, but a loss gives a number for each row of the output, {2}: reduce only the last axis, as with Mean(-1)");

    public static readonly DiagnosticDescriptor OptimizerDeclaration = Error("MDSL145", "A custom optimizer is a partial record with an update rule",
        "[Optimizer] '{0}' {1}: write '{2}', with one method marked [Update]");

    public static readonly DiagnosticDescriptor UpdateSignature = Error("MDSL146", "An update rule takes numbers and returns numbers",
        "[Update] method '{0}' {1}: write '{2}'");

    public static readonly DiagnosticDescriptor UnusedInput = Warning("MDSL147", "An input must be read",
        "Input '{0}' of model '{1}' is never read by '{2}', so a prediction does not depend on it: use it, as in '{3}', or remove it");

    // Records of layers in records
    public static readonly DiagnosticDescriptor ContainsItself = Error("MDSL150", "A record of layers can't contain itself",
        "Parameter '{0}' has the type '{1}', which contains '{2}' again, so the layers would never end: use the layers that it needs instead, or [Repeat] with a fixed depth");

    public static readonly DiagnosticDescriptor InnerInput = Error("MDSL151", "A model as a layer takes its own input shape",
        "'{0}' is a model for samples of shape {1}, but gets samples of shape {2}: put a layer before it that gives the right shape, or declare it with [Model({3})]");

    public static readonly DiagnosticDescriptor UnreadableForward = Error("MDSL152", "A layer's forward method must be in this project",
        "Parameter '{0}' has the type '{1}' of another project, whose [Forward] method '{2}' can't be read from here: move '{1}' into this project");

    public static readonly DiagnosticDescriptor RepeatCount = Error("MDSL153", "[Repeat] has a limit",
        "Parameter '{0}' is repeated {1} times: {2}");

    public static readonly DiagnosticDescriptor RepeatType = Error("MDSL154", "[Repeat] and Seq belong together",
        "Parameter '{0}' can't be read, because it {1}");

    public static readonly DiagnosticDescriptor FrozenWithout = Warning("MDSL155", "[Frozen] belongs to layers with weights",
        "'{0}' has no weights that could be trained, so [Frozen] does nothing: remove it");

    public static readonly DiagnosticDescriptor ModelAndBlock = Error("MDSL156", "A record is a model or a block",
        "'{0}' is declared [Model] and [Block]: remove [Block], a model can be a layer of other models as it is");

    public static readonly DiagnosticDescriptor UndeclaredRecord = Error("MDSL157", "A record of layers must be a block",
        "Parameter '{0}' has the type '{1}', a record of layers that is not declared as a part of models: write [Block] before '{1}'");

    public static readonly DiagnosticDescriptor WeightUse = Error("MDSL158", "A weight is a tensor without a batch",
        "'{0}' can't be used like this, because it {1}");

    public static readonly DiagnosticDescriptor UnreadableRecord = Error("MDSL159", "A record of another project must be readable",
        "Parameter '{0}' has the type '{1}' of another project, but {2}");

    // Derivatives
    public static readonly DiagnosticDescriptor UnknownDerivatives = Error("MDSL160", "Derivatives must be members of Derivatives",
        "Model '{0}' asks for the derivatives {1}, which are not members of Derivatives: write for instance Derivatives.HessianVectorProduct");

    public static readonly DiagnosticDescriptor TooManySteps = Error("MDSL161", "A recurrent layer with higher derivatives has few steps",
        "Layer '{0}' has {1} steps, but a model with Derivatives.{2} unrolls all steps and can have {3} at most: shorten the sequences, or leave the derivative out");

    // Names of axes
    public static readonly DiagnosticDescriptor AxisNames = Error("MDSL170", "A name of an axis is a word",
        "{0} can't name its axes {1}: {2}");

    public static readonly DiagnosticDescriptor NamesDiffer = Error("MDSL171", "Axes that meet have one name",
        "'{0}' brings {1} and {2} together, which are different axes of {3} and {4}: turn one tensor with Transpose, or rename its axes with Named");

    public static readonly DiagnosticDescriptor NoAxisOfName = Error("MDSL172", "A name must belong to exactly one axis",
        "'{0}' names the axis '{1}', but the shape is {2}: name an axis that occurs exactly once, or give its axes names with Named");

    public static readonly DiagnosticDescriptor ClassAxis = Error("MDSL173", "The axis of a loss's classes is named 'classes'",
        "{0} compares classes, but the last axis of the prediction {1} is '{2}': call it 'classes', or leave its name out");

    public static readonly DiagnosticDescriptor LabelAxes = Error("MDSL174", "Labels and predictions have the same axes",
        "{0} compares labels {1} with predictions {2}, but {3} and {4} are different axes: bring the prediction's axes into the labels' order");

    public static readonly DiagnosticDescriptor SharedAxis = Error("MDSL175", "A layer used twice sees one kind of axis",
        "Layer '{0}' has a {1} for the axis '{2}' of an earlier use, but here it is '{3}': declare a second layer, or rename the axis with Named");

    public static readonly DiagnosticDescriptor LayerRows = Error("MDSL176", "A layer is applied to rows",
        "Layer '{0}' is applied to {1}, a number for each sample, but it takes rows: keep the axis with keepDims, or write Reshape(-1, 1)");

    public static readonly DiagnosticDescriptor ClipBounds = Error("MDSL177", "The bounds of a clip have an order",
        "'{0}' clips between {1} and {2}, but the first must be a number that is not greater than the second");

    // Several outputs
    public static readonly DiagnosticDescriptor OutputsInside = Error("MDSL180", "A layer gives one tensor",
        "Layer '{0}' is the model '{1}', which has the outputs {2}, but a layer gives one tensor: put the layers that both need into a [Block], and use it in each");

    public static readonly DiagnosticDescriptor TrainingResult = Error("MDSL181", "Training and prediction must give the same shape and activation",
        "'{0}' gives {1} when training, but {2} in prediction: give both the same shape, and the same activation");

    // The meaning of numbers
    public static readonly DiagnosticDescriptor OneSided = Warning("MDSL190", "Logits and scores have both signs",
        "{0} gives no {1} numbers, but {2} takes them as {3}, which have both signs: leave it out, or use {4}");

    public static readonly DiagnosticDescriptor TwoLinear = Warning("MDSL191", "Two linear layers are one",
        "{0} has no activation, and only linear steps lead to {1}, so the two are one linear layer: give {2} an activation, such as Activation.Relu, or remove one of them");

    public static readonly DiagnosticDescriptor Independent = Warning("MDSL192", "A prediction must depend on its input",
        "{0} gives the same result for every sample, so the prediction does not depend on the input: compute it from the input, or from the output of layers");

    // Generated code among the author's
    public static readonly DiagnosticDescriptor ForbiddenPart = Error("MDSL200", "Generated code must be allowed to use the model's parts",
        "'{0}' is [Obsolete] with 'error: true', so the generated half of '{1}' can't use it: remove 'error: true' (generated code does not show the warning)");

    public static readonly DiagnosticDescriptor OldLanguage = Error("MDSL201", "Generated code is C# 14",
        "'{0}' stands in a project of C# {1}, but its generated half is C# 14: remove LangVersion from the project, or write <LangVersion>14</LangVersion>");

    public static readonly DiagnosticDescriptor OwnName = Error("MDSL202", "A type is not named after its generated members",
        "{0} can't be named '{1}', because its generated half has a member of this name: choose another name");

    public static readonly DiagnosticDescriptor EmittedTwice = Error("MDSL203", "Generated files are not compiled again",
        "The generated half of '{0}' is a source file of the project, '{1}', which an earlier build wrote: leave its folder out, as in <Compile Remove=\"{2}/**\" />");

    // Rows of tables
    public static readonly DiagnosticDescriptor FeaturesDeclaration = Error("MDSL210", "A row of a table is a partial record with parameters",
        "[Features] '{0}' {1}: write '{2}'");

    public static readonly DiagnosticDescriptor OneFeature = Error("MDSL211", "Every parameter of a row has one feature attribute",
        "Parameter '{0}' of row '{1}' has {2}");

    public static readonly DiagnosticDescriptor FeatureType = Error("MDSL212", "An encoding must fit its parameter's type",
        "[{0}] can't encode '{1}', because its type is '{2}': it takes {3}; {4}");

    public static readonly DiagnosticDescriptor MissingValues = Error("MDSL213", "A missing value needs a replacement",
        "[{0}] of parameter '{1}' {2}");

    public static readonly DiagnosticDescriptor CategoryNames = Error("MDSL214", "Categories have different names",
        "[{0}] of parameter '{1}' {2}");

    public static readonly DiagnosticDescriptor FeatureOption = Error("MDSL215", "An option of an encoding must be in its range",
        "[{0}] of parameter '{1}' has {2}, but {3}");

    public static readonly DiagnosticDescriptor FeatureItems = Error("MDSL216", "An array has a number of items",
        "Parameter '{0}' of row '{1}' {2}");

    public static readonly DiagnosticDescriptor RowRoles = Error("MDSL217", "A row has features, and one weight",
        "Row '{0}' can't be encoded: it {1}");

    public static readonly DiagnosticDescriptor ColumnHeader = Error("MDSL218", "A column of a table is read on purpose",
        "Column '{0}' of row '{1}' {2}");

    public static readonly DiagnosticDescriptor NestedRow = Error("MDSL219", "A row inside a row is complete",
        "Parameter '{0}' has the type '{1}', {2}");

    public static readonly DiagnosticDescriptor IgnoredValue = Error("MDSL220", "An ignored parameter of another type has a default value",
        "Parameter '{0}' is ignored, but a row made from a table needs a value for it, and no cell is a '{1}': give it a default value, such as '{2}'");

    public static readonly DiagnosticDescriptor ModelRows = Error("MDSL221", "A model of rows takes a record with [Features]",
        "Model '{0}' takes rows of {1}");

    public static readonly DiagnosticDescriptor LabelFitsLoss = Error("MDSL222", "A label must fit the loss",
        "Label '{0}' of row '{1}' {2}, but {3}: {4}");

    public static readonly DiagnosticDescriptor StrayFeature = Warning("MDSL223", "Features belong to a row",
        "'{0}' has feature attributes but no [Features], so nothing is generated for it: write [Features] before it");

    public static readonly DiagnosticDescriptor EmbeddingIndex = Error("MDSL224", "An embedding looks up indices, and has a vector for each",
        "Layer '{0}' looks up {1}: {2}");

    public static readonly DiagnosticDescriptor LabelsOfOutputs = Error("MDSL225", "Labels and outputs have the same names",
        "Model '{0}' has {1}, but row '{2}' has {3}: {4}");

    public static readonly DiagnosticDescriptor StrayColumn = Warning("MDSL226", "Attributes of columns belong to columns",
        "[{0}] of parameter '{1}' has no meaning: {2}");

    public static readonly DiagnosticDescriptor NoOnnxForm = Error("MDSL227", "An exported model has only operations that ONNX has",
        "{0} can't be exported as ONNX: {1} ('{2}' has [Onnx])");

    // Sequences
    public static readonly DiagnosticDescriptor NotVectors = Error("MDSL228", "A vector is repeated",
        "Layer '{0}' repeats a vector, but its input has shape {1}: put a layer '[Flatten]' before it");

    public static readonly DiagnosticDescriptor WrapperType = Error("MDSL229", "[Bidirectional] and Bidirectional<TLayer> belong together, and so do [TimeDistributed] and TimeDistributed<TLayer>",
        "The attribute and the type of layer '{0}' do not belong together: it {1}");

    // Weights at build
    public static readonly DiagnosticDescriptor WeightsItem = Error("MDSL230", "A weights file is an item of the project",
        "'{0}' takes its weights from '{1}', but {2}");

    public static readonly DiagnosticDescriptor WeightsFormat = Error("MDSL231", "A weights file is a safetensors file",
        "'{0}' takes its weights from '{1}', which is not a safetensors file that can be read: {2}");

    public static readonly DiagnosticDescriptor WeightsFit = Warning("MDSL232", "A weights file must fit its model",
        "'{0}' does not fit its weights file '{1}': {2} (train and save it again, or change an older file by a [Migration] method)");

    public static readonly DiagnosticDescriptor WeightsMigrated = Info("MDSL233", "A weights file is migrated each time it is loaded",
        "'{0}' does not fit its weights file '{1}', so LoadWeights changes the file's tensors by '{2}': {3}");

    public static readonly DiagnosticDescriptor Migration = Error("MDSL234", "A migration takes a file and returns one",
        "Migration '{0}' {1}: write 'static Fin<SafetensorsFile> {0}(SafetensorsFile old)'");

    // Models from .onnx files
    public static readonly DiagnosticDescriptor OnnxItem = Error("MDSL235", "An .onnx file is an item of the project",
        "'{0}' comes from '{1}', but {2}");

    public static readonly DiagnosticDescriptor OnnxImport = Error("MDSL236", "An .onnx file must be importable",
        "'{0}' can't be imported from '{1}': {2}");

    public static readonly DiagnosticDescriptor OnnxRecord = Error("MDSL237", "A model from an .onnx file has its layers from there",
        "'{0}' comes from '{1}', so {2}");

    public static readonly DiagnosticDescriptor OnnxInside = Error("MDSL238", "A model from an .onnx file stands alone",
        "'{0}' has the type '{1}', which the build imports from an .onnx file, so its layers are not known here: write its source with 'modeldsl import' instead");

    // Layers over sequences
    public static readonly DiagnosticDescriptor BidirectionalLayer = Error("MDSL240", "Recurrent layers read in both directions",
        "Layer '{0}' is bidirectional, but '{1}' is no recurrent layer: only SimpleRNN, LSTM and GRU read step by step, so remove [Bidirectional]");

    public static readonly DiagnosticDescriptor UnknownMerge = Error("MDSL241", "A merge is a member of Merge",
        "Layer '{0}' has the merge {1}, which is not a member of Merge: write Merge.Concat, Merge.Sum, Merge.Mul or Merge.Ave");

    public static readonly DiagnosticDescriptor TooManyResets = Error("MDSL242", "A GRU that resets its state before the product has few steps",
        "Layer '{0}' has {1} steps, but with ResetAfter = false each step is written out and there can be {2} at most: shorten the sequences, or leave ResetAfter out");

    public static readonly DiagnosticDescriptor TimeDistributedRecord = Error("MDSL243", "Each step is given to one layer",
        "Layer '{0}' is applied to each step, but '{1}' is a record of layers: give its layers [TimeDistributed], or write a method that loops over the steps");

    public static readonly DiagnosticDescriptor NoStepsOfSamples = Error("MDSL244", "A layer for each step needs steps",
        "Layer '{0}' is applied to each step, but its input has shape {1}: it needs samples of shape [steps, …] with 1 to {2} steps, each with at least one axis");

    // Masks
    public static readonly DiagnosticDescriptor MaskIgnored = Error("MDSL250", "A layer must not read padding as data",
        "Layer '{0}' ({1}) can't take the mask of {2} into account, so it would read padding as data: put a layer before it that ends the steps, such as a recurrent one without ReturnSequences");

    public static readonly DiagnosticDescriptor MaskedActivity = Error("MDSL251", "A penalty on outputs must not count padding",
        "Layer '{0}' has a penalty on its output, which would count the padding that the mask of {1} leaves out: remove the penalty");

    public static readonly DiagnosticDescriptor MaskedOutput = Error("MDSL252", "The mask of a prediction must reach its loss",
        "The prediction '{0}' has the mask of {1}, but {2}");

    public static readonly DiagnosticDescriptor MaskShape = Error("MDSL253", "A mask is a number for each step",
        "Layer '{0}' makes a mask, so it {1} but its input is {2}");

    public static readonly DiagnosticDescriptor MaskInMethod = Error("MDSL254", "Masks belong to models whose layers follow each other",
        "'{0}' {1}, but a [Forward] method runs eagerly, too, on tensors that have no masks: {2}");

    // Preprocessing and augmentation of images
    public static readonly DiagnosticDescriptor RandomFactor = Error("MDSL260", "A random factor lies in its range",
        "Layer '{0}' has the factor {1}, but it must be {2}");

    public static readonly DiagnosticDescriptor ValueRange = Error("MDSL261", "A value range goes from a number to a larger one",
        "Layer '{0}' has the value range {1}, but it must be two finite numbers, the least and the largest of a pixel: [0, 255] for instance");

    public static readonly DiagnosticDescriptor ImageOption = Error("MDSL262", "An option of images is a member of its enumeration",
        "Layer '{0}' has the option {1}, which is not a member of {2}: write for instance {3}");

    public static readonly DiagnosticDescriptor ImageOptions = Error("MDSL263", "Options of images fit together",
        "Layer '{0}' has {1}, but {2}");

    // A declaration with an error has no right generated code, so an .editorconfig cannot turn the error into a warning.
    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        Rule(id, title, message, DiagnosticSeverity.Error, WellKnownDiagnosticTags.NotConfigurable);

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        Rule(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Info(string id, string title, string message) => Rule(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity, params string[] tags) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: HelpLinks.Of(id), customTags: tags);
}
