using System.Globalization;

namespace ModelDsl.Tests.Data;

public sealed class CsvTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private LanguageExt.Fin<Dataset> Load(string text, CsvOptions? options = null) => Csv.Load(folder.Write("data.csv", text), options);

    [Fact]
    public void NamesOfClassesBecomeIndicesInOrdinalOrder()
    {
        var data = Load("length,width,species\n1.5,2,versicolor\n3,4e-1,Virginica\n-5,6,setosa\n7,8,versicolor\n").Value();
        Assert.Equal([1.5f, 2, 3, 0.4f, -5, 6, 7, 8], data.Numbers());
        Assert.Equal([2], data.SampleShape);
        Assert.Equal(["Virginica", "setosa", "versicolor"], data.ClassNames.ToArray());
        Assert.Equal([2, 0, 1, 2], data.Labels());
        Assert.Equal("data.csv", data.Name);
    }

    [Fact]
    public void TheLabelMayStandInAnyColumn()
    {
        var options = new CsvOptions { Label = "digit", Labels = CsvLabels.ClassIndices, Delimiter = ";" };
        var data = Load("digit;a;b\n3;1;2\n0;4;5\n", options).Value();
        Assert.Equal([1f, 2f, 4f, 5f], data.Numbers());
        Assert.Equal([3, 0], data.Labels());
        Assert.True(data.ClassNames.IsEmpty);
    }

    [Fact]
    public void TargetsAreRealNumbersOfShapeOne()
    {
        var data = Load("a,price\n1,2.5\n2,-3\n", new CsvOptions { Labels = CsvLabels.Targets }).Value();
        Assert.Equal([1], data.LabelShape);
        Assert.Equal([2.5f, -3], data.Targets());
    }

    [Fact]
    public void DataWithoutLabelsKeepsAllColumns()
    {
        var data = Load("a,b\n1,2\n3,4\n", new CsvOptions { Labels = CsvLabels.None }).Value();
        Assert.False(data.HasLabels);
        Assert.Equal([1f, 2f, 3f, 4f], data.Numbers());
    }

    [Fact]
    public void AFileWithoutHeaderNumbersItsColumns()
    {
        var data = Load("9,1,x\n8,2,y\n", new CsvOptions { HasHeader = false, Label = "3", Ignore = ["1"] }).Value();
        Assert.Equal([1f, 2f], data.Numbers());
        Assert.Equal([0, 1], data.Labels());
    }

    [Fact]
    public void QuotesSpacesAndEmptyLinesAreUnderstood()
    {
        var data = Load("\"a, b\" , name\r\n 1 , \"x, \"\"y\"\"\"\r\n\r\n2,z").Value();
        Assert.Equal([1f, 2f], data.Numbers());
        Assert.Equal(["x, \"y\"", "z"], data.ClassNames.ToArray());
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void NumbersAreReadInTheInvariantCulture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal([1.5f, 1000.25f], Load("a,l\n1.5,I\n1000.25,i\n").Value().Numbers());
            var semicolons = Load("a;l\n1;x\n1,5;x\n", new CsvOptions { Delimiter = ";" });
            Assert.Contains("line 3, column a: '1,5' is not a number", semicolons.Message());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("a,b,l\n1,2,x\n1,,x\n", "line 3, column b: the cell is empty")]
    [InlineData("a,b,l\n1,2,x\n1,2,\n", "line 3, column l: the cell is empty")]
    [InlineData("a,b,l\n1,NA,x\n", "line 2, column b: 'NA' is not a number")]
    [InlineData("a,b,l\n1,NaN,x\n", "line 2, column b: 'NaN' is not a finite number")]
    [InlineData("a,b,l\n1,1e99,x\n", "line 2, column b: '1e99' is not a finite number")]
    [InlineData("a,b,l\n1,2,x\n1,x\n", "line 3: it has 2 columns, but the first line has 3")]
    [InlineData("a,b,l\n1,2,3,x\n", "line 2: it has 4 columns, but the first line has 3")]
    [InlineData("a,b,l\n1,2,x\n1,2\"3,x\n", "line 3: quotation marks")]
    [InlineData("a,b,l\n", "no lines with samples")]
    [InlineData("", "the file is empty")]
    [InlineData("l\nx\n", "no column is left for the features")]
    public void WhatIsWrongIsNamedWithFileLineAndColumn(string text, string expected)
    {
        var message = Load(text).Message();
        Assert.Contains(expected, message);
        Assert.StartsWith(folder["data.csv"], message);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("x")]
    [InlineData("99999999999")]
    public void AClassIndexIsAWholeNumberFromZero(string cell) =>
        Assert.Contains($"line 3, column l: '{cell}' is not a class index",
            Load($"a,l\n1,0\n2,{cell}\n", new CsvOptions { Labels = CsvLabels.ClassIndices }).Message());

    [Fact]
    public void AColumnThatIsNotThereIsNamedWithThoseThatAre()
    {
        Assert.Contains("no column species; the columns are a, b", Load("a,b\n1,2\n", new CsvOptions { Label = "species" }).Message());
        Assert.Contains("no column id", Load("a,b\n1,2\n", new CsvOptions { Ignore = ["id"] }).Message());
        Assert.Contains("two columns are called a", Load("a,a\n1,2\n", new CsvOptions { Label = "a" }).Message());
        Assert.Contains("delimiter", Load("a,b\n1,2\n", new CsvOptions { Delimiter = "" }).Message());
    }

    [Fact]
    public void AFileThatIsNotThereIsAnError()
    {
        Assert.StartsWith(folder["nowhere.csv"], Csv.Load(folder["nowhere.csv"]).Message());
        Assert.StartsWith(folder.Path, Csv.Load(folder.Path).Message());
    }
}
