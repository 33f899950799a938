namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL050 to MDSL059 and MDSL075 to MDSL078: windows over images and sequences.</summary>
public static class WrongImages
{
    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "no filters",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D({|MDSL050:0|}, 3)] Conv2D A);",
            "Layer 'A' has 0 filters, but a convolution needs 1 or more"
        },
        {
            "a kernel of no size",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, {|MDSL051:0|})] Conv2D A);",
            "Layer 'A' has a kernel height of 0, but it must be 1 or more"
        },
        {
            "a kernel of no width",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, 3, {|MDSL051:-1|})] Conv2D A);",
            "Layer 'A' has a kernel width of -1, but it must be 1 or more"
        },
        {
            "a stride of 0",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, 3, Strides = {|MDSL051:0|})] Conv2D A);",
            "Layer 'A' has a stride of 0, but it must be 1 or more"
        },
        {
            "a stride of no rows",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([MaxPooling2D(2, StrideHeight = {|MDSL051:0|}, StrideWidth = 1)] MaxPooling2D A);",
            "Layer 'A' has a stride of 0, but it must be 1 or more"
        },
        {
            "a dilation of 0",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, 3, Dilation = {|MDSL051:0|})] Conv2D A);",
            "Layer 'A' has a dilation of 0, but it must be 1 or more"
        },
        {
            "a pool of no size",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([MaxPooling2D({|MDSL051:0|})] MaxPooling2D A);",
            "Layer 'A' has a pool height of 0, but it must be 1 or more"
        },
        {
            "a padding that does not exist",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, 3, Padding = {|MDSL052:(Padding)7|})] Conv2D A);",
            "Layer 'A' has the padding 7, which is not a member of Padding: write Padding.Valid or Padding.Same"
        },
        {
            "three pads of an image",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, 3, Pads = {|MDSL079:[1, 0, 2]|})] Conv2D A);",
            "Layer 'A' has the pads 1, 0, 2, but an image has four edges: write [top, bottom, left, right], [height, width], or one number for all"
        },
        {
            "four pads of a sequence",
            "[Model(6, 5), MeanSquaredError] public partial record Net([Conv1D(4, 3, Pads = {|MDSL079:[1, 0, 2, 1]|})] Conv1D A);",
            "Layer 'A' has the pads 1, 0, 2, 1, but a sequence has two ends: write [before, after], or one number for both"
        },
        {
            "negative pads",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([DepthwiseConv2D(3, Pads = {|MDSL079:[-1]|})] DepthwiseConv2D A);",
            "Layer 'A' has the pads -1, but they must be 0 or more"
        },
        {
            "pads and padding",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([MaxPooling2D(3, Padding = Padding.Same, Pads = {|MDSL079:[1]|})] MaxPooling2D A);",
            "Layer 'A' has the pads 1, but it also has Padding: keep one of the two"
        },
        {
            "a pool outside its image",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([AveragePooling2D(2, 3, Pads = {|MDSL079:[1, 1, 0, 3]|})] AveragePooling2D A);",
            "Layer 'A' has the pads 1, 1, 0, 3, but a pool that covers 3 would lie outside its image: pads must be less than 3"
        },
        {
            "pads that leave nothing",
            "[Model(2, 2, 2), MeanSquaredError] public partial record Net([Conv2DTranspose(4, 2, Pads = {|MDSL079:[2, 1, 0, 0]|})] Conv2DTranspose A);",
            "Layer 'A' has the pads 2, 1, 0, 0, but nothing of [2, 2, 2] would be left: cut away less"
        },
        {
            "a weight of no size",
            "[Model(4), MeanSquaredError] public partial record Net([Weight({|MDSL073:2|}, 0)] Weight A);",
            "Layer 'A' has an argument shape of 0, but it must be 1 or more"
        },
        {
            "a grey image without channels",
            "[Model(28, 28), MeanSquaredError] public partial record Net([{|MDSL053:Conv2D(4, 3)|}] Conv2D A);",
            "Layer 'A' needs images of shape [height, width, channels], but its input has shape [28, 28]: put a layer '[Reshape(28, 28, 1)]' before it"
        },
        {
            "a pool over vectors",
            "[Model(7), MeanSquaredError] public partial record Net([{|MDSL053:AveragePooling2D|}] AveragePooling2D A);",
            "Layer 'A' needs images of shape [height, width, channels], but its input has shape [7]: put a layer '[Reshape(height, width, channels)]' before it"
        },
        {
            "a global pool over vectors",
            "[Model(7), MeanSquaredError] public partial record Net([{|MDSL053:GlobalMaxPooling2D|}] GlobalMaxPooling2D A);",
            "Layer 'A' needs images of shape [height, width, channels], but its input has shape [7]: put a layer '[Reshape(height, width, channels)]' before it"
        },
        {
            "a kernel larger than its image",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, {|MDSL054:6|})] Conv2D A);",
            "The window of layer 'A' covers 6 × 6 pixels, but the layer's input has shape [6, 5, 2]: make the window smaller, or write Padding = Padding.Same"
        },
        {
            "a dilated kernel larger than its image",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, 3, Dilation = {|MDSL054:3|})] Conv2D A);",
            "The window of layer 'A' covers 7 × 7 pixels, but the layer's input has shape [6, 5, 2]: make the window smaller, or write Padding = Padding.Same"
        },
        {
            "a pool larger than its image",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([MaxPooling2D({|MDSL054:7|}, 2)] MaxPooling2D A);",
            "The window of layer 'A' covers 7 × 2 pixels, but the layer's input has shape [6, 5, 2]: make the window smaller, or write Padding = Padding.Same"
        },
        {
            "a reshape that loses numbers",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([{|MDSL055:Reshape(6, 5)|}] Reshape A);",
            "Layer 'A' can't reshape [6, 5, 2] into [6, 5]: the dimensions must be positive (one of them may be -1), and their product must be 60"
        },
        {
            "a reshape whose other dimensions leave no whole one",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([{|MDSL055:Reshape(-1, 7)|}] Reshape A);",
            "Layer 'A' can't reshape [6, 5, 2] into [-1, 7]: the dimensions must be positive (one of them may be -1), and their product must be 60"
        },
        {
            "a reshape with two dimensions to be found",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([{|MDSL055:Reshape(-1, -1, 60)|}] Reshape A);",
            "Layer 'A' can't reshape [6, 5, 2] into [-1, -1, 60]: the dimensions must be positive (one of them may be -1), and their product must be 60"
        },
        {
            "a reshape to a negative dimension",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([{|MDSL055:Reshape(-6, -10)|}] Reshape A);",
            "Layer 'A' can't reshape [6, 5, 2] into [-6, -10]: the dimensions must be positive (one of them may be -1), and their product must be 60"
        },
        {
            "groups that don't divide the filters",
            "[Model(6, 5, 4), MeanSquaredError] public partial record Net([Conv2D(6, 3, Groups = {|MDSL058:4|})] Conv2D A);",
            "Layer 'A' has 4 groups, which don't divide the 6 filters: choose a number of groups that divides channels and filters"
        },
        {
            "groups that don't divide the channels",
            "[Model(6, 4), MeanSquaredError] public partial record Net([Conv1D(6, 3, Groups = {|MDSL058:3|})] Conv1D A);",
            "Layer 'A' has 3 groups, which don't divide the 4 channels of its input: choose a number of groups that divides channels and filters"
        },
        {
            "no groups",
            "[Model(6, 5, 4), MeanSquaredError] public partial record Net([Conv2D(6, 3, Groups = {|MDSL051:0|})] Conv2D A);",
            "Layer 'A' has a number of groups of 0, but it must be 1 or more"
        },
        {
            "a depth multiplier of 0",
            "[Model(6, 5, 4), MeanSquaredError] public partial record Net([DepthwiseConv2D(3, DepthMultiplier = {|MDSL051:0|})] DepthwiseConv2D A);",
            "Layer 'A' has a depth multiplier of 0, but it must be 1 or more"
        },
        {
            "a separable convolution without filters",
            "[Model(6, 5, 4), MeanSquaredError] public partial record Net([SeparableConv2D({|MDSL050:0|}, 3)] SeparableConv2D A);",
            "Layer 'A' has 0 filters, but a convolution needs 1 or more"
        },
        {
            "a transposed convolution without filters",
            "[Model(6, 5, 4), MeanSquaredError] public partial record Net([Conv2DTranspose({|MDSL050:-1|}, 3)] Conv2DTranspose A);",
            "Layer 'A' has -1 filters, but a convolution needs 1 or more"
        },
        {
            "a kernel of no steps",
            "[Model(6, 4), MeanSquaredError] public partial record Net([Conv1D(6, {|MDSL051:0|})] Conv1D A);",
            "Layer 'A' has a kernel size of 0, but it must be 1 or more"
        },
        {
            "a pool of no steps",
            "[Model(6, 4), MeanSquaredError] public partial record Net([AveragePooling1D({|MDSL051:0|})] AveragePooling1D A);",
            "Layer 'A' has a pool size of 0, but it must be 1 or more"
        },
        {
            "a pool longer than its sequence",
            "[Model(6, 4), MeanSquaredError] public partial record Net([MaxPooling1D({|MDSL054:7|})] MaxPooling1D A);",
            "The window of layer 'A' covers 7 steps, but the layer's input has shape [6, 4]: make the window smaller, or write Padding = Padding.Same"
        },
        {
            "a series without channels",
            "[Model(50), MeanSquaredError] public partial record Net([{|MDSL056:Conv1D(4, 3)|}] Conv1D A);",
            "Layer 'A' needs sequences of shape [steps, channels], but its input has shape [50]: put a layer '[Reshape(50, 1)]' before it"
        },
        {
            "a global pool in one dimension over images",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([{|MDSL056:GlobalAveragePooling1D|}] GlobalAveragePooling1D A);",
            "Layer 'A' needs sequences of shape [steps, channels], but its input has shape [6, 5, 2]: put a layer '[Reshape(steps, channels)]' before it"
        },
        {
            "images that are causal",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2D(4, 3, Padding = {|MDSL057:Padding.Causal|})] Conv2D A);",
            "Layer 'A' has causal padding, but only Conv1D, DepthwiseConv1D and SeparableConv1D have steps in the order of time: write Padding.Valid or Padding.Same"
        },
        {
            "a pool that is causal",
            "[Model(6, 4), MeanSquaredError] public partial record Net([MaxPooling1D(2, Padding = {|MDSL057:Padding.Causal|})] MaxPooling1D A);",
            "Layer 'A' has causal padding, but only Conv1D, DepthwiseConv1D and SeparableConv1D have steps in the order of time: write Padding.Valid or Padding.Same"
        },
        {
            "strides and holes on the way back",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2DTranspose(4, 3, Strides = 2, Dilation = {|MDSL059:3|})] Conv2DTranspose A);",
            "Layer 'A' has strides of 2 and a dilation of 3, but one of the two must be 1"
        },
        {
            "an output padding of the strides",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2DTranspose(4, 3, Strides = 2, OutputPadding = {|MDSL075:2|})] Conv2DTranspose A);",
            "Layer 'A' has an output padding of 2, but it must be 0 or more, and less than the strides of 2"
        },
        {
            "an output padding of the columns' strides",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2DTranspose(4, 3, StrideHeight = 3, StrideWidth = 2, OutputPaddingHeight = 2, OutputPaddingWidth = {|MDSL075:2|})] Conv2DTranspose A);",
            "Layer 'A' has an output padding of 2, but it must be 0 or more, and less than the strides of 2"
        },
        {
            "a negative output padding",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Conv2DTranspose(4, 3, OutputPadding = {|MDSL075:-1|})] Conv2DTranspose A);",
            "Layer 'A' has an output padding of -1, but it must be 0 or more, and less than the strides of 1"
        },
        {
            "an output padding that leaves nothing",
            "[Model(1, 5, 2), MeanSquaredError] public partial record Net([Conv2DTranspose(4, 2, Padding = Padding.Same, OutputPadding = {|MDSL075:0|})] Conv2DTranspose A);",
            "Layer 'A' has an output padding of 0, but nothing of [1, 5, 2] would be left: leave it out, or write Padding = Padding.Valid"
        },
        {
            "a negative padding",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([ZeroPadding2D(1, 2, {|MDSL076:-3|}, 4)] ZeroPadding2D A);",
            "Layer 'A' has a padding of -3, but it must be 0 or more"
        },
        {
            "a negative cropping",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([Cropping2D({|MDSL076:-1|})] Cropping2D A);",
            "Layer 'A' has a cropping of -1, but it must be 0 or more"
        },
        {
            "an image that is cut away",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([{|MDSL077:Cropping2D(1, 3)|}] Cropping2D A);",
            "Layer 'A' cuts away 2 rows and 6 columns, but its input has shape [6, 5, 2]: nothing would be left, so cut away less"
        },
        {
            "pixels that are repeated never",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([UpSampling2D(2, {|MDSL051:0|})] UpSampling2D A);",
            "Layer 'A' has a width of 0, but it must be 1 or more"
        },
        {
            "pixels that are repeated too often",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([UpSampling2D({|MDSL022:1000000|})] UpSampling2D A);",
            "The output [6000000, 5000000, 2] of layer 'A' would need 60000000000000 numbers, more than the 2147483647 that fit: use smaller sizes"
        },
        {
            "a padding that no buffer holds",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([ZeroPadding2D({|MDSL022:2147483647|})] ZeroPadding2D A);",
            "The output [4294967300, 4294967299, 2] of layer 'A' would need 36893488207548645400 numbers, more than the 2147483647 that fit: use smaller sizes"
        },
        {
            "a transposed convolution in the order of time",
            "[Model(6, 5), MeanSquaredError] public partial record Net([Conv1DTranspose(4, 2, Padding = {|MDSL057:Padding.Causal|})] Conv1DTranspose A);",
            "Layer 'A' has causal padding, but only Conv1D, DepthwiseConv1D and SeparableConv1D have steps in the order of time: write Padding.Valid or Padding.Same"
        },
        {
            "a depthwise convolution over no sequence",
            "[Model(6), MeanSquaredError] public partial record Net([{|MDSL056:DepthwiseConv1D(2)|}] DepthwiseConv1D A);",
            "Layer 'A' needs sequences of shape [steps, channels], but its input has shape [6]: put a layer '[Reshape(6, 1)]' before it"
        },
        {
            "a separable convolution longer than its sequence",
            "[Model(6, 4), MeanSquaredError] public partial record Net([SeparableConv1D(3, {|MDSL054:7|})] SeparableConv1D A);",
            "The window of layer 'A' covers 7 steps, but the layer's input has shape [6, 4]: make the window smaller, or write Padding = Padding.Same"
        },
        {
            "a transposed convolution over sequences with an output padding of its strides",
            "[Model(6, 5), MeanSquaredError] public partial record Net([Conv1DTranspose(4, 3, Strides = 2, OutputPadding = {|MDSL075:2|})] Conv1DTranspose A);",
            "Layer 'A' has an output padding of 2, but it must be 0 or more, and less than the strides of 2"
        },
        {
            "pads of a transposed convolution over sequences that leave nothing",
            "[Model(1, 5), MeanSquaredError] public partial record Net([Conv1DTranspose(4, 2, Pads = {|MDSL079:[1]|})] Conv1DTranspose A);",
            "Layer 'A' has the pads 1, 1, but nothing of [1, 5] would be left: cut away less"
        },
        {
            "a negative padding of sequences",
            "[Model(6, 5), MeanSquaredError] public partial record Net([ZeroPadding1D(1, {|MDSL076:-3|})] ZeroPadding1D A);",
            "Layer 'A' has a padding of -3, but it must be 0 or more"
        },
        {
            "a sequence that is cut away",
            "[Model(6, 5), MeanSquaredError] public partial record Net([{|MDSL077:Cropping1D(3)|}] Cropping1D A);",
            "Layer 'A' cuts away 6 steps, but its input has shape [6, 5]: nothing would be left, so cut away less"
        },
        {
            "steps that are repeated never",
            "[Model(6, 5), MeanSquaredError] public partial record Net([UpSampling1D({|MDSL051:0|})] UpSampling1D A);",
            "Layer 'A' has a size of 0, but it must be 1 or more"
        },
        {
            "steps that are repeated too often",
            "[Model(6, 5), MeanSquaredError] public partial record Net([UpSampling1D({|MDSL022:1000000000|})] UpSampling1D A);",
            "The output [6000000000, 5] of layer 'A' would need 30000000000 numbers, more than the 2147483647 that fit: use smaller sizes"
        },
        {
            "a vector that is repeated never",
            "[Model(6), MeanSquaredError] public partial record Net([RepeatVector({|MDSL073:0|})] RepeatVector A);",
            "Layer 'A' has an argument n of 0, but it must be 1 or more"
        },
        {
            "a vector that is repeated too often",
            "[Model(6), MeanSquaredError] public partial record Net([RepeatVector({|MDSL022:1000000000|})] RepeatVector A);",
            "The output [1000000000, 6] of layer 'A' would need 6000000000 numbers, more than the 2147483647 that fit: use smaller sizes"
        },
        {
            "a sequence instead of a vector that is repeated",
            "[Model(6, 5), MeanSquaredError] public partial record Net([{|MDSL228:RepeatVector(3)|}] RepeatVector A);",
            "Layer 'A' repeats a vector, but its input has shape [6, 5]: put a layer '[Flatten]' before it"
        },
        {
            "channels of sequences that are no sequences",
            "[Model(6), MeanSquaredError] public partial record Net([{|MDSL056:SpatialDropout1D(0.1)|}] SpatialDropout1D A);",
            "Layer 'A' needs sequences of shape [steps, channels], but its input has shape [6]: put a layer '[Reshape(6, 1)]' before it"
        },
        {
            "a permutation of too few",
            "[Model(6, 5, 2), MeanSquaredError] public partial record Net([{|MDSL078:Permute(2, 1)|}] Permute A);",
            "Layer 'A' permutes by (2, 1), but its input has shape [6, 5, 2]: name the dimensions 1 to 3, each once, without the batch"
        },
        {
            "a permutation that names the batch",
            "[Model(6), MeanSquaredError] public partial record Net([{|MDSL078:Permute(0)|}] Permute A);",
            "Layer 'A' permutes by (0), but its input has shape [6]: name the dimensions 1 once, without the batch"
        },
        {
            "probabilities of pixels that are averaged",
            "[Model(6, 5, 2), SparseCategoricalCrossentropy] public partial record Net([Conv2D(4, 3, Activation.Softmax)] Conv2D A, [{|MDSL043:GlobalAveragePooling2D|}] GlobalAveragePooling2D B);",
            "Layer 'B' changes the probabilities that layer 'A' makes with softmax, before SparseCategoricalCrossentropy reads them: put it before 'A'"
        },
        {
            "probabilities of steps that change places",
            "[Model(6, 4), SparseCategoricalCrossentropy] public partial record Net([Conv1D(3, 2, Activation.Softmax)] Conv1D A, [{|MDSL043:Permute(2, 1)|}] Permute B);",
            "Layer 'B' changes the probabilities that layer 'A' makes with softmax, before SparseCategoricalCrossentropy reads them: put it before 'A'"
        },
    };
}
