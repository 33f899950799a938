namespace ModelDsl.Tests.Data;

/// <summary>How the columns of a CSV file are read, and how classes are numbered.</summary>
public sealed class CsvColumnTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private LanguageExt.Fin<Dataset> Load(string text, CsvOptions? options = null) => Csv.Load(folder.Write("data.csv", text), options);

    [Fact]
    public void TheLabelIsTheLastColumnThatIsNotIgnored()
    {
        var data = Load("a,y,id\n1,p,x1\n2,q,x2\n", new CsvOptions { Ignore = ["id"] }).Value();
        Assert.Equal([1f, 2f], data.Numbers());
        Assert.Equal(["p", "q"], data.ClassNames.ToArray());
        var numbered = Load("1,p,x1\n2,q,x2\n", new CsvOptions { HasHeader = false, Ignore = ["3"] }).Value();
        Assert.Equal(["p", "q"], numbered.ClassNames.ToArray());
    }

    [Fact]
    public void WhatIsIgnoredIsNotRead()
    {
        var data = Load("id,a,note,note,y\n,1,,\"x, \"\"y\"\"\",p\nNaN,2,,1e99,q\n", new CsvOptions { Ignore = ["id", "note", "id"] }).Value();
        Assert.Equal([1f, 2f], data.Numbers());
    }

    [Fact]
    public void ALabelThatIsIgnoredIsAnError()
    {
        Assert.Contains("Label and Ignore of CsvOptions both name y", Load("a,y\n1,p\n", new CsvOptions { Label = "y", Ignore = ["y"] }).Message());
        Assert.Contains("no column is left for the features", Load("a,y\n1,p\n", new CsvOptions { Ignore = ["a", "y"] }).Message());
        Assert.Contains("no column is left for the features", Load("a,y\n1,p\n", new CsvOptions { Ignore = ["a"] }).Message());
        Assert.Contains("the delimiter is not ','", Load("a;y\n1;p\n").Message());
    }

    [Fact]
    public void WithoutLabelsTheLabelColumnIsNoFeature()
    {
        var data = Load("y,a\np,1\n,2\n", new CsvOptions { Label = "y", Labels = CsvLabels.None }).Value();
        Assert.Equal([1f, 2f], data.Numbers());
        Assert.False(data.HasLabels);
        Assert.Contains("no column z", Load("y,a\np,1\n", new CsvOptions { Label = "z", Labels = CsvLabels.None }).Message());
    }

    [Fact]
    public void NamesThatAreNumbersAreInTheOrderOfNumbers()
    {
        var digits = Enumerable.Range(0, 12).Reverse().ToArray();
        var data = Load("a,l\n" + string.Concat(digits.Select(d => $"{d},{d}\n"))).Value();
        Assert.Equal(digits, data.Labels());
        Assert.Equal(["-1.5", "0.25", "3", "20"], Load("a,l\n1,20\n1,3\n1,-1.5\n1,0.25\n").Value().ClassNames.ToArray());
        // A single name that is not a number makes all of them text.
        Assert.Equal(["10", "9", "ten"], Load("a,l\n1,9\n1,10\n1,ten\n").Value().ClassNames.ToArray());
        Assert.Equal(["1e2", "20", "nan"], Load("a,l\n1,nan\n1,20\n1,1e2\n").Value().ClassNames.ToArray());
    }

    [Theory]
    [InlineData("5.1,3.5,setosa\n4.9,3.0,setosa\n6.1,2.9,virginica\n", CsvLabels.ClassNames, true)]
    [InlineData("0,0,7\n0,3,1\n", CsvLabels.ClassIndices, true)]
    [InlineData("1,2,0.5\n3,4,0.25\n", CsvLabels.Targets, true)]
    [InlineData("5.1,3.5\n4.9,3.0\n", CsvLabels.None, true)]
    [InlineData("1.5\n4.9\n", CsvLabels.None, true)]
    [InlineData("1.5,3\n2,4\n3,6\n", CsvLabels.Targets, true)]
    [InlineData("0,1,2\n5,4,2\n", CsvLabels.ClassNames, false)]
    [InlineData("0\n5\n", CsvLabels.None, false)]
    [InlineData("1,2\n5,6\n", CsvLabels.None, false)]
    [InlineData("400.5,401\n5,4\n5,6\n", CsvLabels.None, false)]
    [InlineData("400.5,height\n5,4\n", CsvLabels.None, false)]
    [InlineData("400.5,401,401.5,quality\n5,4,4,2\n", CsvLabels.Targets, false)]
    [InlineData("5.1,3.5,species\n4.9,3.0,setosa\n", CsvLabels.ClassNames, false)]
    public void AFirstLineThatIsASampleIsNoHeader(string text, CsvLabels labels, bool isError)
    {
        var loaded = Load(text, new CsvOptions { Labels = labels });
        if (isError) Assert.Contains("set HasHeader = false", loaded.Message());
        else Assert.True(loaded.IsSucc);
    }

    [Fact]
    public void AColumnWithoutANameIsAnError()
    {
        Assert.Contains("column 1 has no name", Load(",a,y\n0,1.5,p\n1,2.5,q\n").Message());
        Assert.Contains("column 3 has no name", Load("a,y, \n1.5,p,\n", new CsvOptions { Label = "y" }).Message());
        var data = Load(",a,y,\"\"\n0,1.5,p,\n1,2.5,q,\n", new CsvOptions { Ignore = [""] }).Value();
        Assert.Equal([1.5f, 2.5f], data.Numbers());
        Assert.Equal(["p", "q"], data.ClassNames.ToArray());
    }

    [Fact]
    public void TwoNamesOfOneNumberAreAnError() =>
        Assert.Contains("the classes 1 and 1.0 are the same number", Load("a,l\n1,1\n1,2\n1,1.0\n").Message());

    [Fact]
    public void GivenClassesSayWhatTheIndicesAre()
    {
        var train = Load("a,l\n1,setosa\n2,versicolor\n3,virginica\n").Value();
        var test = Load("a,l\n1,virginica\n2,setosa\n", new CsvOptions { Classes = train.ClassNames.ToArray() }).Value();
        Assert.Equal([2, 0], test.Labels());
        Assert.Equal(train.ClassNames, test.ClassNames);
        Assert.Contains(
            "line 3, column l: 'iris' is not one of the classes that CsvOptions.Classes names: setosa, versicolor, virginica",
            Load("a,l\n1,setosa\n2,iris\n", new CsvOptions { Classes = [.. train.ClassNames] }).Message());
        var indices = new CsvOptions { Labels = CsvLabels.ClassIndices, Classes = ["no", "yes"] };
        Assert.Equal(["no", "yes"], Load("a,l\n1,1\n", indices).Value().ClassNames.ToArray());
        Assert.Contains("names for the classes 0 … 1 only", Load("a,l\n1,2\n", indices).Message());
        Assert.Equal(["no"], Load("a\n1\n", new CsvOptions { Labels = CsvLabels.None, Classes = ["no"] }).Value().ClassNames.ToArray());
    }

    public static TheoryData<CsvOptions, string> WrongOptions => new()
    {
        { new CsvOptions { Ignore = null! }, "Ignore is null" },
        { new CsvOptions { Ignore = [null!] }, "Ignore is null" },
        { new CsvOptions { Classes = [] }, "Classes is empty" },
        { new CsvOptions { Classes = ["x", null!] }, "Classes holds a null" },
        { new CsvOptions { Classes = ["x", "y", " x"] }, "name x twice" },
        { new CsvOptions { Classes = ["x"], Labels = CsvLabels.Targets }, "numbers have no classes" },
        { new CsvOptions { Labels = (CsvLabels)9 }, "Labels is 9" },
    };

    [Theory, MemberData(nameof(WrongOptions))]
    public void OptionsThatContradictThemselvesAreAnError(CsvOptions options, string expected)
    {
        var message = Load("a,l\n1,x\n", options).Message();
        Assert.StartsWith(folder["data.csv"], message);
        Assert.Contains(expected, message);
    }
}
