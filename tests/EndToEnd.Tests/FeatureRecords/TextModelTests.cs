using LanguageExt;

namespace ModelDsl.EndToEnd.Tests.FeatureRecords;

/// <summary>Models of rows with texts: from rows and files to predictions, and through the model's file.</summary>
public sealed class TextModelTests : IDisposable
{
    private static readonly string[] Good = ["good", "great", "fine"], Bad = ["bad", "poor", "dull"], Others = ["film", "actor", "plot", "scene", "the", "a"];

    private static readonly FitOptions Options = new() { Epochs = 40, Seed = 1, Optimizer = new Adam(0.02), Metrics = [Metric.Accuracy] };

    private readonly string folder = Directory.CreateTempSubdirectory("texts-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Layers_that_follow_each_other_learn_from_texts()
    {
        var rows = Draw(200, 1);
        var model = Sentiment.Initialize(2).Fit(rows, Options).ThrowIfFail().Model;
        Assert.InRange(model.Evaluate(Draw(100, 3), Metric.Accuracy).ThrowIfFail().Metrics[0].Value, 0.95, 1);
        Assert.True(model.Predict(new Review("What a GREAT film!")).ThrowIfFail().Value);
        Assert.False(model.Predict(new Review("poor plot, dull scene")).ThrowIfFail().Value);
        // Words behind the length are not seen, and neither are unknown words told apart.
        Assert.Equal(model.Predict(new Review("the a film plot x y")).ThrowIfFail(), model.Predict(new Review("the a film plot z w good good")).ThrowIfFail());
        Assert.True(model.Predict(new Review("")).IsSucc);
        Assert.Equal("The row of Review: Body: the value is missing, but the column is not nullable.", Message(model.Predict(new Review(null!))));
        Assert.Equal([.. Enumerable.Range(0, 6).Select(i => $"Body [{i}]")], model.Encoder!.Columns.ToArray());
    }

    [Fact]
    public void Texts_stand_beside_each_other_and_beside_numbers()
    {
        var rows = Posts(150, 4);
        var model = Popular.Initialize(2).Fit(rows, Options).ThrowIfFail().Model;
        Assert.InRange(model.Evaluate(Posts(100, 5), Metric.Accuracy).ThrowIfFail().Metrics[0].Value, 0.9, 1);
        // Length, 20 words of Body, 3 of Marks; then the indices of Title and Author.
        Assert.Equal([("Length", 0, 1), ("Body", 1, 20), ("Marks", 21, 3), ("Title", 24, 5), ("Author", 29, 4)],
            model.Encode(rows).ThrowIfFail().Features.Map(one => (one.Name, one.First, one.Width)).ToArray());
        Assert.Equal(["Marks: [UNK]", "Marks: !", "Marks: ?"], model.Encoder!.Columns.Skip(21).Take(3).ToArray());
        var numbers = new float[model.Encoder.Width];
        model.Encoder.Encode(new Post(1, "", null, "a!!", "no"), numbers).ThrowIfFail();
        Assert.Equal([1, 1, 0, 0, 0, 0, 0, 0], numbers[21..29]);
        Assert.All(numbers[1..21], number => Assert.Equal(0, number));
        // A text is shuffled as a whole.
        var importance = model.PermutationImportance(model.Encode(rows).ThrowIfFail(), repeats: 2, seed: 1).ThrowIfFail();
        Assert.Equal(["Author", "Body", "Length", "Marks", "Title"], importance.Features.Map(one => one.Feature).Order().ToArray());
        Assert.Equal("a partial dependence needs a column whose values can be listed, but Title has texts", Message(model.PartialDependence(rows, "Title")).Split(": ")[^1].TrimEnd('.'));
    }

    [Fact]
    public void The_file_has_the_vocabulary()
    {
        var rows = Posts(60, 6);
        var model = Popular.Initialize(1).Fit(rows, Options with { Epochs = 2 }).ThrowIfFail().Model;
        var path = Path.Combine(folder, "popular.safetensors");
        Assert.True(model.Save(path).IsSucc);
        var loaded = Popular.Load(path).ThrowIfFail();
        Assert.Equal(model, loaded);
        Assert.Equal(model.Predict(rows).ThrowIfFail(), loaded.Predict(rows).ThrowIfFail());
        var text = model.Encoder!.ToText();
        Assert.Contains("Marks has another vocabulary now than in the file", Message(FeatureEncoder<Post>.FromText(text.Replace("\"!\"", "\";\""))));
        Assert.Contains("Author is text(maxTokens: 12, split: Character, length: 4) now, but was text(maxTokens: 12, split: Character, length: 7)",
            Message(FeatureEncoder<Post>.FromText(text.Replace("split: Character, length: 4", "split: Character, length: 7"))));
        Assert.Contains("Author has the word 'a' twice", Message(FeatureEncoder<Post>.FromText(text.Replace("\"e\"", "\"a\""))));
    }

    [Fact]
    public void A_vocabulary_of_ten_thousand_words_goes_through_the_file()
    {
        string Word(int i) => $"w{i}\u00E9\"\\\u0001\U0001F600";
        string Body(int i) => string.Join(' ', Enumerable.Range(50 * i, 50).Select(Word));
        Large[] rows = [.. Enumerable.Range(0, 200).Select(i => new Large(Body(i), i % 2 == 0))];
        var model = Largest.Initialize(1).Adapt(rows).ThrowIfFail();
        var path = Path.Combine(folder, "large.safetensors");
        Assert.True(model.Save(path).IsSucc);
        var loaded = Largest.Load(path).ThrowIfFail();
        Assert.Equal(model.Encoder, loaded.Encoder);
        var (one, other) = (new float[50], new float[50]);
        foreach (var row in rows)
        {
            model.Encoder!.Encode(row, one).ThrowIfFail();
            loaded.Encoder!.Encode(row, other).ThrowIfFail();
            Assert.Equal(one, other);
            Assert.DoesNotContain(0, one);
        }
        // 9,998 of the 10,000 words have a place.
        Assert.Equal(2, rows.Sum(row => { loaded.Encoder!.Encode(row, one).ThrowIfFail(); return one.Count(index => index == 1); }));
    }

    [Fact]
    public void Cells_of_several_lines_are_one_text()
    {
        var path = Path.Combine(folder, "reviews.csv");
        File.WriteAllText(path, "Body,IsPositive\n\"A \"\"great\"\" film,\ngood\r\n\r\nplot\",true\nbad,false\n");
        var rows = Csv.Load<Review>(path).ThrowIfFail();
        // The reader writes every end of a line as \n.
        Assert.Equal("A \"great\" film,\ngood\n\nplot", rows[0].Body);
        var encoder = FeatureEncoder<Review>.Learn(rows).ThrowIfFail();
        var numbers = new float[6];
        encoder.Encode(rows[0], numbers).ThrowIfFail();
        Assert.Equal(5, numbers.Distinct().Count(number => number > 1));
        File.WriteAllText(path, "Body,IsPositive\n,true\n");
        Assert.Contains("line 2, column Body: the cell is empty", Message(Csv.Load<Review>(path)));
    }

    [Fact]
    public void Coefficients_have_the_names_of_words()
    {
        Words[] rows = [.. Draw(200, 7).Select(row => new Words(row.Body, row.IsPositive == true))];
        var model = Counted.Initialize(1).Fit(rows, Options).ThrowIfFail().Model;
        var weights = model.Coefficients().ThrowIfFail().Columns.ToDictionary(column => column.Column, column => column.Weights[0]);
        Assert.All(Good, word => Assert.True(weights[$"Text: {word}"] > 0.3));
        Assert.All(Bad, word => Assert.True(weights[$"Text: {word}"] < -0.3));
    }

    [Fact]
    public void Predicting_and_encoding_a_right_row_allocate_no_more_than_for_numbers()
    {
        var model = Sentiment.Initialize(2).Adapt(Draw(50, 1)).ThrowIfFail();
        var (row, numbers) = (Draw(1, 8)[0], new float[6]);
        for (var i = 0; i < 200; i++) model.Encoder!.Encode(row, numbers);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++) model.Encoder!.Encode(row, numbers);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static Review[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Sentence(random)).Select(one => new Review(one.Text, one.IsPositive))];
    }

    private static Post[] Posts(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (Title: Sentence(random), Body: Sentence(random)))
            .Select(one => new Post(random.Next(100), one.Title.Text, random.Next(5) == 0 ? null : one.Body.Text, one.Title.IsPositive ? "!" : "?", "anna e.", one.Title.IsPositive))];
    }

    /// <summary>A sentence with one word that tells, among others that don't.</summary>
    private static (string Text, bool IsPositive) Sentence(Random random)
    {
        var isPositive = random.Next(2) == 0;
        var words = Enumerable.Range(0, random.Next(2, 5)).Select(_ => Others[random.Next(Others.Length)]).ToList();
        words.Insert(random.Next(words.Count), (isPositive ? Good : Bad)[random.Next(3)]);
        return (string.Join(' ', words) + ".!?,"[random.Next(4)], isPositive);
    }

    private static string Message<T>(Fin<T> result) => result.Match(Succ: _ => "", Fail: fault => fault.Message);
}

/// <summary>A text with many words.</summary>
[Features]
public sealed partial record Large([TextVectorization(10_000, Length = 50)] string Body, [Label] bool IsPositive);

[Model(typeof(Large)), BinaryCrossentropy]
public sealed partial record Largest(
    [Embedding(10_000, 2)] Embedding Words, [GlobalAveragePooling1D] GlobalAveragePooling1D Mean,
    [Dense(1, Activation.Sigmoid)] Dense Output);
